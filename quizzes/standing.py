"""Where somebody stands with a quiz: what was handed in, what counts, and whether another attempt may begin."""

import datetime
import uuid
from dataclasses import dataclass

from django.utils import timezone

from quizzes.attempts import close_if_over
from quizzes.models import Attempt, Quiz
from quizzes.rules import may_start, the_one_that_counts, waits_until


@dataclass(frozen=True)
class Standing:
    """``attempts_left`` is None without a limit; ``waits_until`` is set while the pause between attempts lasts."""

    submitted: list[Attempt]
    open_attempt: Attempt | None
    being_marked: bool
    may_start: bool
    attempts_left: int | None
    waits_until: datetime.datetime | None
    counting: Attempt | None

    @property
    def is_passed(self) -> bool:
        return any(attempt.passed for attempt in self.submitted)

    @property
    def has_attempts_left(self) -> bool:
        """Also while a pause lasts, or while one is being marked: a key shown now would help the next attempt."""
        return not self.is_passed and self.attempts_left != 0


def standing_of(*, registration: uuid.UUID | None, quiz: Quiz, now=None) -> Standing:
    """One query. An open attempt whose time is over is closed and marked as it stands on the way."""
    now = now or timezone.now()
    attempts = list(Attempt.objects.of(registration, quiz.key).order_by("number")) if registration else []
    for place, attempt in enumerate(attempts):
        if attempt.state == Attempt.State.OPEN and close_if_over(attempt=attempt, now=now):
            attempts[place] = Attempt.objects.get(pk=attempt.pk)
    handed_in = [attempt for attempt in attempts if attempt.state != Attempt.State.OPEN]
    submitted = [attempt for attempt in attempts if attempt.state == Attempt.State.SUBMITTED]
    being_marked = len(handed_in) > len(submitted)
    until = waits_until(
        wait_minutes=quiz.wait_minutes,
        last_submitted_at=handed_in[-1].submitted_at if handed_in else None,
        now=now,
    )
    allowed = may_start(
        attempts_allowed=quiz.attempts_allowed,
        submitted=len(handed_in),
        already_passed=any(attempt.passed for attempt in submitted),
        being_marked=being_marked,
    )
    return Standing(
        submitted=submitted,
        open_attempt=next((a for a in attempts if a.state == Attempt.State.OPEN), None),
        being_marked=being_marked,
        may_start=allowed and until is None,
        attempts_left=None
        if quiz.attempts_allowed is None
        else max(0, quiz.attempts_allowed - len(handed_in)),
        waits_until=until if allowed else None,
        counting=the_one_that_counts(submitted, counts=quiz.counts),
    )
