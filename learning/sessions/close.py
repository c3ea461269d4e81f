"""Close a session: its figures stand from then on."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.sessions.models import SessionFact, SessionResult, TrainingSession
from learning.sessions.project import project, register_of
from learning.signals import session_closed
from learning.units.change import place_on


@transaction.atomic
def close_session(*, session: TrainingSession, by) -> SessionResult:
    """Final. Closed already, or two at once: the one result. Later facts are held or count as adjustments.

    Raises ``ValidationError`` for a cancelled session, one that has not begun, and one whose records disagree.
    """
    session = TrainingSession.objects.select_for_update().get(pk=session.pk)
    if session.is_closed:
        return session.result
    now = timezone.now()
    if session.state == TrainingSession.State.CANCELLED:
        raise ValidationError(_("This session was cancelled."), code="cancelled")
    if session.starts_at > now:
        raise ValidationError(_("This session has not begun yet."), code="not-begun")
    if register_of(session).conflicts:
        raise ValidationError(_("Some records disagree. Decide about them first."), code="conflict")
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
    session_closed.send(sender=TrainingSession, session=session)
    return session.result
