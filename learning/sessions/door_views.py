"""The facilitator's side of check-in by phone, and the wall that the room looks at."""

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from learning.sessions.codes import scanned_code, typed_code
from learning.sessions.door import Door
from learning.sessions.open_door import open_door, set_stage, shut_door, turn_code, typed_is_locked
from learning.sessions.polling import bars_of
from learning.sessions.project import register_of
from learning.sessions.views import led_session


@led_session
@require_http_methods(["GET", "POST"])
def door_page(request, session):
    """Open, turn, shut; and what phones are offered. A second tap does no harm."""
    door = Door.objects.filter(session=session).first()
    if request.method == "POST":
        try:
            _act(request.POST, session, door)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect("session-door", session.uuid)
    context = {
        "session": session,
        "door": door,
        "stages": Door.Stage.choices,
        "locked": door is not None and typed_is_locked(door),
        **(_shown(door, scale=4) if door else {}),
    }
    return render(request, "learning/sessions/door.html", context)


@led_session
@require_GET
def wall(request, session):
    """For the projector: how to check in while the door is open, the open question, or what was answered, as bars."""
    door = Door.objects.filter(session=session).first()
    poll = session.polls.filter(opened_at__isnull=False).order_by("-opened_at").first()
    bars = None
    if poll and poll.ended_at:
        counted = register_of(session).polls.get(str(poll.uuid))
        bars = bars_of(poll, counted["counts"]) if counted else None
    context = {
        "session": session,
        "door": door if door and door.is_open() else None,
        "poll": poll if request.GET.get("show") != "door" else None,
        "bars": bars,
        **(_shown(door, scale=8) if door else {}),
    }
    return render(request, "learning/sessions/wall.html", context)


def _act(data, session, door):
    action = data.get("action")
    if action == "open":
        open_door(session=session)
    elif door is not None and action == "shut":
        shut_door(door=door)
    elif door is not None and action == "turn":
        turn_code(door=door)
    elif door is not None and action == "stage":
        set_stage(door=door, stage=data.get("stage", ""))


def _shown(door, *, scale) -> dict:
    """The code of the moment, typed and as QR, and where to type it."""
    now = timezone.now()
    code = scanned_code(door.secret, turn=door.turn, at=now)
    site = settings.SITE_URL.rstrip("/")
    address = f"{site}/join/{door.number}/{code}/"
    return {
        "code": typed_code(door.secret, turn=door.turn, at=now),
        "address": address,
        "short": f"{site}{reverse('join')}".split("://", 1)[-1],
        "qr": segno.make(address, error="m", micro=False).svg_inline(scale=scale, border=2),
    }
