"""What is kept about people: the notice for everybody, and one's own data."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from learning.enrolments.enrol import cadre_of
from learning.privacy.forms import CorrectionForm
from learning.privacy.kinds import About
from learning.privacy.leave import ask_to_be_forgotten, take_back
from learning.privacy.models import Departure
from learning.privacy.my_data import as_json, my_data
from learning.privacy.registry import kinds_about


def notice(request):
    """The registry, in words, for whoever asks before anything is kept."""
    groups = [(about.label, kinds_about(about)) for about in (About.PUBLIC, About.PARTICIPANT, About.CADRE)]
    groups.append((About.FACILITATOR.label, kinds_about(About.FACILITATOR)))
    return render(request, "learning/privacy/notice.html", {"groups": groups})


@login_required
def mine(request):
    """Everything that is kept about her; she puts right what she may."""
    cadre = cadre_of(request.user)
    form = CorrectionForm(request.POST or None, instance=cadre) if cadre else None
    if form is not None and request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("my-data")
    context = {
        "cadre": cadre,
        "form": form,
        "kept": my_data(cadre) if cadre else [],
        "departure": Departure.objects.waiting().filter(cadre=cadre).first() if cadre else None,
    }
    return render(request, "learning/privacy/my_data.html", context)


@login_required
def download(request):
    """The same as JSON. Whoever has no staff entry has nothing but her account."""
    cadre = cadre_of(request.user)
    if cadre is None:
        return redirect("my-data")
    response = JsonResponse(as_json(cadre), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="my-data-{timezone.localdate():%Y-%m-%d}.json"'
    return response


@require_POST
@login_required
def leave(request):
    """She asks to be forgotten, or takes it back."""
    cadre = cadre_of(request.user)
    if cadre is None:
        return redirect("my-data")
    if "stay" in request.POST:
        take_back(cadre=cadre)
        messages.success(request, _("You stay. Nothing was removed."))
    else:
        ask_to_be_forgotten(cadre=cadre)
        messages.success(request, _("Your wish is kept. Whoever keeps the staff list carries it out."))
    return redirect("my-data")
