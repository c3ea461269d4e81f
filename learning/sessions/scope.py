"""Who may lead a session and see its register: those who facilitate it, while they hold a mandate for its unit.
Supervisors see what it came to, in the figures of the reports and without people."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone

from learning.cadres.models import Mandate
from learning.cadres.scope import mandated_units, may_see_place, may_see_unit, units_visible_to
from learning.sessions.models import TrainingSession
from learning.sessions.series import Series


def sessions_led_by(user):
    """Her own sessions: those she facilitates in units of her mandate."""
    mine = TrainingSession.objects.filter(
        Q(facilitators__user=user), unit__in=units_visible_to(user, Mandate.Role.FACILITATOR)
    )
    return mine.distinct()


def colleagues_of(user):
    """The accounts of others who may lead sessions in her units, or above them."""
    mine = mandated_units(user, Mandate.Role.FACILITATOR)
    lines = Q(pk__in=[])
    for unit in mine:
        above = [unit.path[:end] for end in range(unit.steplen, len(unit.path), unit.steplen)]
        lines |= Q(mandates__unit__path__startswith=unit.path) | Q(mandates__unit__path__in=above)
    today = Mandate.objects.filter(role=Mandate.Role.FACILITATOR).in_force_on(timezone.localdate())
    others = get_user_model().objects.filter(lines, is_active=True, mandates__in=today).exclude(pk=user.pk)
    return others.distinct().order_by("last_name", "first_name", "username")


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


def series_led_by(user):
    """Series of units of her mandate, and series that she leads a session of."""
    mine = Q(unit__in=units_visible_to(user, Mandate.Role.FACILITATOR)) | Q(
        sessions__in=sessions_led_by(user)
    )
    return Series.objects.filter(mine).distinct()
