"""Decisions about attempts, without a database."""

import datetime
from dataclasses import dataclass
from decimal import Decimal


def may_start(
    *, attempts_allowed: int | None, submitted: int, already_passed: bool, being_marked: bool = False
) -> bool:
    """Another attempt is open to whoever has not passed yet and has one left. After passing, practice is for trials;
    while one is being marked by a person, its result is waited for."""
    return not (already_passed or being_marked) and (attempts_allowed is None or submitted < attempts_allowed)


def waits_until(*, wait_minutes: int, last_submitted_at, now) -> datetime.datetime | None:
    """The moment from which another attempt may begin, or None when that is now."""
    if not wait_minutes or last_submitted_at is None:
        return None
    moment = last_submitted_at + datetime.timedelta(minutes=wait_minutes)
    return moment if moment > now else None


def deadline_of(*, minutes_allowed: int | None, extra_percent: int, started_at) -> datetime.datetime | None:
    """When the time of an attempt is over; None without a limit. Extra time is a share of the limit."""
    if minutes_allowed is None:
        return None
    return started_at + datetime.timedelta(seconds=60 * minutes_allowed * (100 + extra_percent) / 100)


def is_late(*, deadline, grace_seconds: int, now) -> bool:
    """Is what arrives ``now`` too late to count? The moment the grace ends still counts. Only our clock is asked."""
    return deadline is not None and now > deadline + datetime.timedelta(seconds=grace_seconds)


def is_passed(*, scaled: Decimal, pass_mark: int) -> bool:
    """``pass_mark`` in percent; exactly the mark is a pass."""
    return scaled * 100 >= pass_mark


def the_one_that_counts(attempts: list, *, counts: str):
    """Of marked attempts in order of number: the best (of equals the first), the last or the first. None of none."""
    if not attempts:
        return None
    if counts == "first":
        return attempts[0]
    return attempts[-1] if counts == "last" else max(attempts, key=lambda attempt: attempt.scaled)


def answers_may_be_seen(
    *, rule: str, passed: bool, attempts_left: bool, shown_from=None, now=None, submitted: bool = True
) -> bool:
    """May it leave the server? ``rule`` is a ``Quiz.Shown``. Before handing in only ``at_once`` shows anything, of the
    questions whose answers stand."""
    if rule == "at_once":
        return True
    if not submitted:
        return False
    if rule == "after_submit":
        return True
    if rule == "after_pass":
        return passed or not attempts_left
    if rule == "after_date":
        return shown_from is not None and now is not None and now >= shown_from
    return False


@dataclass(frozen=True)
class Seen:
    """What a learner may see of a handed-in attempt. ``key`` is never true without ``feedback``."""

    feedback: bool = False  # the result in percent, which answers were right, feedback on what was chosen
    key: bool = False  # the right answers and explanations


def seen_of(quiz, *, passed: bool, attempts_left: bool, now, submitted: bool = True) -> Seen:
    """By the two rules of a quiz. Of a quiz that has gone nobody knows them any more, so nothing is shown."""
    if quiz is None:
        return Seen()
    state = {
        "passed": passed,
        "attempts_left": attempts_left,
        "shown_from": quiz.shown_from,
        "now": now,
        "submitted": submitted,
    }
    feedback = answers_may_be_seen(rule=quiz.feedback_shown, **state)
    return Seen(feedback=feedback, key=feedback and answers_may_be_seen(rule=quiz.answers_shown, **state))


def band_of(percent: int, bands: list):
    """The band that ``percent`` falls into, or None. ``bands`` have a ``from_percent``."""
    reached = [band for band in bands if band.from_percent <= percent]
    return max(reached, key=lambda band: band.from_percent, default=None)
