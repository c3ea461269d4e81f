"""From sums to figures, without a database. Marks are 0..1; an item's *rest* is the mean mark of the same attempt's
other questions, so an item is never correlated with itself.

Facility, item-rest point-biserial correlation, upper-lower index of the outer 27 % (Kelley 1939), Cronbach's alpha and
the standard error of measurement as in any textbook of classical test theory. What cannot be said is None.
"""

from dataclasses import dataclass
from math import sqrt

FEWEST = 10  # attempts: below, no figure at all
FEWEST_TO_DISCRIMINATE = 30  # attempts: below, nothing about telling people apart
OUTER_SHARE = 0.27  # of all attempts, at either end
FIFTHS = 5


@dataclass(frozen=True)
class Sums:
    """Over the attempts that were asked one item: ``x`` are its marks, ``r`` the rests of the same attempts."""

    n: int
    x: float
    xx: float
    paired: int = 0  # attempts with a rest: more than one question was asked
    px: float = 0
    pxx: float = 0
    r: float = 0
    rr: float = 0
    xr: float = 0
    upper_n: int = 0
    upper_x: float = 0
    lower_n: int = 0
    lower_x: float = 0


def facility(sums: Sums) -> float | None:
    """The mean mark, 0..1; 1 is right for everybody."""
    return _round(sums.x / sums.n) if sums.n >= FEWEST else None


def point_biserial(sums: Sums) -> float | None:
    """Correlation of the item with the rest, -1..1. None for few attempts, or when either never varies."""
    if sums.paired < FEWEST_TO_DISCRIMINATE:
        return None
    return _round(correlation(sums.paired, sums.px, sums.pxx, sums.r, sums.rr, sums.xr))


def upper_lower(sums: Sums) -> float | None:
    """Mean mark of the best 27 % of attempts less that of the weakest 27 %, -1..1."""
    if sums.n < FEWEST_TO_DISCRIMINATE or not sums.upper_n or not sums.lower_n:
        return None
    return _round(sums.upper_x / sums.upper_n - sums.lower_x / sums.lower_n)


def correlation(n, x, xx, y, yy, xy) -> float | None:
    """Pearson's r from sums. None when one side does not vary."""
    spread_x, spread_y = n * xx - x * x, n * yy - y * y
    if n < 2 or spread_x <= 1e-9 * n * n or spread_y <= 1e-9 * n * n:
        return None
    return max(-1.0, min(1.0, (n * xy - x * y) / sqrt(spread_x * spread_y)))


def variance(n: int, x: float, xx: float) -> float | None:
    """Of a sample, with n - 1."""
    return max(0.0, (xx - x * x / n) / (n - 1)) if n > 1 else None


def alpha(item_variances: list[float], total_variance: float | None) -> float | None:
    """Cronbach's alpha. ``total_variance`` is that of the sum of the items' marks."""
    items = len(item_variances)
    if items < 2 or not total_variance or total_variance < 1e-12:
        return None
    return _round(items / (items - 1) * (1 - sum(item_variances) / total_variance))


def standard_error(total_variance: float | None, reliability: float | None, items: int) -> float | None:
    """Of measurement, as a share of the whole score (0.05 is five percentage points)."""
    if reliability is None or total_variance is None:
        return None
    return _round(sqrt(total_variance * max(0.0, 1 - reliability)) / items)


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
