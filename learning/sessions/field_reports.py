"""Reports from the field: who reads them, and what became of them."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from learning.cadres.models import Posting
from learning.sessions.field_report import FieldReport
from learning.units.models import UnitPlace

LIAISON = "liaison-officer"  # the code of the post
WIDEST_NAMED = 3  # rank: trainers read the county, never the village


class AnswerForm(forms.Form):
    answer = forms.CharField(label=gettext_lazy("What became of it"), max_length=300)


def reads_field_reports(user) -> bool:
    return user.is_authenticated and (_is_trainer(user) or bool(_liaison_codes(user)))


def field_reports_visible_to(user):
    """Trainers read all of them; a liaison officer those of places that stood in her unit's subtree."""
    if _is_trainer(user):
        return FieldReport.objects.all()
    within = Q(pk__in=[])
    for code in _liaison_codes(user):
        within |= Q(place__lineage__contains=f"/{code}/")
    return FieldReport.objects.filter(within)


def answer_report(*, report: FieldReport, answer: str, by) -> None:
    """Say what became of it; the facilitator reads it with her session. A later word replaces the earlier."""
    FieldReport.objects.filter(pk=report.pk).update(
        answer=answer.strip()[:300], answered_by=by, answered_at=timezone.now()
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def reports(request):
    """The latest first, by subject and channel; answered in place."""
    if not reads_field_reports(request.user):
        raise Http404
    mine = field_reports_visible_to(request.user)
    form = AnswerForm(request.POST or None)
    asked = None
    if request.method == "POST":
        asked = get_object_or_404(mine, pk=_number(request.POST.get("report")))
        if form.is_valid():
            answer_report(report=asked, answer=form.cleaned_data["answer"], by=request.user)
            return redirect("field-reports")
    subject = request.GET.get("subject", "")
    rows = mine.filter(subject=subject) if subject else mine
    page = Paginator(rows.select_related("place"), 20).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "where": _where(page.object_list),
        "subject": subject,
        "form": form,
        "asked": asked,
    }
    return render(request, "learning/sessions/field_reports.html", context)


def _where(rows) -> dict[int, str]:
    """``{report: county}``: wide enough that no village is named. One query."""
    codes = {row.pk: row.place.lineage.strip("/").split("/") for row in rows}
    wide = {code for path in codes.values() for code in path[: WIDEST_NAMED + 1]}
    names = dict(
        UnitPlace.objects.filter(unit_code__in=wide, level__rank__lte=WIDEST_NAMED).values_list(
            "unit_code", "name"
        )
    )
    return {
        pk: next((names[code] for code in reversed(path) if code in names), "") for pk, path in codes.items()
    }


def _liaison_codes(user) -> list[str]:
    postings = Posting.objects.in_force_on(timezone.localdate()).filter(
        cadre__user=user, post__code=LIAISON, cadre__user__is_active=True
    )
    return list(postings.values_list("unit__code", flat=True))


def _is_trainer(user) -> bool:
    return user.has_perm("wagtailadmin.access_admin")


def _number(text) -> int:
    return int(text) if text and text.isdigit() else 0
