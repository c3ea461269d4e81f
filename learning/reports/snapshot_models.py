"""Snapshots of the facts: additive numbers by place, course and day, and summed by the units above. The facts stay the
truth; everything here is made anew by ``manage.py rebuild_rollups`` to the same numbers.

Stocks (``STOCKS``) are kept as changes: ``in_post`` is 1 on the day somebody came and -1 on the day she left, so their
sum until a day is how many stood there on it. A person has one main post at a time, so a stock adds up over units.
"""

import uuid

from django.db import models
from django.utils import timezone

ANY_COURSE = uuid.UUID(int=0)
STOCKS = ["in_post", "trained"]
FLOWS = [
    "completions",
    "minutes",
    "tests",
    "passed",
    "certificates",
    "sessions",
    "small",
    "reached",
    "children",
    "tested",
    "pairs_before_right",
    "pairs",
    "pairs_after_right",
    "pairs_answered",
]
MEASURES = [*STOCKS, *FLOWS]


class Measured(models.Model):
    """``course_key`` is ``ANY_COURSE`` for all courses together: a session that teaches two is one session there."""

    course_key = models.UUIDField()
    in_post = models.IntegerField(default=0)
    trained = models.IntegerField(default=0)
    completions = models.IntegerField(default=0)
    minutes = models.IntegerField(default=0)
    tests = models.IntegerField(default=0)
    passed = models.IntegerField(default=0)
    certificates = models.IntegerField(default=0)
    sessions = models.IntegerField(default=0)
    small = models.IntegerField(default=0)
    reached = models.IntegerField(default=0)
    children = models.IntegerField(default=0)
    tested = models.IntegerField(default=0)
    pairs_before_right = models.IntegerField(default=0)
    pairs = models.IntegerField(default=0)
    pairs_after_right = models.IntegerField(default=0)
    pairs_answered = models.IntegerField(default=0)

    class Meta:
        abstract = True


class PlaceAbove(models.Model):
    """The units above a place, on the place's own days: ``lineage`` of the one that stood ``steps`` above, and ``code`` of
    the one directly below that on the way to the place (empty at 0 steps: the place itself)."""

    place = models.ForeignKey("learning.UnitPlace", on_delete=models.PROTECT, related_name="above")
    lineage = models.CharField(max_length=500)
    code = models.CharField(max_length=40, blank=True)
    steps = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["place", "steps"], name="one_unit_at_each_step_above")]
        indexes = [models.Index(fields=["lineage", "steps"])]

    def __str__(self):
        return f"{self.place_id} +{self.steps}"


class DayFigures(Measured):
    """A place on a day. Sparse: nothing happened, no row."""

    place = models.ForeignKey("learning.UnitPlace", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["place", "course_key", "day"], name="one_row_a_place_and_day")
        ]
        indexes = [models.Index(fields=["course_key", "day"])]

    def __str__(self):
        return f"{self.place_id} {self.day}"


class MonthFigures(Measured):
    """What happened two steps or more below ``lineage``, in the branch of ``code``, in the month that begins on ``month``.
    What is nearer is read from the days: there is little of it, whatever the size of the federation."""

    lineage = models.CharField(max_length=500)
    code = models.CharField(max_length=40)
    month = models.DateField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["lineage", "course_key", "month", "code"], name="one_row_a_branch_and_month"
            )
        ]

    def __str__(self):
        return f"{self.lineage}{self.code} {self.month}"


class DirtyMark(models.Model):
    """Facts have come in: about a place, about all places of a unit, or about wherever a cadre held her posts. Written in
    the transaction of the fact, taken away by the worker that counts. Numbers and not keys: a mark holds nobody up."""

    place_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    cadre_id = models.BigIntegerField(null=True)
    marked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.place_id or self.unit_id or self.cadre_id}"


class SnapshotState(models.Model):
    """One row, locked by whoever counts: two never count at once. ``counted_at`` is how fresh the figures are."""

    counted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.counted_at)
