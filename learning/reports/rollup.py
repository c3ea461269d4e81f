"""The table of a unit: one row per unit directly below it, itself, and the total. One source for screen, plot and file."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef

from learning.progress.models import Completion
from learning.reports.figures import (
    COUNTED,
    FIGURES,
    NUMBERS,
    Figure,
    Question,
    cadres_in_post,
    session_numbers,
    sessions_held,
)
from learning.sessions.models import SessionModule
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

    @property
    def all_rows(self) -> list[Row]:
        return [*self.rows, self.total]


def rollup(question: Question) -> Rollup:
    """The figures of ``question`` by the units below its unit. Seven queries, whatever the size."""
    below = question.codes[-1]
    names = _names(question)
    keys = [*(key for key in names if key != ITSELF), ITSELF]
    by_row = {key: dict.fromkeys(NUMBERS, 0) for key in [*keys, TOTAL]}
    for counted in COUNTED:
        for lineage, numbers in _grouped(counted.rows(question), counted.lineage, counted.numbers):
            for name, number in numbers.items():
                by_row.setdefault(row_of(lineage, below), dict.fromkeys(NUMBERS, 0))[name] += number
                by_row[TOTAL][name] += number
    rows = [
        Row(key=key, names=names.get(key, {}), cells=cells_of(by_row[key])) for key in by_row if key != TOTAL
    ]
    return Rollup(question, FIGURES, rows, Row(key=TOTAL, names={}, cells=cells_of(by_row[TOTAL])))


def rollup_by_course(question: Question, titles: dict[str, dict]) -> Rollup:
    """The same figures with a row per course; ``titles`` by course key. A session that teaches two courses is in both,
    so the total is not the sum. Twelve queries, whatever the size."""
    question = replace(question, course_key=None)
    whole = rollup(question)
    by_course = {
        key: dict.fromkeys(NUMBERS, 0) | {"in_post": whole.total.cells["in_post"].value} for key in titles
    }
    taught = _first_modules().filter(session__result__in=sessions_held(question).values("pk"))
    grouped = [
        *(
            _grouped(counted.rows(question), counted.course, counted.numbers)
            for counted in COUNTED
            if counted.course
        ),
        _grouped(taught, "course_key", session_numbers("session__result__")),
        _trained_by_course(question),
    ]
    for group in grouped:
        for key, numbers in group:
            by_course.get(str(key), {}).update(numbers)
    rows = [Row(key=key, names=titles[key], cells=cells_of(numbers)) for key, numbers in by_course.items()]
    return Rollup(question, FIGURES, rows, whole.total)


def row_of(lineage: str, below: str) -> str:
    """``/CN/YL/YL01/`` is in the row ``YL01`` of ``YL``, and in ``itself`` of ``YL01``."""
    rest = lineage.partition(f"/{below}/")[2]
    return rest.partition("/")[0] or ITSELF


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


def _grouped(rows, path, numbers):
    """``(key, {name: number})`` for each value at ``path``. One query."""
    found = rows.order_by().values(path).annotate(**{f"n_{name}": number for name, number in numbers.items()})
    return [
        (row[path], {name: row[f"n_{name}"] or 0 for name in numbers})
        for row in found
        if row[path] is not None
    ]


def _first_modules():
    """One module per session and course, so that a session with two modules of a course counts once for it."""
    earlier = SessionModule.objects.filter(
        session=OuterRef("session"), course_key=OuterRef("course_key"), pk__lt=OuterRef("pk")
    )
    return SessionModule.objects.filter(~Exists(earlier))


def _trained_by_course(question):
    """Cadres in post who had completed each course by the last day. One query."""
    _start, end = question.period.moments
    done = Completion.objects.filter(occurred_at__lt=end, cadre__in=cadres_in_post(question).values("cadre"))
    return _grouped(done, "course_key", {"trained": Count("cadre", distinct=True)})


def _names(question) -> dict[str, dict]:
    """Names of the units directly below within the period: the last place of each, in the order of the codes."""
    below = question.codes[-1]
    places = (
        UnitPlace.objects.filter(question.places("lineage"), since__lte=question.period.last)
        .exclude(until__lte=question.period.first)
        .order_by("lineage", "since")
    )
    names = {}
    for place in places:
        key = row_of(place.lineage, below)
        if place.unit_code == (below if key == ITSELF else key):
            names[key] = texts_of(place, "name")
    return names
