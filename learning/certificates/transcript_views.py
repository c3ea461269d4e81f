"""The transcript of a cadre, to be printed: for herself, and for who answers for her unit."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from learning.cadres.models import Cadre
from learning.cadres.scope import may_see_cadre
from learning.certificates.transcript import transcript_of
from learning.enrolments.enrol import cadre_of


class PeriodForm(forms.Form):
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


@login_required
@never_cache
@require_GET
def mine(request):
    cadre = cadre_of(request.user)
    if cadre is None:
        raise Http404
    return _page(request, cadre, is_own=True)


@login_required
@never_cache
@require_GET
def of_cadre(request, cadre_uuid):
    """Somebody outside one's subtree does not exist: 404."""
    cadre = get_object_or_404(Cadre, uuid=cadre_uuid)
    if not may_see_cadre(request.user, cadre):
        raise Http404
    return _page(request, cadre, is_own=cadre.user_id == request.user.pk)


def _page(request, cadre, *, is_own):
    form = PeriodForm(request.GET or None)
    period = form.cleaned_data if form.is_bound and form.is_valid() else {}
    transcript = transcript_of(cadre, first=period.get("first"), last=period.get("last"), is_own=is_own)
    context = {
        "cadre": cadre,
        "transcript": transcript,
        "form": form,
        "is_own": is_own,
        "today": timezone.now(),
    }
    return render(request, "learning/certificates/transcript.html", context)
