"""What hangs on the village board: time, place and neutral title, for anybody. And the file for a calendar."""

import segno
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from learning.sessions.calendar import calendar_of
from learning.sessions.models import TrainingSession
from learning.sessions.views import led_session


def board_address(session: TrainingSession) -> str:
    """Where the QR code of the poster points."""
    return settings.SITE_URL.rstrip("/") + reverse("session-board", args=[session.uuid])


@require_GET
def board(request, session_uuid):
    """The public notice. Sessions by invitation have none, and none stays when the session is over."""
    session = get_object_or_404(TrainingSession.objects.select_related("place"), uuid=session_uuid)
    if session.by_invitation or session.is_closed:
        raise Http404
    qr = segno.make(board_address(session), error="m", micro=False).svg_inline(scale=5, border=2)
    response = render(request, "learning/sessions/board.html", {"session": session, "qr": qr})
    response["X-Robots-Tag"] = "noindex"
    return response


@led_session
@require_GET
def calendar(request, session):
    response = HttpResponse(calendar_of(session), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="session.ics"'
    return response
