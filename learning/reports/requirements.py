"""How a subtree stands to what its posts have to hold."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from learning.cadres.scope import units_visible_to
from learning.enrolments.required import PEOPLE_SHOWN, people_behind, tallies
from learning.enrolments.requirement_models import Requirement
from learning.enrolments.requirements import (
    BEHIND,
    NOT_COUNTED,
    REQUIREMENT_STATUS_NAMES,
    UP_TO_DATE,
    RequirementStatus,
)
from learning.reports.views import ROWS_A_PAGE, unit_in_scope
from learning.units.models import Unit

GROUPS = {
    "up-to-date": (UP_TO_DATE, _("Up to date")),
    "under-way": (frozenset(RequirementStatus) - UP_TO_DATE - BEHIND - NOT_COUNTED, _("Not due yet")),
    "behind": (BEHIND, _("Behind")),
    "not-asked": (NOT_COUNTED, _("Exempt or on leave")),
}


def subtree_of(user, unit):
    """The unit and all below it that the user answers for."""
    return units_visible_to(user).filter(path__startswith=unit.path) & Unit.objects.subtree_of(unit)


@unit_in_scope
@require_GET
def requirements(request, unit):
    """Each requirement: of how many, up to date, not due yet, behind. Every number opens its people."""
    found = tallies(subtree_of(request.user, unit), timezone.localdate())
    found.sort(key=lambda tally: (-tally.behind, tally.requirement.pk))
    return render(
        request,
        "learning/reports/requirements.html",
        {"unit": unit, "tallies": found, "today": timezone.localdate()},
    )


@unit_in_scope
@require_GET
def requirement_people(request, unit, pk, group):
    """The people behind one number: for her alone, to help and to make time."""
    if group not in GROUPS:
        raise Http404
    statuses, label = GROUPS[group]
    requirement = get_object_or_404(Requirement.objects.select_related("course", "post", "level"), pk=pk)
    people = people_behind(requirement, subtree_of(request.user, unit), statuses, timezone.localdate())
    page = Paginator(people, ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"posting": posting, "standing": stands, "status": REQUIREMENT_STATUS_NAMES[stands.status]}
        for posting, stands in page.object_list
    ]
    context = {
        "unit": unit,
        "requirement": requirement,
        "label": label,
        "page": page,
        "rows": rows,
        "is_cut": len(people) == PEOPLE_SHOWN,
        "most": PEOPLE_SHOWN,
    }
    return render(request, "learning/reports/requirement_people.html", context)
