"""Merge a unit into another, and make a part of one a unit of its own. What was recorded before stays where it was.

The rooms above (postings, planned sessions, figures) are told by ``units_merged`` and ``unit_split``, inside the transaction.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.signals import unit_split, units_merged
from learning.units.change import close_unit, move_unit, open_unit
from learning.units.log import UnitChange
from learning.units.models import HelpContact, Unit


@transaction.atomic
def merge_unit(
    *, unit: Unit, into: Unit, on: datetime.date, reason: str, by, carry_mandates: bool = False
) -> UnitChange:
    """``unit`` ends on ``on``; the units below it stand below ``into`` from then on, its cadres hold their posts there.

    Twice: the merger that stands. Raises ``ValidationError`` when the two cannot be one, when it was merged into another
    already, without a reason, or for a day ahead. ``carry_mandates``: who may act for it may act for ``into`` from then on.
    """
    standing = UnitChange.objects.filter(unit=unit, kind=UnitChange.Kind.MERGED).first()
    if standing and standing.other_id == into.pk:
        return standing
    locked = Unit.objects.select_for_update().in_bulk(sorted([unit.pk, into.pk]))
    unit, into = locked[unit.pk], locked[into.pk]
    _check_day_and_reason(on, reason)
    if standing or unit.closed_on:
        raise ValidationError(_("This unit is closed."), code="unit-closed")
    if into.closed_on:
        raise ValidationError(_("The other unit is closed."), code="other-closed")
    if unit.pk == into.pk or into.path.startswith(unit.path) or unit.path.startswith(into.path):
        raise ValidationError(
            _("A unit cannot be merged with itself, or with one above or below it."), code="itself"
        )
    if unit.level_id != into.level_id:
        raise ValidationError(_("Only units of the same level can be merged."), code="level")
    for below in unit.get_children().open_on(on):
        move_unit(unit=below, under=Unit.objects.get(pk=into.pk), on=on)
    _bring_help(unit, into)
    close_unit(unit=unit, on=on)
    unit, into = Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=into.pk)
    told = units_merged.send(Unit, unit=unit, into=into, on=on, by=by, carry_mandates=carry_mandates)
    return _log(UnitChange.Kind.MERGED, unit, into, on, reason, by, told)


@transaction.atomic
def split_unit(
    *, unit: Unit, code: str, names: dict, below: list[Unit], on: datetime.date, reason: str, by, cadres=()
) -> UnitChange:
    """A part of ``unit`` is a unit of its own from ``on``, beside it: with the units ``below`` that stood below it, and
    with the main posts of ``cadres`` (their keys). ``unit`` goes on with the rest; its past stays its own.

    Twice: the part that stands. Raises ``ValidationError`` as ``merge_unit`` does, and when the code is taken.
    """
    standing = UnitChange.objects.filter(unit=unit, kind=UnitChange.Kind.SPLIT, other__code=code).first()
    if standing:
        return standing
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    _check_day_and_reason(on, reason)
    if unit.closed_on:
        raise ValidationError(_("This unit is closed."), code="unit-closed")
    if unit.is_root():
        raise ValidationError(_("The highest unit cannot be split."), code="root")
    if Unit.objects.filter(code=code).exists():
        raise ValidationError(_("Another unit has this code."), code="code-taken")
    part = open_unit(code=code, names=names, level=unit.level, parent=unit.get_parent(), on=on)
    for child in below:
        if not child.is_child_of(Unit.objects.get(pk=unit.pk)):
            raise ValidationError(_("This unit does not stand below it."), code="not-below")
        move_unit(unit=child, under=Unit.objects.get(pk=part.pk), on=on)
    unit, part = Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=part.pk)
    told = unit_split.send(Unit, unit=unit, part=part, on=on, by=by, cadres=tuple(cadres))
    return _log(UnitChange.Kind.SPLIT, unit, part, on, reason, by, told)


def _check_day_and_reason(on, reason):
    if not reason.strip():
        raise ValidationError(_("Give the reason; it is kept with the decision."), code="reason")
    if on > timezone.localdate():
        raise ValidationError(_("This day lies ahead. Carry it out when it has come."), code="ahead")


def _bring_help(unit, into):
    """The directory of help goes along; a number that stands there already is not needed twice."""
    there = set(into.help_contacts.values_list("phone", flat=True))
    HelpContact.objects.filter(unit=unit).exclude(phone__in=there).update(unit=into)


def _log(kind, unit, other, on, reason, by, told) -> UnitChange:
    figures = {}
    for _receiver, caused in told:
        figures |= caused or {}
    return UnitChange.objects.create(
        unit=unit, kind=kind, other=other, on=on, reason=reason.strip(), figures=figures, made_by=by
    )
