"""Fill the demo site. Every part leaves alone what stands already, so filling twice changes nothing."""

import datetime

from learning.demo.commendations import build_commendations
from learning.demo.learning_history import build_learning, build_own_learning
from learning.demo.people import build_people, move_some
from learning.demo.requirements import build_requirements
from learning.demo.session_history import build_sessions, last_session_key
from learning.demo.site import build_site
from learning.demo.units import build_units
from learning.demo.workshop import build_workshop
from learning.models import TrainingSession

MOVED_ON = datetime.date(2026, 5, 1)


def is_filled() -> bool:
    """Did the last part of the demo get built?"""
    return TrainingSession.objects.filter(uuid=last_session_key()).exists()


def build_demo(say) -> None:
    """``say`` is told, in a few words, what is being done."""
    say("courses, quizzes and legal sources")
    courses = build_site(say)
    say("units of the federation")
    units = build_units()
    say("people")
    cadres = build_people(units)
    move_some(cadres, units, MOVED_ON)
    build_requirements(courses)
    build_learning(cadres, courses, say)
    build_own_learning(courses)
    build_workshop()
    build_commendations()
    say("community sessions")
    build_sessions(units)
