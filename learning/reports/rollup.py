"""The table of a unit: one row per unit directly below it, itself, and the total. One source for screen, plot and file."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from learning.reports.figures import FIGURES, Figure, Question
from learning.reports.snapshot_models import ANY_COURSE, MEASURES, STOCKS, DayFigures, MonthFigures
from learning.reports.snapshots import WHILE_SOMEBODY_WAITS, catch_up, last_counted
from learning.units.models import UnitPlace
from quizzes.gain import gain_of_sums
from quizzes.texts import texts_of

ITSELF, TOTAL = "itself", "total"


@dataclass(frozen=True)
class Cell:
    """``value`` None is unknown (nothing to count of), never 0 %. ``of`` is the denominator or the n behind it; ``small``
    counts sessions whose people are too few to be shown."""

    value: int | Decimal | None
    unit: str = ""
    of: int | None = None
    small: int = 0


@dataclass(frozen=True)
class Row:
    """``key`` is a unit's code, ``itself`` or ``total``; ``names`` as they were at the end of the period."""

    key: str
    names: dict
    cells: dict

    @property
    def is_total(self) -> bool:
        return self.key == TOTAL


@dataclass(frozen=True)
class Rollup:
    question: Question
    figures: list[Figure]
    rows: list[Row]
    total: Row
    counted_at: datetime.datetime | None = None  # when facts wait to be counted: how fresh this is

    @property
    def all_rows(self) -> list[Row]:
        return [*self.rows, self.total]


def rollup(question: Question) -> Rollup:
    """The figures of ``question`` by the units below its unit. Six queries, whatever the size."""
    counted_at = last_counted() if catch_up(at_most=WHILE_SOMEBODY_WAITS) else None
    names = _names(question)
    by_row = {
        key: dict.fromkeys(MEASURES, 0) for key in [*(key for key in names if key != ITSELF), ITSELF, TOTAL]
    }
    for code, numbers in measured(question, "code"):
        row = by_row.setdefault(code or ITSELF, dict.fromkeys(MEASURES, 0))
        for name, number in numbers.items():
            row[name] += number
            by_row[TOTAL][name] += number
    rows = [
        Row(key=key, names=names.get(key, {}), cells=cells_of(by_row[key])) for key in by_row if key != TOTAL
    ]
    total = Row(key=TOTAL, names={}, cells=cells_of(by_row[TOTAL]))
    return Rollup(question, FIGURES, rows, total, counted_at)


def rollup_by_course(question: Question, titles: dict[str, dict], total: Row) -> Rollup:
    """The same figures with a row per course; ``titles`` by course key, ``total`` that of all courses together. A session
    that teaches two courses is in both, so the total is not the sum. Two queries, whatever the size."""
    by_course = {
        key: dict.fromkeys(MEASURES, 0) | {"in_post": total.cells["in_post"].value} for key in titles
    }
    for key, numbers in measured(question, "course_key"):
        for name, number in numbers.items():
            if str(key) in by_course and name != "in_post":
                by_course[str(key)][name] += number
    rows = [Row(key=key, names=titles[key], cells=cells_of(numbers)) for key, numbers in by_course.items()]
    return Rollup(question, FIGURES, rows, total)


def measured(question: Question, by: str) -> list[tuple]:
    """``(value of by, {measure: number})``, several of one value: ``by`` is "code" (the unit below, empty for the unit
    itself) or "course_key". Whole months, less their days outside the period, and the days of what is near."""
    first, last = question.period.first, question.period.last
    opening, closing = first.replace(day=1), last.replace(day=1)
    until = (closing + datetime.timedelta(days=31)).replace(day=1)
    near, far = Q(steps__lte=1), Q(steps__gte=2)
    too_late = far & Q(on__gt=last, on__lt=until)
    too_early = far & Q(on__gte=opening, on__lt=first)
    months = MonthFigures.objects.alias(branch=F("code"), on=F("month"))
    months = months.filter(lineage__in=question.lineages, on__lte=closing)
    days = DayFigures.objects.alias(
        branch=F("place__above__code"),
        steps=F("place__above__steps"),
        top=F("place__above__lineage"),
        on=F("day"),
    ).filter(near & Q(on__lte=last) | too_early | too_late, top__in=question.lineages)
    return [
        *_summed(months, question, by, flow=Q(on__gte=opening), stock=Q()),
        *_summed(
            days,
            question,
            by,
            flow=near & Q(on__gte=first),
            stock=near,
            less_flow=far,
            less_stock=too_late,
        ),
    ]


def _summed(rows, question, by, *, flow, stock, less_flow=None, less_stock=None):
    """One query: by the value of ``by``, the measures over what is ``flow`` or ``stock``, less what is ``less_...``.

    How many are in post has no course: it is read from the rows of all courses together."""
    wanted = question.course_key or ANY_COURSE
    every = Q(course_key=ANY_COURSE)
    if by == "course_key":
        rows, of_course = rows.exclude(every), Q()
    else:
        rows, of_course = rows.filter(course_key__in={wanted, ANY_COURSE}), Q(course_key=wanted)
    sums = {}
    for name in MEASURES:
        course = every if name == "in_post" else of_course
        more, less = (stock, less_stock) if name in STOCKS else (flow, less_flow)
        sums[f"n_{name}"] = Coalesce(Sum(name, filter=(course & more) or None), 0)
        if less is not None:
            sums[f"n_{name}"] -= Coalesce(Sum(name, filter=course & less), 0)
    key = "branch" if by == "code" else by
    found = rows.annotate(key=F(key)).order_by().values("key").annotate(**sums)
    return [(row["key"], {name: row[f"n_{name}"] for name in MEASURES}) for row in found]


def cells_of(numbers: dict[str, int]) -> dict[str, Cell]:
    """A row's cells from its measures."""
    cells = {
        key: Cell(numbers[key])
        for key in ("in_post", "trained", "completions", "tests", "certificates", "sessions")
    }
    cells["coverage"] = share(numbers["trained"], numbers["in_post"])
    cells["pass_rate"] = share(numbers["passed"], numbers["tests"])
    cells["reached"] = Cell(numbers["reached"], small=numbers["small"])
    cells["children"] = Cell(numbers["children"], small=numbers["small"])
    cells["gain"] = gain(numbers)
    return cells


def share(part: int, of: int) -> Cell:
    """In percent with one digit; unknown of nothing."""
    value = None if of == 0 else (Decimal(100) * part / of).quantize(Decimal("0.1"))
    return Cell(value, unit="%", of=of)


def gain(numbers: dict[str, int]) -> Cell:
    """Percentage points over matched tickets; ``of`` is how many they are."""
    found = gain_of_sums(
        n=numbers["pairs"],
        before_right=numbers["pairs_before_right"],
        after_right=numbers["pairs_after_right"],
        asked=numbers["pairs_answered"],
    )
    return Cell(found.points, unit="points", of=found.n)


def _names(question) -> dict[str, dict]:
    """Names of the units directly below within the period: the last place of each, in the order of the codes."""
    places = (
        UnitPlace.objects.annotate(top=F("above__lineage"), branch=F("above__code"), steps=F("above__steps"))
        .filter(top__in=question.lineages, steps__lte=1, since__lte=question.period.last)
        .exclude(until__lte=question.period.first)
        .order_by("lineage", "since")
    )
    return {place.branch or ITSELF: texts_of(place, "name") for place in places}
