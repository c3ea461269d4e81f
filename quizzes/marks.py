"""The value that marking gives."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Mark:
    """``scaled`` is 0..1; ``feedback`` maps an option's id to its texts by language, for the options chosen."""

    scaled: Decimal
    correct: bool
    feedback: dict = field(default_factory=dict)
    pending: bool = False  # a person has to mark it; it is worth nothing until then


NOTHING = Mark(scaled=Decimal(0), correct=False)
PENDING = Mark(scaled=Decimal(0), correct=False, pending=True)


def total(marks: list[Mark]) -> Decimal:
    """The mean of all marks, 0..1 with four digits, rounded down. An empty paper is 0; pending marks are left out."""
    marks = [mark for mark in marks if not mark.pending]
    if not marks:
        return Decimal(0)
    mean = sum((mark.scaled for mark in marks), Decimal(0)) / len(marks)
    return mean.quantize(Decimal("0.0001"), rounding="ROUND_DOWN")
