"""A year and a half of learning, through the verbs, on the days on which it happened."""

import datetime
import random
import uuid

from django.utils import timezone

from courses.models import CoursePage
from learning.enrolments.enrol import NoPosting, enrol
from learning.evidence import Witness
from learning.models import Cadre, Enrolment
from learning.progress.complete import record_step
from quizzes.attempts import NoAttemptLeft, paper_versions, start_attempt, submit_attempt
from quizzes.models import Quiz
from quizzes.question_types import QUESTION_TYPES

FIRST_DAY = datetime.date(2025, 6, 2)
COMPLETES, STOPS = 0, 0.72  # of what ``chance`` draws: from STOPS on she stops on the way


def build_learning(cadres: list[Cadre], courses: list[CoursePage], say) -> None:
    """Most cadres take a course or two: some complete, some stop on the way, some fail and try again. Twice: once."""
    chance = random.Random(1949)
    today = timezone.localdate()
    for number, cadre in enumerate(cadres):
        if number % 20 == 0:
            say(f"learning history: {number} of {len(cadres)} cadres")
        for course in courses:
            taken, start, stops_after, ability = (
                chance.random() < 0.42,
                FIRST_DAY + datetime.timedelta(days=chance.randrange(max(1, (today - FIRST_DAY).days - 20))),
                chance.random(),
                chance.uniform(0.55, 0.98),
            )
            if (
                taken
                and not Enrolment.objects.filter(cadre=cadre, course_key=course.translation_key).exists()
            ):
                _take(cadre, course, start, stops_after, ability, random.Random(f"{cadre.code}{course.slug}"))


def build_own_learning(courses: list[CoursePage]) -> None:
    """The demo's own cadre has one course behind her and is in the middle of another. Twice: once."""
    cadre = Cadre.objects.get(user__username="cadre")
    public = [course for course in courses if course.is_public]
    for course, months_ago, stops_after in zip(public, (5, 1), (COMPLETES, STOPS), strict=False):
        if not Enrolment.objects.filter(cadre=cadre, course_key=course.translation_key).exists():
            start = timezone.localdate() - datetime.timedelta(days=30 * months_ago)
            _take(cadre, course, start, stops_after, 1, random.Random(f"own{course.slug}"))


def _take(cadre, course, start, stops_after, ability, chance):
    moment = timezone.make_aware(datetime.datetime.combine(start, datetime.time(9, chance.randrange(60))))
    try:
        enrolment = enrol(cadre=cadre, course=course, at=moment)
    except NoPosting:
        return
    steps = enrolment.edition.steps
    last = len(steps) if stops_after < STOPS else chance.randrange(1, len(steps))
    for step in steps[:last]:
        moment += datetime.timedelta(hours=chance.randrange(1, 30))
        if moment > timezone.now():
            return
        if step["kind"] == "lesson":
            record_step(enrolment=enrolment, step_key=step["key"], witness=Witness.SELF, occurred_at=moment)
        elif step["kind"] == "activity":
            record_step(
                enrolment=enrolment, step_key=step["key"], witness=Witness.BROWSER, occurred_at=moment
            )
        elif not _pass(enrolment, step["key"], moment, ability, chance):
            return


MODULE_TEACHES = {"before": -0.3, "after": 0.1}  # how much less, or more, is known then


def _pass(enrolment, quiz_key, moment, ability, chance) -> bool:
    """Try until passed, three times at most; each try a little better."""
    quiz = Quiz.objects.get(key=quiz_key)
    ability += MODULE_TEACHES.get(quiz_key.rpartition("-")[2], 0)
    for attempt_number in range(3):
        at = moment + datetime.timedelta(minutes=25 * attempt_number)
        try:
            attempt = start_attempt(
                registration=enrolment.uuid,
                quiz=quiz,
                key=uuid.uuid5(enrolment.uuid, f"{quiz_key}{attempt_number}"),
                now=at,
            )
        except NoAttemptLeft:
            return False
        answers = _answers(attempt, min(0.99, ability + 0.1 * attempt_number), chance)
        if submit_attempt(
            attempt=attempt, answers=answers, now=at + datetime.timedelta(minutes=9)
        ).attempt.passed:
            return True
    return False


def _answers(attempt, ability, chance) -> dict:
    answers = {}
    for version in paper_versions(attempt.paper):
        kind = QUESTION_TYPES[version.content["type"]]
        knows = kind.is_scored and chance.random() <= ability
        answers[str(version.pk)] = (
            kind.correct_answer(version.content) if knows else kind.at_random(version.content, chance)
        )
    return answers
