"""Flags on registers: explained to who led the session, cleared by who supervises the place."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from learning.cadres.scope import is_supervisor
from learning.sessions.flagging import clear_flag, explanation, flags_visible_to
from learning.sessions.models import TrainingSession
from learning.sessions.scope import may_lead, may_oversee


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What you found"),
        max_length=200,
        help_text=gettext_lazy("It is kept with the flag. No details of a case."),
    )


@login_required
@never_cache
@require_GET
def flag_list(request):
    """The flags of her subtree: open ones first."""
    if not is_supervisor(request.user):
        raise Http404
    mine = flags_visible_to(request.user).select_related("session__place")
    page = Paginator(mine.order_by("cleared_at", "-raised_at"), 30).get_page(request.GET.get("page"))
    rows = [(flag, explanation(flag)) for flag in page.object_list]
    return render(request, "learning/sessions/flag_list.html", {"page": page, "rows": rows})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def session_flags(request, session_uuid):
    session = get_object_or_404(TrainingSession.objects.select_related("unit", "place"), uuid=session_uuid)
    may_clear = may_oversee(request.user, session)
    if not (may_clear or may_lead(request.user, session)):
        raise Http404
    form = NoteForm(request.POST or None)
    asked = None
    if request.method == "POST":
        number = request.POST.get("flag", "")
        asked = get_object_or_404(session.flags, pk=int(number) if number.isdigit() else 0)
        if not may_clear:
            raise Http404
        if form.is_valid():
            clear_flag(flag=asked, note=form.cleaned_data["note"], by=request.user)
            return redirect("session-flags", session.uuid)
    context = {
        "session": session,
        "rows": [(flag, explanation(flag)) for flag in session.flags.all()],
        "may_clear": may_clear,
        "form": form,
        "asked": asked,
    }
    return render(request, "learning/sessions/flags.html", context)
