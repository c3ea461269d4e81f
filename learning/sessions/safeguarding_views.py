"""The queue of a safeguarding contact. What she opens is logged; nothing here can be exported."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from learning.sessions.safeguarding import disclosures_visible_to, finish, is_contact, read, take_up


class DoneForm(forms.Form):
    remark = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=300,
        help_text=gettext_lazy("Whom it was passed to and when. No names and no details."),
    )


@login_required
@never_cache
@require_GET
def queue(request):
    """What waits, the most urgent first; without its words."""
    if not is_contact(request.user):
        raise Http404
    mine = disclosures_visible_to(request.user).select_related("session__place", "with_unit")
    context = {
        "page": Paginator(mine.waiting().order_by("-is_urgent", "due_at"), 30).get_page(
            request.GET.get("page")
        ),
        "done": mine.filter(state="done").order_by("-done_at")[:20],
        "now": timezone.now(),
    }
    return render(request, "learning/sessions/safeguarding/queue.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def one(request, disclosure_uuid):
    """Its words, and what is done about it."""
    disclosure = get_object_or_404(
        disclosures_visible_to(request.user).select_related("session__place", "with_unit"),
        uuid=disclosure_uuid,
    )
    form = DoneForm(request.POST if request.POST.get("action") == "done" else None)
    if request.method == "POST":
        if request.POST.get("action") == "take":
            take_up(disclosure=disclosure, by=request.user)
            return redirect("disclosure", disclosure.uuid)
        if form.is_valid():
            finish(disclosure=disclosure, by=request.user, remark=form.cleaned_data["remark"])
            messages.success(request, _("It is noted as done."))
            return redirect("safeguarding")
    else:
        read(disclosure=disclosure, by=request.user)
    context = {"disclosure": disclosure, "steps": disclosure.steps.all(), "form": form, "now": timezone.now()}
    return render(request, "learning/sessions/safeguarding/one.html", context)
