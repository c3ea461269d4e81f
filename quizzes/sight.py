"""What of an attempt may be seen, and when. Every page that shows one asks here, so a rule holds wherever data leaves."""

import datetime
from dataclasses import dataclass, field, replace

from django.utils import timezone

from quizzes.attempts import mark_answers, orders_in, paper_versions
from quizzes.marking.given import marks_given
from quizzes.models import Attempt, Quiz
from quizzes.presentation import ShownQuestion, questions_marked, questions_to_ask
from quizzes.question_types import QUESTION_TYPES
from quizzes.rules import Seen, band_of, seen_of

MARKED = "quizzes/questions/marked.html"


@dataclass(frozen=True)
class ShownResult:
    """``percent`` is None and ``questions`` is empty while the quiz does not let them be seen; ``from_when``: the date from
    which it does, when that is to come."""

    attempt: Attempt
    seen: Seen
    percent: int | None = None
    band: str = ""
    questions: list[ShownQuestion] = field(default_factory=list)
    from_when: datetime.datetime | None = None


def seen_in(attempt: Attempt, *, attempts_left: bool, now=None) -> Seen:
    """What may be seen of a handed-in attempt."""
    return seen_of(
        attempt.quiz, passed=bool(attempt.passed), attempts_left=attempts_left, now=now or timezone.now()
    )


def may_check(quiz: Quiz | None) -> bool:
    """Does each answer get its feedback at once?"""
    return quiz is not None and quiz.feedback_shown == Quiz.Shown.AT_ONCE


def paper_in_progress(
    attempt: Attempt, versions: list, *, answers: dict, language: str, missing: frozenset = frozenset()
) -> list[ShownQuestion]:
    """The paper of an open attempt. Nothing of a key is in it, but of questions whose answers stand already (``checked``)
    where the quiz shows feedback at once."""
    orders = orders_in(attempt.paper)
    asked = questions_to_ask(versions, answers=answers, language=language, missing=missing, orders=orders)
    standing = set(attempt.checked) if may_check(attempt.quiz) else set()
    if not standing:
        return asked
    seen = seen_of(attempt.quiz, passed=False, attempts_left=True, now=timezone.now(), submitted=False)
    shown = []
    for question, version in zip(asked, versions, strict=True):
        if version.pk in standing:
            marked = questions_marked(
                [version],
                mark_answers([version], attempt.draft_answers),
                answers=attempt.draft_answers,
                language=language,
                with_key=seen.key,
                orders=orders,
            )[0]
            question = replace(marked, number=question.number, template=MARKED)
        shown.append(question)
    return shown


def result_of(attempt: Attempt, *, attempts_left: bool, language: str, now=None) -> ShownResult:
    """A handed-in and marked attempt, as far as it may be seen. Four queries when it may, else none."""
    now = now or timezone.now()
    quiz, seen = attempt.quiz, seen_in(attempt, attempts_left=attempts_left, now=now)
    later = quiz.shown_from if quiz and quiz.shown_from and quiz.shown_from > now else None
    waits = later if quiz and Quiz.Shown.AFTER_DATE in (quiz.feedback_shown, quiz.answers_shown) else None
    if not seen.feedback:
        return ShownResult(attempt=attempt, seen=seen, from_when=waits)
    versions = paper_versions(attempt.paper)
    answers = {str(response.version_id): response.answer for response in attempt.responses.all()}
    band = band_of(attempt.percent, list(quiz.bands.all()))
    return ShownResult(
        attempt=attempt,
        seen=seen,
        percent=attempt.percent,
        band=band.text if band else "",
        questions=questions_marked(
            versions,
            marks_given(attempt, mark_answers(versions, answers)),
            answers=answers,
            language=language,
            with_key=seen.key,
            orders=orders_in(attempt.paper),
        ),
        from_when=waits,
    )


def can_be_checked(version) -> bool:
    """A question that a person marks, or that has no right answer, gives no feedback at once."""
    kind = QUESTION_TYPES[version.content["type"]]
    return kind.is_scored and not kind.needs_person
