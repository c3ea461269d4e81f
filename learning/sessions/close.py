"""Close a session: its figures stand from then on, signed by who is responsible."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.sessions.beside import STROKES
from learning.sessions.models import SessionFact, SessionResult, TrainingSession
from learning.sessions.project import project, register_of
from learning.sessions.signature import ClosingSignature
from learning.signals import session_closed
from learning.units.change import place_on

SIGNED = ("reached", "heads", "children", "before_people", "after_people", "pairs", "feedback_people")


@transaction.atomic
def close_session(*, session: TrainingSession, by, name: str = "", strokes: str = "") -> SessionResult:
    """Final. Closed already, or two at once: the one result. Later facts are held or count as adjustments.

    ``name`` is that of the responsible person as she signs (hers who closes when empty), ``strokes`` her signature drawn
    on the screen. Kept with the figures as they are at this moment.
    Raises ``ValidationError`` for a cancelled session, one that has not begun, and one whose records disagree.
    """
    session = TrainingSession.objects.select_for_update().get(pk=session.pk)
    if session.is_closed:
        return session.result
    now = timezone.now()
    _check(session, now, strokes)
    session.state = TrainingSession.State.CLOSED
    session.closed_at = now
    session.closed_by = by
    session.place = place_on(session.unit, timezone.localdate(session.starts_at))
    session.save()
    SessionFact.objects.create(
        uuid=uuid.uuid5(session.uuid, "closed"),
        session=session,
        kind=SessionFact.Kind.CLOSED,
        occurred_at=now,
        recorded_by=by,
        recorded_by_name=by.get_full_name() or by.get_username(),
    )
    project(session)
    ClosingSignature.objects.create(
        session=session,
        name=name.strip()[:120] or by.get_full_name() or by.get_username(),
        strokes=strokes,
        figures={figure: getattr(session.result, figure) for figure in SIGNED},
        signed_by=by,
        signed_at=now,
    )
    session_closed.send(sender=TrainingSession, session=session)
    return session.result


def _check(session, now, strokes):
    if session.state == TrainingSession.State.CANCELLED:
        raise ValidationError(_("This session was cancelled."), code="cancelled")
    if session.starts_at > now:
        raise ValidationError(_("This session has not begun yet."), code="not-begun")
    if register_of(session).conflicts:
        raise ValidationError(_("Some records disagree. Decide about them first."), code="conflict")
    if strokes and not STROKES.fullmatch(strokes):
        raise ValidationError(_("The signature cannot be read. Draw it again."), code="signature")
