"""Open, rename, move and close units. Every change writes where the unit stood until then."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from learning.units.models import Level, Unit, UnitPlace
from quizzes.texts import set_texts, texts_of


@transaction.atomic
def open_unit(*, code: str, names: dict, level: Level, parent: Unit | None, on: datetime.date) -> Unit:
    """A new unit below ``parent`` (None: the root), standing there from ``on``. ``names`` by language code."""
    unit = Unit(code=code, level=level, opened_on=on)
    set_texts(unit, "name", names)
    if parent is None:
        Unit.add_root(instance=unit)
    else:
        _check_level(level, parent)
        Unit.objects.get(pk=parent.pk).add_child(instance=unit)
    _open_place(unit, _lineage(unit), on)
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, names: dict, on: datetime.date) -> Unit:
    """A new name from ``on``; what was recorded before keeps the old one. The same names again change nothing."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if {**texts_of(unit, "name"), **names} == texts_of(unit, "name"):
        return unit
    set_texts(unit, "name", names)
    unit.save()
    _succeed_place(unit, on)
    return unit


@transaction.atomic
def move_unit(*, unit: Unit, under: Unit, on: datetime.date) -> Unit:
    """The unit and all below it stand under another from ``on``. Moving it where it stands changes nothing.

    Raises ``ValidationError`` when ``under`` lies below the unit itself or on a level that cannot hold it.
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    under = Unit.objects.get(pk=under.pk)
    if under.path.startswith(unit.path):
        raise ValidationError(_("A unit cannot be moved below itself."), code="below-itself")
    if unit.get_parent() == under:
        return unit
    _check_level(unit.level, under)
    unit.move(under, pos="last-child")
    unit = Unit.objects.get(pk=unit.pk)
    for moved in Unit.objects.subtree_of(unit):
        _succeed_place(moved, on)
    return unit


@transaction.atomic
def close_unit(*, unit: Unit, on: datetime.date) -> Unit:
    """The unit ends on ``on``: nothing new happens there, and its history stays. Twice: the first day holds.

    Raises ``ValidationError`` while units below it are open.
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if unit.closed_on:
        return unit
    if Unit.objects.subtree_of(unit).exclude(pk=unit.pk).open_on(on).exists():
        raise ValidationError(_("Close or move the units below it first."), code="open-units-below")
    if unit.opened_on and on < unit.opened_on:
        raise ValidationError(_("This day is before the unit was opened."), code="before-opening")
    unit.closed_on = on
    unit.save(update_fields=["closed_on"])
    return unit


def place_on(unit: Unit, day: datetime.date) -> UnitPlace:
    """Where the unit stood on ``day``; before its first day the first place, so that nothing is ever without one."""
    place = UnitPlace.objects.filter(unit=unit).on(day).first()
    return place or UnitPlace.objects.filter(unit=unit).order_by("since").first()


def _check_level(level, parent):
    if level.rank <= parent.level.rank:
        message = _("A unit of the level %(level)s cannot stand below %(parent)s.")
        raise ValidationError(message % {"level": level, "parent": parent}, code="level")


def _lineage(unit):
    return "/" + "".join(f"{code}/" for code in [*(above.code for above in unit.get_ancestors()), unit.code])


def _succeed_place(unit, on):
    """End the place in force and open the next. A second change on one day replaces the first: no place has no days."""
    current = UnitPlace.objects.select_for_update().get(unit=unit, until__isnull=True)
    if on < current.since:
        raise ValidationError(
            _("The unit has changed after this day already; choose a later one."), code="before-last-change"
        )
    if on == current.since:
        _rewrite_place(current, unit)
        return
    current.until = on
    current.save(update_fields=["until"])
    _open_place(unit, _lineage(unit), on)


def _rewrite_place(place, unit):
    set_texts(place, "name", texts_of(unit, "name"))
    place.lineage = _lineage(unit)
    place.level = unit.level
    place.save()


def _open_place(unit, lineage, since):
    place = UnitPlace(unit=unit, unit_code=unit.code, level=unit.level, lineage=lineage, since=since)
    set_texts(place, "name", texts_of(unit, "name"))
    place.save()
