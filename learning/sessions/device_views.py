"""Pages around the phones: which hold what, what came from them, and the file that somebody brings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from learning.cadres.scope import is_facilitator, is_supervisor, units_visible_to
from learning.sessions.device_models import Device, DevicePack
from learning.sessions.devices import ask_removal, revoke
from learning.sessions.inbox import take_in_file
from learning.sessions.sync import BatchRefused
from learning.sessions.views import led_session


def devices_governed_by(user):
    """Her own phones, and those that hold a session of a unit she supervises."""
    if not (is_facilitator(user) or is_supervisor(user)):
        return Device.objects.none()
    below = DevicePack.objects.filter(session__unit__in=units_visible_to(user))
    return Device.objects.filter(Q(user=user) | Q(packs__in=below)).distinct()


@login_required
@never_cache
@require_GET
def devices(request):
    """Which phones hold what. Removal and shutting out take effect when the phone is next online, and the page says so."""
    if not (is_facilitator(request.user) or is_supervisor(request.user)):
        raise PermissionDenied
    found = devices_governed_by(request.user).select_related("user").prefetch_related("packs__session")
    page = Paginator(found.order_by("-seen_at", "pk"), 20).get_page(request.GET.get("page"))
    return render(request, "learning/sessions/devices.html", {"page": page})


@login_required
@require_POST
def remove_pack(request, device_uuid, session_uuid):
    device = _governed(request.user, device_uuid)
    pack = get_object_or_404(device.packs.on_devices(), session__uuid=session_uuid)
    ask_removal(pack=pack, by=request.user)
    messages.success(
        request, _("It is asked. The phone removes the pack when it is next online, and says so here.")
    )
    return redirect("session-devices")


@login_required
@require_POST
def revoke_device(request, device_uuid):
    revoke(device=_governed(request.user, device_uuid), by=request.user)
    messages.success(
        request, _("The phone is shut out. It removes everything when it is next online, and says so here.")
    )
    return redirect("session-devices")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def bring_file(request):
    """A file that a phone wrote without a network, brought by anybody with an account who got it."""
    context = {"receipts": None}
    if request.method == "POST" and request.FILES.get("file"):
        try:
            session, receipts = take_in_file(file=request.FILES["file"], by=request.user)
            context = {"receipts": counted(receipts), "session": session}
        except BatchRefused as refused:
            messages.error(request, str(refused))
    elif request.method == "POST":
        messages.error(request, _("Choose the file first."))
    return render(request, "learning/sessions/bring_file.html", context)


@led_session
@require_GET
def uploads(request, session):
    """Every upload of a session as it arrived, and what was answered: for looking into what went wrong. Without names."""
    batches = session.batches.select_related("device", "sent_by", "recorded_by", "answer")
    page = Paginator(batches.order_by("-received_at", "-pk"), 20).get_page(request.GET.get("page"))
    rows = [(batch, counted_kept(batch)) for batch in page.object_list]
    return render(request, "learning/sessions/uploads.html", {"session": session, "page": page, "rows": rows})


def counted(receipts) -> list[tuple[str, int]]:
    """``(what became of them, how many)``, and of what was refused the sentences."""
    statuses = [receipt.status for receipt in receipts]
    return [(label, statuses.count(status)) for status, label in _labels().items() if status in statuses]


def counted_kept(batch) -> list[tuple[str, int, str]]:
    """``(what became of them, how many, codes)`` of a kept upload; empty when it was cut off or refused as a whole."""
    answer = getattr(batch, "answer", None)
    receipts = answer.receipts if answer else []
    found = []
    for status, label in _labels().items():
        of_it = [receipt for receipt in receipts if receipt["status"] == status]
        if of_it:
            codes = ", ".join(sorted({receipt["code"] for receipt in of_it if receipt["code"]}))
            found.append((label, len(of_it), codes))
    return found


def _labels() -> dict:
    return {
        "accepted": _("taken in"),
        "already-received": _("received before"),
        "held": _("waits for a decision"),
        "conflict": _("same key, other content"),
        "refused": _("refused"),
    }


def _governed(user, device_uuid) -> Device:
    device = devices_governed_by(user).filter(uuid=device_uuid).first()
    if device is None:
        raise Http404
    return device
