"""Attempts whose time is over, closed by a real worker that is killed in the middle: none lost, none marked twice."""

import datetime
import os
import signal
import uuid

import pytest
from django.db.models import Count
from django.utils import timezone

from learning.enrolments.enrol import enrol
from learning.models import QuizResult, StepCompletion
from quizzes.attempts import save_answers, start_attempt
from quizzes.models import Attempt, Quiz, Response
from quizzes.tasks import close_expired
from tests.factories.cadres import make_cadre
from tests.factories.courses import make_course
from tests.factories.learning import right_answers
from tests.factories.units import make_tree
from tests.jobs.conftest import wait_for

pytestmark = [pytest.mark.worker, pytest.mark.usefixtures("committed_db")]
LEARNERS = 150


def begun(learners: int) -> list[Attempt]:
    """Each has saved all right answers and never handed in; the time was over a minute ago."""
    course = make_course("law", modules=1, lessons=1)
    unit, quiz = make_tree()["p1a1"], Quiz.objects.get(key="law-1")
    Quiz.objects.filter(pk=quiz.pk).update(minutes_allowed=30)
    quiz.refresh_from_db()
    earlier = timezone.now() - datetime.timedelta(minutes=20)
    attempts = []
    for number in range(learners):
        enrolment = enrol(cadre=make_cadre(f"lan{number}", unit=unit), course=course)
        attempt = start_attempt(registration=enrolment.uuid, quiz=quiz, key=uuid.uuid4(), now=earlier)
        assert save_answers(attempt=attempt, answers=right_answers(attempt), now=timezone.now())
        attempts.append(attempt)
    over = timezone.now() - datetime.timedelta(hours=1)
    Attempt.objects.update(deadline=over)
    return attempts


def test_worker_killed_while_it_closes_expired_attempts_loses_none_and_marks_none_twice(start_worker):
    attempts = begun(LEARNERS)
    first = start_worker()
    close_expired.delay()
    assert wait_for(lambda: Attempt.objects.submitted().count() >= 5)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    done = Attempt.objects.submitted().count()
    assert 5 <= done < LEARNERS
    # What was begun when it died is undone as a whole: each attempt is either open with its answers, or marked with its evidence.
    assert Response.objects.values("attempt").distinct().count() == QuizResult.objects.count() == done
    assert not Attempt.objects.open().filter(draft_answers={}).exists()
    start_worker()
    for _minute in range(2):  # the schedule sends it every minute, whether or not the last one was done
        close_expired.delay()
    assert wait_for(lambda: not Attempt.objects.open().exists(), seconds=120)
    assert Attempt.objects.submitted().filter(scaled=1, passed=True, ended="by_time").count() == LEARNERS
    asked = {len(attempt.paper) for attempt in attempts}
    marked = Response.objects.values("attempt").annotate(n=Count("pk")).values_list("n", flat=True)
    assert (set(marked), len(marked)) == (asked, LEARNERS)
    assert QuizResult.objects.count() == LEARNERS
    assert StepCompletion.objects.count() == LEARNERS
