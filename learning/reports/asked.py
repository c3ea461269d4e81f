"""From a person and a unit to the question the figures answer: within her scope, and nothing beyond."""

from learning.cadres.models import Mandate
from learning.cadres.scope import mandated_units
from learning.reports.figures import Question
from learning.reports.period import Period
from learning.units.models import Unit


def question_about(*, user, unit: Unit, period: Period, course_key=None) -> Question:
    """What ``user`` asks about ``unit``: only evidence of the days on which it stood in a subtree she answers for."""
    mandates = None
    if not user.is_superuser:
        mandates = tuple(mine.code for mine in mandated_units(user, Mandate.Role.SUPERVISOR))
    return Question(codes=(unit.code,), period=period, course_key=course_key, mandates=mandates)
