"""What was gained between a test before and an equivalent one after: over the same people only."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg, Count, Exists, OuterRef, Subquery

from quizzes.models import Attempt, TestPair

FEWEST = 5  # matched pairs: below, a figure would tell about single people


@dataclass(frozen=True)
class Gain:
    """``n`` took both; means and gain are theirs alone, 0..1, and None when they are too few. ``normalised`` is the share of
    what could still be gained that was (Hake 1998), None when everybody was right before."""

    n: int
    before: Decimal | None = None
    after: Decimal | None = None
    before_only: int = 0
    after_only: int = 0

    @property
    def gain(self) -> Decimal | None:
        return None if self.before is None else self.after - self.before

    @property
    def points(self) -> Decimal | None:
        """Percentage points, with one digit."""
        return None if self.before is None else (100 * self.gain).quantize(Decimal("0.1"))

    @property
    def normalised(self) -> Decimal | None:
        if self.before is None or self.before >= 1:
            return None
        return ((self.after - self.before) / (1 - self.before)).quantize(Decimal("0.01"))


def matched(
    *, n: int, before, after, fewest: int = FEWEST, before_only: int = 0, after_only: int = 0
) -> Gain:
    """Every gain of the house comes from here. ``before`` and ``after`` are the means of the ``n`` who took both.

    ``fewest`` is 1 only for those who see the people themselves.
    """
    told = n >= max(1, fewest) and before is not None and after is not None
    return Gain(
        n=n,
        before=Decimal(before) if told else None,
        after=Decimal(after) if told else None,
        before_only=before_only,
        after_only=after_only,
    )


def gain_between(before: dict, after: dict, *, fewest: int = FEWEST) -> Gain:
    """From scores by person, ``{person: 0..1}``. Whoever took one of the tests only is counted and moves no figure."""
    both = before.keys() & after.keys()
    means = (
        (sum(Decimal(scores[one]) for one in both) / len(both) if both else None)
        for scores in (before, after)
    )
    return matched(
        n=len(both),
        before=next(means),
        after=next(means),
        fewest=fewest,
        before_only=len(before) - len(both),
        after_only=len(after) - len(both),
    )


def gain_of_sums(*, n: int, before_right, after_right, asked, fewest: int = FEWEST) -> Gain:
    """From right answers added up over ``n`` who took both, of ``asked`` questions over all of them."""
    before, after = (Decimal(right) / asked if asked else None for right in (before_right, after_right))
    return matched(n=n, before=before, after=after, fewest=fewest)


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
    return matched(
        **found,
        before_only=before.filter(~Exists(later)).count(),
        after_only=after.filter(~Exists(earlier)).count(),
    )
