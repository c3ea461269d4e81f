"""Decisions about attempts, without a database."""

from decimal import Decimal


def may_start(
    *, attempts_allowed: int | None, submitted: int, already_passed: bool, being_marked: bool = False
) -> bool:
    """Another attempt is open to whoever has not passed yet and has one left. After passing, practice is for trials;
    while one is being marked by a person, its result is waited for."""
    return not (already_passed or being_marked) and (attempts_allowed is None or submitted < attempts_allowed)


def is_passed(*, scaled: Decimal, pass_mark: int) -> bool:
    """``pass_mark`` in percent; exactly the mark is a pass."""
    return scaled * 100 >= pass_mark


def answers_may_be_seen(*, rule: str, passed: bool, attempts_left: bool) -> bool:
    """May the right answers of a handed-in attempt leave the server? ``rule`` is ``Quiz.AnswersShown``."""
    if rule == "after_submit":
        return True
    if rule == "after_pass":
        return passed or not attempts_left
    return False
