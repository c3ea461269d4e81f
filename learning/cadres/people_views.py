"""The cadres of a unit for who answers for it: their transcripts, and invitations for those who have no account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from learning.cadres.invitation import Invitation
from learning.cadres.invite import invite, revoke_invitation
from learning.cadres.models import Cadre, Posting
from learning.cadres.scope import may_see_unit, units_visible_to
from learning.cadres.slips import slips_pdf
from learning.units.models import Unit
from quizzes.fonts import MissingGlyph

ROWS_A_PAGE = 50


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def cadres_of_unit(request, code):
    """Those in post today in the unit and below. Another unit does not exist: 404."""
    unit = get_object_or_404(Unit, code=code)
    if not may_see_unit(request.user, unit):
        raise Http404
    if request.method == "POST":
        return _invite_or_revoke(request, unit)
    waits = Invitation.objects.filter(
        cadre=OuterRef("cadre"), used_at=None, revoked_at=None, expires_at__gt=timezone.now()
    )
    postings = _in_post(request.user, unit).annotate(is_invited=Exists(waits))
    page = Paginator(postings, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "learning/cadres/people.html", {"unit": unit, "page": page, "query": ""})


def _in_post(user, unit):
    within = units_visible_to(user).filter(path__startswith=unit.path)
    postings = Posting.objects.in_force_on(timezone.localdate()).filter(is_main=True, unit__in=within)
    return postings.select_related("cadre", "unit", "post").order_by("unit__path", "cadre__name", "pk")


def _invite_or_revoke(request, unit):
    """Slips for those that were ticked, as one PDF that is kept nowhere; or their slips open nothing any more."""
    ticked = [key for key in request.POST.getlist("cadre") if key.isdecimal()][:ROWS_A_PAGE]
    here = _in_post(request.user, unit).values("cadre")
    cadres = list(Cadre.objects.filter(pk__in=here).filter(pk__in=ticked, user=None))
    if not cadres:
        messages.info(request, _("Choose somebody who has no account yet."))
    elif request.POST.get("act") == "revoke":
        revoked = sum(revoke_invitation(cadre=cadre) for cadre in cadres)
        messages.success(request, _("Invitations that open nothing any more: %(n)s.") % {"n": revoked})
    else:
        try:
            with transaction.atomic():
                content = slips_pdf([invite(cadre=cadre, by=request.user) for cadre in cadres])
        except MissingGlyph as error:
            messages.error(request, error.sentence())
        except ValidationError as error:  # somebody made her account at this moment
            messages.error(request, " ".join(error.messages))
        else:
            headers = {"Content-Disposition": 'attachment; filename="invitations.pdf"'}
            return HttpResponse(content, content_type="application/pdf", headers=headers)
    return redirect("unit-cadres", unit.code)
