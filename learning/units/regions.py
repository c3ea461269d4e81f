"""Regions for content: the units of the levels right below the nation, and those around the reader."""

from django.core.cache import cache
from django.utils.translation import get_language

from courses.regions import region_choices
from learning.units.models import Unit

DEEPEST_RANK = 2  # nation 0, province 1, prefecture 2
CACHE_SECONDS = 600


@region_choices.register
def regions() -> list[tuple[str, str]]:
    """``(code, name)`` of provinces and prefectures, in the order of the tree. One query, none when cached."""
    key = f"learning.regions.{get_language()}"
    found = cache.get(key)
    if found is None:
        units = Unit.objects.filter(level__rank__in=range(1, DEEPEST_RANK + 1)).order_by("path")
        found = [(unit.code, unit.name) for unit in units]
        cache.set(key, found, CACHE_SECONDS)
    return found


def region_codes_around(unit: Unit) -> set[str]:
    """Codes of the unit and of all above it. One query, none when cached."""
    key = f"learning.regions-around.{unit.pk}"
    found = cache.get(key)
    if found is None:
        paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
        found = set(Unit.objects.filter(path__in=paths).values_list("code", flat=True))
        cache.set(key, found, CACHE_SECONDS)
    return found
