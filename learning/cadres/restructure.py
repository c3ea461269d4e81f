"""Postings and mandates when units are merged or split: each ends, and another begins; none is rewritten."""

from django.db.models import Q
from django.dispatch import receiver

from learning.cadres.models import Mandate, Posting
from learning.signals import unit_split, units_merged


@receiver(units_merged)
def follow_the_merger(sender, unit, into, on, carry_mandates, **kwargs):
    """Returns ``{"postings", "mandates"}``: how many went along."""
    moved = 0
    for posting in _in_force_or_ahead(Posting, unit, on):
        _go_along(posting, into, on)
        moved += 1
    ended = 0
    for mandate in _in_force_or_ahead(Mandate, unit, on):
        if carry_mandates and not Mandate.objects.filter(
            user=mandate.user_id, unit=into, role=mandate.role, until=None
        ):
            since = max(on, mandate.since)
            Mandate.objects.create(
                user_id=mandate.user_id, unit=into, role=mandate.role, since=since, until=mandate.until
            )
        _end(mandate, on)
        ended += 1
    return {"postings": moved, "mandates": ended}


@receiver(unit_split)
def follow_the_split(sender, unit, part, on, cadres, **kwargs):
    """Returns ``{"postings"}``: the posts that these cadres hold in the unit are held in the new one."""
    moved = 0
    for posting in _in_force_or_ahead(Posting, unit, on).filter(cadre__in=cadres):
        _go_along(posting, part, on)
        moved += 1
    return {"postings": moved}


def _in_force_or_ahead(model, unit, on):
    """Of the unit itself, and not over on that day."""
    return (
        model.objects.select_for_update()
        .filter(unit=unit)
        .filter(Q(until=None) | Q(until__gt=on))
        .order_by("pk")
    )


def _go_along(posting, unit, on):
    since, until = max(on, posting.since), posting.until
    _end(posting, on)
    held = Posting.objects.filter(
        cadre=posting.cadre_id, unit=unit, post=posting.post_id, is_main=posting.is_main
    )
    if held.filter(since__lte=since).filter(Q(until=None) | Q(until__gt=since)).exists():
        return
    Posting.objects.create(
        cadre_id=posting.cadre_id,
        unit=unit,
        post_id=posting.post_id,
        since=since,
        until=until,
        is_main=posting.is_main,
    )


def _end(row, on):
    row.until = max(on, row.since)
    row.save(update_fields=["until"])
