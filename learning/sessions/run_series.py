"""Plan a series, and count who took which part. The part counts wherever it was taken; the same part twice is once."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.sorting import sort_key
from learning.sessions.models import Participant, RegisterEntry
from learning.sessions.series import Series


@dataclass(frozen=True)
class Taken:
    """A participant of the series and the parts that she took. ``label`` is her name, or None when she left none."""

    person: Participant
    parts: tuple
    is_complete: bool


@transaction.atomic
def plan_series(*, series: Series, by) -> Series:
    """Save a new or changed series. Parts that are planned already cannot be cut off."""
    if series.pk:
        standing = Series.objects.select_for_update().get(pk=series.pk)
        last = max((part or 0 for part in standing.sessions.values_list("part", flat=True)), default=0)
        if series.parts < last:
            raise ValidationError(
                {"parts": _("Part %(part)s is planned already.") % {"part": last}}, code="parts"
            )
    else:
        series.created_by = by
    series.save()
    return series


def taken_in(series: Series) -> list[Taken]:
    """Everybody who can be told apart (by name or pass) and took a part, the most parts first. Two queries.

    Two rows that were found to be one person count as one; taking that back counts them apart again.
    """
    came = RegisterEntry.objects.filter(
        session__series=series, attendance__in=RegisterEntry.CAME, session__part__isnull=False
    ).exclude(participant=None)
    parts: dict[int, set] = {}
    people: dict[int, Participant] = {}
    for entry in came.select_related("participant__same_as", "session"):
        person = entry.participant.same_as or entry.participant
        people[person.pk] = person
        parts.setdefault(person.pk, set()).add(entry.session.part)
    taken = [
        Taken(person=people[pk], parts=tuple(sorted(found)), is_complete=len(found) == series.parts)
        for pk, found in parts.items()
    ]
    return sorted(taken, key=lambda one: (-len(one.parts), sort_key(one.person.name), one.person.pk))
