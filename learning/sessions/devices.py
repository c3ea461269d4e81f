"""Phones that take sessions along: registered with their first pack, told what to remove, shut out when they are lost."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.sessions.device_models import Device, DevicePack
from learning.sessions.models import TrainingSession
from learning.sessions.rules import Refused

KEPT_AFTER_THE_END = datetime.timedelta(days=14)
KEPT_AT_LEAST = datetime.timedelta(
    days=3
)  # a pack of a session that is over long ago: to put something right
MOST_PACKS = 200  # of one session: each has a block of tickets
TICKETS = 100  # in a block, or as many as the room holds
LAST_TICKET = 99999


@transaction.atomic
def take_pack(*, session: TrainingSession, device_uuid: uuid.UUID, name: str, by) -> DevicePack:
    """The device of ``by`` takes the session along. Again: the same pack, kept longer. Raises ``Refused``.

    Each device proposes tickets from a block of its own, so that two of them without signal do not give out the same.
    """
    session = TrainingSession.objects.select_for_update().get(pk=session.pk)
    if session.state == TrainingSession.State.CANCELLED:
        raise Refused("cancelled", _("This session was cancelled."))
    device = device_for(device_uuid=device_uuid, by=by, name=name)
    now = timezone.now()
    pack = DevicePack.objects.filter(device=device, session=session).first()
    if pack is None:
        blocks = set(session.packs.values_list("block", flat=True))
        free = [block for block in range(MOST_PACKS) if block not in blocks]
        if not free or (free[0] + 1) * tickets_in_a_block(session) > LAST_TICKET:
            raise Refused("too-many-devices", _("Too many phones hold this session already."))
        pack = DevicePack(device=device, session=session, block=free[0])
    pack.taken_at = now
    pack.keep_until = max(session.ends_at + KEPT_AFTER_THE_END, now + KEPT_AT_LEAST)
    pack.removal_asked_at = pack.removal_asked_by = pack.removed_at = None
    pack.save()
    return pack


def device_for(*, device_uuid: uuid.UUID, by, name: str = "") -> Device:
    """Her device, registered when it is new. Raises ``Refused`` when it was shut out, or is somebody else's."""
    device, created = Device.objects.get_or_create(uuid=device_uuid, defaults={"user": by, "name": name[:80]})
    if device.user_id != by.pk:
        message = _(
            "What this phone holds belongs to another account. Sign in with the account that took it along."
        )
        raise Refused("other-account", message)
    if device.revoked_at:
        raise Refused("device-revoked", _("This phone was reported as lost and is shut out."))
    if not created:
        device.seen_at = timezone.now()
        device.save(update_fields=["seen_at"])
    return device


def first_ticket(pack: DevicePack) -> int:
    """Where the tickets begin that this device proposes. People who carry a printed ticket keep its number."""
    return pack.block * tickets_in_a_block(pack.session) + 1


def tickets_in_a_block(session: TrainingSession) -> int:
    return max(TICKETS, session.capacity)


@transaction.atomic
def orders_for(*, device_uuid: uuid.UUID, removed: list[uuid.UUID]) -> dict:
    """``{"revoked", "remove": [session uuids]}``: what the device has to remove; ``removed`` is what it says it has removed.

    Whoever asks needs no account: a lost phone has to be reached after its sign-in ran out. Nothing else is told.
    """
    device = Device.objects.filter(uuid=device_uuid).first()
    if device is None:
        return {"revoked": False, "remove": []}
    now = timezone.now()
    device.packs.on_devices().filter(session__uuid__in=removed).update(removed_at=now)
    Device.objects.filter(pk=device.pk).update(seen_at=now)
    asked = device.packs.on_devices().exclude(removal_asked_at=None)
    return {
        "revoked": device.revoked_at is not None,
        "remove": [str(key) for key in asked.values_list("session__uuid", flat=True)],
    }


@transaction.atomic
def ask_removal(*, pack: DevicePack, by) -> DevicePack:
    """The device is to remove the pack once it has sent what it wrote down. Twice: once. It does so when it is next online."""
    pack = DevicePack.objects.select_for_update().get(pk=pack.pk)
    if pack.removal_asked_at is None and pack.removed_at is None:
        pack.removal_asked_at, pack.removal_asked_by = timezone.now(), by
        pack.save(update_fields=["removal_asked_at", "removal_asked_by"])
    return pack


@transaction.atomic
def revoke(*, device: Device, by) -> Device:
    """Shut a lost device out: what it sends is refused, and it removes everything when it is next online. Twice: once."""
    device = Device.objects.select_for_update().get(pk=device.pk)
    if device.revoked_at is None:
        device.revoked_at, device.revoked_by = timezone.now(), by
        device.save(update_fields=["revoked_at", "revoked_by"])
    return device
