"""The value that marking gives."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Mark:
    """``scaled`` is 0..1, or None for what is never scored. ``feedback`` maps what was chosen (an option's or a part's
    id) to its texts by language."""

    scaled: Decimal | None
    correct: bool
    feedback: dict = field(default_factory=dict)
    pending: bool = False  # a person has to mark it; it is worth nothing until then

    @property
    def counts(self) -> bool:
        return self.scaled is not None and not self.pending


NOTHING = Mark(scaled=Decimal(0), correct=False)
PENDING = Mark(scaled=Decimal(0), correct=False, pending=True)
UNSCORED = Mark(scaled=None, correct=False)


def total(marks: list[Mark]) -> Decimal:
    """The mean of all marks that count, 0..1 with four digits, rounded down. Pending ones and those of what is never
    scored are left out; a paper without any other is 0."""
    scores = [mark.scaled for mark in marks if mark.counts]
    if not scores:
        return Decimal(0)
    return (sum(scores, Decimal(0)) / len(scores)).quantize(Decimal("0.0001"), rounding="ROUND_DOWN")
