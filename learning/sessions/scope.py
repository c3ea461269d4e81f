"""Who may lead a session and see its register: those who facilitate it, while they hold a mandate for its unit.
Supervisors see what it came to, in the figures of the reports and without people."""

from django.db.models import Q

from learning.cadres.models import Mandate
from learning.cadres.scope import may_see_place, may_see_unit, units_visible_to
from learning.sessions.models import TrainingSession


def sessions_led_by(user):
    """Her own sessions: those she facilitates in units of her mandate."""
    mine = TrainingSession.objects.filter(
        Q(facilitators__user=user), unit__in=units_visible_to(user, Mandate.Role.FACILITATOR)
    )
    return mine.distinct()


def may_lead(user, session: TrainingSession) -> bool:
    """The same as membership in ``sessions_led_by``."""
    return session.facilitators.filter(user=user).exists() and may_see_unit(
        user, session.unit, Mandate.Role.FACILITATOR
    )


def may_oversee(user, session: TrainingSession) -> bool:
    """A closed session belongs to those above the place where it was held; one to come to those above the unit today."""
    if session.is_closed:
        return may_see_place(user, session.place)
    return may_see_unit(user, session.unit)
