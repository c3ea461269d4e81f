"""What was gained between a test before and an equivalent one after: over the same people only."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg, Count, Exists, OuterRef, Subquery

from quizzes.models import Attempt, TestPair

FEWEST = 5  # matched pairs: below, a figure would tell about single people


@dataclass(frozen=True)
class Gain:
    """``n`` took both; means and gain are theirs alone, 0..1, and None below ``FEWEST``. ``normalised`` is the share of what
    could still be gained that was (Hake 1998), None when everybody was right before."""

    n: int
    before: Decimal | None = None
    after: Decimal | None = None
    before_only: int = 0
    after_only: int = 0

    @property
    def gain(self) -> Decimal | None:
        return None if self.before is None else self.after - self.before

    @property
    def normalised(self) -> Decimal | None:
        if self.before is None or self.before >= 1:
            return None
        return ((self.after - self.before) / (1 - self.before)).quantize(Decimal("0.01"))


def gain_between(before: dict, after: dict) -> Gain:
    """From scores by person, ``{person: 0..1}``. Whoever took one of the tests only is counted and moves no figure."""
    both = before.keys() & after.keys()
    means = {}
    if len(both) >= FEWEST:
        means = {
            "before": sum((Decimal(before[one]) for one in both), Decimal(0)) / len(both),
            "after": sum((Decimal(after[one]) for one in both), Decimal(0)) / len(both),
        }
    return Gain(n=len(both), before_only=len(before) - len(both), after_only=len(after) - len(both), **means)


def gain_of(pair: TestPair) -> Gain:
    """Of the first attempts at both tests in one run through the course. Three queries, adding up in the database."""
    first = Attempt.objects.submitted().filter(number=1, scaled__isnull=False)
    before, after = first.filter(quiz_key=pair.before.key), first.filter(quiz_key=pair.after.key)
    later = after.filter(registration=OuterRef("registration"))
    found = (
        before.annotate(later=Subquery(later.values("scaled")[:1]))
        .filter(later__isnull=False)
        .aggregate(n=Count("pk"), before=Avg("scaled"), after=Avg("later"))
    )
    earlier = before.filter(registration=OuterRef("registration"))
    told = found["n"] >= FEWEST
    return Gain(
        n=found["n"],
        before=Decimal(found["before"]) if told else None,
        after=Decimal(found["after"]) if told else None,
        before_only=before.filter(~Exists(later)).count(),
        after_only=after.filter(~Exists(earlier)).count(),
    )
