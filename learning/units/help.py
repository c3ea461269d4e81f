"""Whom to call: the numbers of a unit and of those above it, kept in the cache."""

from django.core.cache import cache

from learning.units.models import HelpContact, Unit
from quizzes.texts import texts_of

CACHE_SECONDS = 600


def help_contacts(unit: Unit | None) -> list[dict]:
    """``[{"kind", "phone", "names", "hours"}]``, the unit's own first, then its parents'. None: the root's.

    Two queries, none when cached. A number that stands twice is shown once, as the nearest unit words it.
    """
    key = f"learning.help.{unit.pk if unit else 'root'}"
    found = cache.get(key)
    if found is None:
        found = _read(unit)
        cache.set(key, found, CACHE_SECONDS)
    return found


def _read(unit):
    if unit is None:
        unit = Unit.get_first_root_node()
    if unit is None:
        return []
    paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    rows = (
        HelpContact.objects.filter(unit__path__in=paths)
        .select_related("unit")
        .order_by("-unit__path", "sort_order", "pk")
    )
    contacts = {}
    for row in rows:
        contacts.setdefault(
            row.phone,
            {
                "kind": row.kind,
                "phone": row.phone,
                "names": texts_of(row, "name"),
                "hours": texts_of(row, "hours"),
            },
        )
    return list(contacts.values())
