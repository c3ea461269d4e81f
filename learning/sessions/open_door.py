"""Open the door for phones, turn its code, move its stage, shut it; and try a code at it."""

import datetime
import secrets

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.sessions.codes import is_scanned_code, is_typed_code
from learning.sessions.door import Door
from learning.sessions.models import TrainingSession

OPEN_FOR = datetime.timedelta(minutes=45)
WRONG_OF_A_SESSION = 30  # typed codes, in ten minutes; then only the QR code opens, until the code is turned
WRONG_OF_A_DEVICE = 6
WRONG_WINDOW = datetime.timedelta(minutes=10)


class WrongCode(Exception):
    """``locked``: no further code is tried for a while, right or wrong. It never says whether the number exists."""

    def __init__(self, *, locked: bool = False):
        self.locked = locked


def open_door(*, session: TrainingSession) -> Door:
    """Phones may check in for the next 45 minutes. Open already: the time begins anew, number and code stay."""
    if session.state != TrainingSession.State.PLANNED:
        raise ValidationError(_("This session is over."), code="over")
    closes_at = timezone.now() + OPEN_FOR
    door = Door.objects.filter(session=session).first()
    if door is None:
        return _new_door(session, closes_at)
    Door.objects.filter(pk=door.pk).update(closes_at=closes_at)
    door.refresh_from_db()
    return door


def shut_door(*, door: Door) -> None:
    """No further phone checks in; those inside go on."""
    Door.objects.filter(pk=door.pk).update(closes_at=timezone.now())


def turn_code(*, door: Door) -> None:
    """Another code from now on; the old one opens no more. Typed codes are tried again when they were locked."""
    Door.objects.filter(pk=door.pk).update(turn=F("turn") + 1, wrong_tries=0, wrong_since=None)


def set_stage(*, door: Door, stage: str) -> None:
    """What phones are offered from now on."""
    if stage not in Door.Stage.values:
        raise ValidationError(_("Choose one of those offered."), code="stage")
    Door.objects.filter(pk=door.pk).update(stage=stage)


def try_typed(*, number: str, code: str, device: str) -> Door:
    """The door with this number, when the code opens it. Raises ``WrongCode``.

    Wrong tries count for the device and for the door, never for the address: forty phones share one hotspot. A door with
    too many of them is locked for typed codes, however many devices guess.
    """
    now = timezone.now()
    if cache.get(_device_key(device), 0) >= WRONG_OF_A_DEVICE:
        raise WrongCode(locked=True)
    door = _door_numbered(number)
    if door and _is_locked(door, now):
        raise WrongCode(locked=True)
    if door and door.is_open(now) and is_typed_code(code, door.secret, turn=door.turn, at=now):
        return door
    _count_wrong(door, device, now)
    raise WrongCode


def try_scanned(*, number: str, code: str) -> Door:
    """The door whose QR code was scanned. Raises ``WrongCode``. Too long to guess, so nothing is counted."""
    now = timezone.now()
    door = _door_numbered(number)
    if door and door.is_open(now) and is_scanned_code(code, door.secret, turn=door.turn, at=now):
        return door
    raise WrongCode


def typed_is_locked(door: Door) -> bool:
    return _is_locked(door, timezone.now())


def _door_numbered(number) -> Door | None:
    if not number.isascii() or not number.isdigit() or len(number) > 6:
        return None
    found = Door.objects.select_related("session__place", "session__unit", "session__series")
    return found.filter(number=int(number), session__state=TrainingSession.State.PLANNED).first()


def _is_locked(door, now) -> bool:
    fresh = door.wrong_since is not None and now - door.wrong_since < WRONG_WINDOW
    return fresh and door.wrong_tries >= WRONG_OF_A_SESSION


@transaction.atomic
def _count_wrong(door, device, now):
    key = _device_key(device)
    if not cache.add(key, 1, int(WRONG_WINDOW.total_seconds())):
        cache.incr(key)
    if door is None:
        return
    door = Door.objects.select_for_update().get(pk=door.pk)  # tries that come together all count
    begun = door.wrong_since is not None and now - door.wrong_since < WRONG_WINDOW
    door.wrong_tries = door.wrong_tries + 1 if begun else 1
    door.wrong_since = door.wrong_since if begun else now
    door.save(update_fields=["wrong_tries", "wrong_since"])


def _device_key(device) -> str:
    return f"sessions.join.{device}"


def _new_door(session, closes_at) -> Door:
    """With a number that no other door has."""
    for _try in range(20):
        try:
            with transaction.atomic():
                return Door.objects.create(
                    session=session, number=1000 + secrets.randbelow(9000), closes_at=closes_at
                )
        except IntegrityError:
            if standing := Door.objects.filter(session=session).first():
                return standing
    return Door.objects.create(
        session=session, number=secrets.randbelow(900_000) + 100_000, closes_at=closes_at
    )
