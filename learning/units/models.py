"""The federation's tree: units, the levels they stand on, and where each stood on which day.

``Unit`` is today's tree and may be renamed, moved, closed. ``UnitPlace`` is history: evidence points at the place a
unit had on the day, so no change of the tree alters a past figure.
"""

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet


class Level(models.Model):
    """A level of the organisation: nation, province, ... Levels are data, not code."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    rank = models.PositiveSmallIntegerField(_("rank"), unique=True, help_text=_("0 is the highest."))

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        ordering = ["rank"]

    def __str__(self):
        return self.name


class UnitQuerySet(MP_NodeQuerySet):
    def subtree_of(self, unit):
        """``unit`` and everything below it, in today's tree."""
        return self.filter(path__startswith=unit.path)

    def open_on(self, day):
        return self.filter(Q(opened_on__isnull=True) | Q(opened_on__lte=day)).filter(
            Q(closed_on__isnull=True) | Q(closed_on__gt=day)
        )

    def delete(self, *args, **kwargs):
        """Refused (ProtectedError) for a unit with any history: close it instead. All or nothing."""
        with transaction.atomic():
            return super().delete(*args, **kwargs)


class UnitManager(MP_NodeManager.from_queryset(UnitQuerySet)):
    def get_queryset(self):
        return UnitQuerySet(self.model, using=self._db).order_by("path")


class Unit(MP_Node):
    """A node of today's tree. ``code`` is the stable name that imports and evidence use.

    Never created, renamed or moved by hand: see ``units/change.py``, which writes the history.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=160)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="units", verbose_name=_("level"))
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = UnitManager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self):
        return self.name

    def name_in_tree(self) -> str:
        """Its name, moved in by its depth, for lists in the order of the tree."""
        return "\u2003" * (self.depth - 1) + self.name

    name_in_tree.short_description = _("name")


class UnitPlaceQuerySet(models.QuerySet):
    def on(self, day):
        """The places in force on ``day``: at most one per unit."""
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))

    def under(self, unit_code: str):
        """Places inside the subtree that ``unit_code`` had at the time, itself included."""
        return self.filter(lineage__contains=f"/{unit_code}/")


class UnitPlace(models.Model):
    """Where a unit stood in the tree, under which name, from ``since`` until (not including) ``until``.

    ``lineage`` holds the codes from the root to the unit itself: ``/CN/53/5301/``. Written by ``units/change.py`` only;
    after that nothing but ``until`` is ever set, once.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="places")
    unit_code = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    lineage = models.CharField(max_length=500)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = UnitPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place of a unit")
        verbose_name_plural = _("places of units")
        ordering = ["lineage", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(until__isnull=True), name="a_unit_stands_in_one_place"
            ),
            models.UniqueConstraint(fields=["unit", "since"], name="one_place_a_day"),
        ]
        indexes = [
            models.Index(fields=["lineage"]),
            models.Index(fields=["lineage"], name="places_below", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self):
        return f"{self.name} ({self.lineage})"


class HelpContact(models.Model):
    """Where people find help: the national lines, and each unit's own directory. A unit's readers also see its parents'."""

    class Kind(models.TextChoices):
        POLICE = "police", _("police")
        WOMEN = "women", _("women's hotline")
        LEGAL_AID = "legal-aid", _("legal aid")
        YOUTH = "youth", _("youth")
        PSYCHOLOGICAL = "psychological", _("psychological support")
        MEDICAL = "medical", _("medical help")
        OTHER = "other", _("other help")

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="help_contacts", verbose_name=_("unit")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=40)
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("help contact")
        verbose_name_plural = _("help contacts")
        ordering = ["sort_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "phone"], name="a_number_once_per_unit")]

    def __str__(self):
        return f"{self.name} {self.phone}"
