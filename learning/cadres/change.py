"""Appoint, transfer and end postings. A posting is never rewritten: it ends, and another begins."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from learning.cadres.models import Cadre, Post, Posting
from learning.units.models import Unit


@transaction.atomic
def appoint(*, cadre: Cadre, unit: Unit, post: Post, on: datetime.date, is_main: bool = True) -> Posting:
    """The cadre holds ``post`` in ``unit`` from ``on``. Holding the same one already: that posting is returned.

    Raises ``ValidationError`` when the unit is closed, or when a main post overlaps another (transfer her instead).
    """
    Cadre.objects.select_for_update().get(pk=cadre.pk)
    mine = Posting.objects.filter(cadre=cadre).filter(Q(until__isnull=True) | Q(until__gt=on))
    same = mine.filter(unit=unit, post=post, is_main=is_main).first()
    if same:
        return same
    if unit.closed_on and unit.closed_on <= on:
        raise ValidationError(_("This unit is closed."), code="unit-closed")
    if is_main and mine.filter(is_main=True).exists():
        message = _(
            "She already holds a main post at that time. Transfer her, or add this one as a further post."
        )
        raise ValidationError(message, code="main-post-taken")
    return Posting.objects.create(cadre=cadre, unit=unit, post=post, since=on, is_main=is_main)


@transaction.atomic
def transfer(*, cadre: Cadre, unit: Unit, post: Post, on: datetime.date) -> Posting:
    """Her main post ends on ``on`` and the new one begins the same day. What she did before stays where it was done."""
    Cadre.objects.select_for_update().get(pk=cadre.pk)
    current = Posting.objects.filter(cadre=cadre, is_main=True, until__isnull=True).first()
    if current and (current.unit_id, current.post_id) == (unit.pk, post.pk):
        return current
    if current:
        end_posting(posting=current, on=on)
    return appoint(cadre=cadre, unit=unit, post=post, on=on)


@transaction.atomic
def end_posting(*, posting: Posting, on: datetime.date) -> Posting:
    """The posting ends on ``on`` (that day no longer counts). Ended before: nothing changes."""
    posting = Posting.objects.select_for_update().get(pk=posting.pk)
    if posting.until and posting.until <= on:
        return posting
    if on < posting.since:
        raise ValidationError(_("This day is before the posting began."), code="before-beginning")
    posting.until = on
    posting.save(update_fields=["until"])
    return posting


def main_posting(cadre: Cadre, day: datetime.date) -> Posting | None:
    """The posting in which the cadre is counted on ``day``."""
    return (
        Posting.objects.filter(cadre=cadre, is_main=True)
        .in_force_on(day)
        .select_related("unit", "post")
        .order_by("since")
        .last()
    )
