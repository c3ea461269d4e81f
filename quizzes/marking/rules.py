"""Decisions about marks that people give, without a database."""

from dataclasses import dataclass
from decimal import Decimal

MAY_DIFFER = Decimal("0.2")  # of the whole; two marks further apart are settled by a third person
DIGITS = Decimal("0.0001")


@dataclass(frozen=True)
class Outcome:
    """``state`` is a ``MarkingTask.State``; ``scaled`` is None until it is done."""

    state: str
    scaled: Decimal | None = None


def outcome(marks: list[Decimal], *, markers: int, settled: Decimal | None = None) -> Outcome:
    """What follows from the marks so far: the settling one, else the mean when enough agree."""
    if settled is not None:
        return Outcome("done", settled)
    if len(marks) < markers:
        return Outcome("waiting")
    if max(marks) - min(marks) > MAY_DIFFER:
        return Outcome("disputed")
    mean = sum(marks, Decimal(0)) / len(marks)
    return Outcome("done", mean.quantize(DIGITS, rounding="ROUND_DOWN"))


def share_of(points: dict, rubric: list[dict]) -> Decimal:
    """The points given as a share of all, 0..1. Unknown criteria add nothing, and none gives more than its points.

    Raises ``ValueError`` when a criterion has no points given.
    """
    given = 0
    for criterion in rubric:
        value = points.get(criterion["id"])
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= criterion["points"]:
            raise ValueError(criterion["id"])
        given += value
    whole = sum(criterion["points"] for criterion in rubric)
    return (Decimal(given) / whole).quantize(DIGITS, rounding="ROUND_DOWN")
