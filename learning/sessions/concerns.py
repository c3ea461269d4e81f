"""What speaks against a plan. It is said, and she decides: a village has one room, and sometimes one facilitator."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from learning.sessions.models import Facilitator, TrainingSession
from learning.sessions.readiness import not_ready


@dataclass(frozen=True)
class Concern:
    """``code``: facilitator, room (to be confirmed) or readiness (needs a reason, which the reports show)."""

    code: str
    sentence: str


def concerns_about(session: TrainingSession, *, facilitators: list, course_keys: set) -> list[Concern]:
    """Who or what is booked twice, and who lacks a certificate. ``session`` may be unsaved. Names no other session."""
    at_that_time = TrainingSession.objects.exclude(pk=session.pk).exclude(
        state=TrainingSession.State.CANCELLED
    )
    at_that_time = at_that_time.filter(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)
    elsewhere = Facilitator.objects.filter(session__in=at_that_time, user__in=facilitators)
    busy = set(elsewhere.values_list("user_id", flat=True))
    found = [
        Concern("facilitator", _("%(name)s leads another session at this time.") % {"name": name_of(user)})
        for user in facilitators
        if user.pk in busy
    ]
    if at_that_time.filter(unit=session.unit, venue__iexact=session.venue).exists():
        found.append(Concern("room", _("Another session is planned in this place at this time.")))
    unready = not_ready(facilitators, course_keys, timezone.localdate(session.starts_at))
    message = _("%(name)s holds no current certificate for all that is taught.")
    return found + [Concern("readiness", message % {"name": name_of(user)}) for user in unready]


def name_of(user) -> str:
    return user.get_full_name() or user.get_username()
