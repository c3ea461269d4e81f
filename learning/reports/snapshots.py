"""Keep the snapshots true to the facts: what is marked is counted anew, or everything is. Both are the same statements.

Written as SQL, because a million facts stay in the database; both SQLite and PostgreSQL read it.
"""

from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from learning.cadres.models import Posting
from learning.reports.snapshot_facts import flows, stocks
from learning.reports.snapshot_models import (
    MEASURES,
    DayFigures,
    DirtyMark,
    MonthFigures,
    PlaceAbove,
    SnapshotState,
)
from learning.units.models import UnitPlace

AT_ONCE = 500
WHILE_SOMEBODY_WAITS = 50
DAYS, MONTHS, ABOVE = (model._meta.db_table for model in (DayFigures, MonthFigures, PlaceAbove))
COLUMNS = ", ".join(MEASURES)
PARENT = "rtrim(rtrim(lineage, '/'), replace(lineage, '/', ''))"  # "/a/b/" -> "/a/"


def rebuild() -> int:
    """Everything from nothing. Returns the number of rows by day. Twice: the same."""
    with transaction.atomic():
        _lock(wait=True)
        last = DirtyMark.objects.order_by("-pk").values_list("pk", flat=True).first()
        for table in (MONTHS, DAYS, ABOVE):
            _run(f"DELETE FROM {table}")
        _count(None)
        DirtyMark.objects.filter(pk__lte=last or 0).delete()
        SnapshotState.objects.update(counted_at=timezone.now())
        return DayFigures.objects.count()


def catch_up(*, at_most: int = AT_ONCE) -> bool:
    """Count anew what is marked. Returns whether marks are left, or somebody else is counting. Twice: nothing more.

    A mark is taken away only together with a count that saw its fact; facts that arrive meanwhile have marks of their own.
    """
    if (
        not SnapshotState.objects.exists()
    ):  # never counted: facts from before there were snapshots have no marks
        rebuild()
        return False
    if not DirtyMark.objects.exists():
        return False
    with transaction.atomic():
        if not _lock(wait=False):
            return True
        marks = list(DirtyMark.objects.order_by("pk")[:at_most])
        places = sorted(_places_of(marks))
        for first in range(0, len(places), AT_ONCE):
            _recount(places[first : first + AT_ONCE])
        DirtyMark.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
        SnapshotState.objects.update(counted_at=timezone.now())
    return DirtyMark.objects.exists()


def last_counted():
    """When the figures were last counted. One query."""
    return SnapshotState.objects.values_list("counted_at", flat=True).get(pk=1)


def _lock(*, wait):
    SnapshotState.objects.get_or_create(pk=1)
    return SnapshotState.objects.select_for_update(skip_locked=not wait).filter(pk=1).first() is not None


def _places_of(marks) -> set[int]:
    places = {mark.place_id for mark in marks if mark.place_id}
    units = {mark.unit_id for mark in marks if mark.unit_id}
    cadres = {mark.cadre_id for mark in marks if mark.cadre_id}
    if cadres:
        units |= set(Posting.objects.filter(cadre__in=cadres).values_list("unit", flat=True))
    if units:
        places |= set(UnitPlace.objects.filter(unit__in=units).values_list("pk", flat=True))
    return places


def _recount(places):
    _add_to_months(places, sign="-")
    DayFigures.objects.filter(place__in=places).delete()
    PlaceAbove.objects.filter(place__in=places).delete()
    _count(places)
    MonthFigures.objects.filter(
        *(Q(**{name: 0}) for name in MEASURES),
        lineage__in=PlaceAbove.objects.filter(place__in=places).values("lineage"),
    ).delete()


def _count(places):
    _stand_under(places)
    _add_days(places)
    _add_to_months(places, sign="")


def _stand_under(places):
    where, params = _of(places, "id")
    _run(
        f"""
        INSERT INTO {ABOVE} (place_id, lineage, code, steps)
        WITH RECURSIVE walk(place_id, lineage, code, steps) AS (
            SELECT id, CAST(lineage AS text), CAST('' AS text), 0 FROM {UnitPlace._meta.db_table} WHERE {where}
            UNION ALL
            SELECT place_id, {PARENT}, substr(rtrim(lineage, '/'), length({PARENT}) + 1), steps + 1
            FROM walk WHERE {PARENT} <> '/'
        )
        SELECT place_id, lineage, code, steps FROM walk
        """,
        params,
    )


def _add_days(places):
    parts, params = [], []
    for rows, numbers in flows(places):
        found = rows.annotate(**{f"n_{name}": number for name, number in numbers.items()})
        parts.append(_part(found, {name: f"n_{name}" for name in numbers}, params))
    for rows, name, sign in stocks(places):
        found = rows.annotate(n=Count("pk"))
        parts.append(_part(found, {name: f"{sign} * n"}, params))
    sums = ", ".join(f"SUM({name})" for name in MEASURES)
    union = " UNION ALL ".join(parts)
    kept = " OR ".join(f"SUM({name}) <> 0" for name in MEASURES)
    _run(
        f"INSERT INTO {DAYS} (place_id, course_key, day, {COLUMNS}) "
        f"SELECT at_place, of_course, on_day, {sums} FROM ({union}) facts GROUP BY at_place, of_course, on_day HAVING {kept}",
        params,
    )


def _part(rows, columns, params) -> str:
    sql, own = rows.query.get_compiler(connection=connection).as_sql()
    params.extend(own)
    numbers = ", ".join(
        f"COALESCE({columns[name]}, 0) AS {name}" if name in columns else f"0 AS {name}" for name in MEASURES
    )
    return f"SELECT at_place, of_course, on_day, {numbers} FROM ({sql}) part"


def _add_to_months(places, *, sign):
    """Add (or with ``sign`` "-" take away) what the days of ``places`` say to the months of the units above them."""
    where, params = _of(places, "d.place_id")
    sums = ", ".join(f"{sign}SUM(d.{name})" for name in MEASURES)
    added = ", ".join(f"{name} = {MONTHS}.{name} + excluded.{name}" for name in MEASURES)
    month = (
        "CAST(date_trunc('month', d.day) AS date)"
        if connection.vendor == "postgresql"
        else "date(d.day, 'start of month')"
    )
    _run(
        f"""
        INSERT INTO {MONTHS} (lineage, code, course_key, month, {COLUMNS})
        SELECT a.lineage, a.code, d.course_key, {month}, {sums}
        FROM {DAYS} d JOIN {ABOVE} a ON a.place_id = d.place_id
        WHERE a.steps >= 2 AND {where}
        GROUP BY 1, 2, 3, 4
        ON CONFLICT (lineage, course_key, month, code) DO UPDATE SET {added}
        """,
        params,
    )


def _of(places, column):
    """The condition that ``column`` is one of ``places`` (None: any), with its parameters."""
    if places is None:
        return "1 = 1", []
    return f"{column} IN ({', '.join(['%s'] * len(places))})", list(places)


def _run(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
