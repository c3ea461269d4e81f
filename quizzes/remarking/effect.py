"""Whom a re-marking touches, before it happens. Reads only; the same arithmetic does it afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from quizzes.grading import grade
from quizzes.marks import Mark, total
from quizzes.models import Attempt, NewMark, Remarking, Response
from quizzes.rules import is_passed

AT_ONCE = 500  # attempts in memory


@dataclass(frozen=True)
class Effect:
    """One attempt whose mark of the question changes. ``scaled`` and ``passed`` are what would hold."""

    attempt: Attempt
    response: Response
    mark: Mark
    scaled: Decimal
    passed: bool

    @property
    def gains_pass(self) -> bool:
        return self.passed and not self.attempt.passed

    @property
    def loses_pass(self) -> bool:
        return bool(self.attempt.passed) and not self.passed

    @property
    def percent(self) -> int:
        return int(self.scaled * 100)


def marks_that_hold(responses: list[Response]) -> dict:
    """``{response pk: (scaled, correct)}``: the newest mark of each. One query."""
    from_key = {response.pk: (response.scaled, response.correct) for response in responses}
    newer = NewMark.objects.filter(response__in=from_key).order_by("pk")
    return from_key | {mark.response_id: (mark.scaled, mark.correct) for mark in newer}


def effects_of(remarking: Remarking) -> Iterator[Effect]:
    """Every handed-in attempt whose mark differs by the corrected key, in the order of its row."""
    touched = Response.objects.filter(
        version=remarking.version, attempt__state=Attempt.State.SUBMITTED, attempt__scaled__isnull=False
    ).exclude(attempt__answers_digest="")  # her words were forgotten; what she reached stands
    keys = list(touched.order_by("pk").values_list("attempt_id", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        yield from _effects(remarking, keys[start : start + AT_ONCE])


def effect_on(remarking: Remarking, attempt: Attempt) -> Effect | None:
    """The effect on one attempt, None when its mark stays."""
    return next(_effects(remarking, [attempt.pk]), None)


def _effects(remarking, keys):
    attempts = Attempt.objects.filter(pk__in=keys).prefetch_related("responses").order_by("pk")
    holds = marks_that_hold([response for attempt in attempts for response in attempt.responses.all()])
    for attempt in attempts:
        effect = _effect(remarking, attempt, list(attempt.responses.all()), holds)
        if effect:
            yield effect


def _effect(remarking, attempt, responses, holds):
    response = next(one for one in responses if one.version_id == remarking.version_id)
    mark = grade(remarking.corrected.content, response.answer)
    if (mark.scaled, mark.correct) == holds[response.pk]:
        return None
    marks = [mark if one is response else Mark(*holds[one.pk]) for one in responses]
    scaled = total(marks)
    passed = is_passed(scaled=scaled, pass_mark=attempt.pass_mark)
    return Effect(attempt=attempt, response=response, mark=mark, scaled=scaled, passed=passed)
