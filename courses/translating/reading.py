"""What a reader is told about translations that are older than their source."""

from dataclasses import dataclass

from django.core.cache import cache

from courses.translating.queries import stale_for_readers
from courses.translating.state import difference
from courses.translating.units import BODY, SOURCE

CACHE_SECONDS = 600


@dataclass(frozen=True)
class Behind:
    """A stale part: ``label`` names it; ``hidden`` parts are shown in the source's language instead."""

    label: str
    since: object
    difference: str
    hidden: bool
    source_language: str = SOURCE


def all_behind(page, language: str) -> dict[str, Behind]:
    """``{unit: Behind}``. Two queries, none when cached; the source itself is never behind."""
    if language == SOURCE or not page.pk or getattr(page, "is_fallback", False):
        return {}
    key = cache_key(page, language)
    found = None if page.in_preview else cache.get(key)
    if found is None:
        found = {
            name: Behind(
                label=unit.label,
                since=state.since,
                difference=difference(state.then, unit.source_parts),
                hidden=hidden,
            )
            for name, (unit, state, hidden) in stale_for_readers(page, language).items()
        }
        if not page.in_preview:
            cache.set(key, found, CACHE_SECONDS)
    return found


def cache_key(page, language: str) -> str:
    generation = cache.get_or_set(f"courses.translating.{page.translation_key}", 0, None)
    return f"courses.behind.{page.pk}.{page.live_revision_id}.{language}.{generation}"


def forget(page_key) -> None:
    """What is known of the page's translations has changed."""
    key = f"courses.translating.{page_key}"
    cache.set(key, (cache.get(key) or 0) + 1, None)


def fields_behind(page) -> list[Behind]:
    return [
        found for name, found in all_behind(page, page.shown_language).items() if not name.startswith(BODY)
    ]


def behind(page, body: list) -> tuple[dict, list]:
    """``({block id: Behind}, the blocks with those of the source in the place of hidden ones)``."""
    found = {
        name.partition(":")[2]: part
        for name, part in all_behind(page, page.shown_language).items()
        if name.startswith(f"{BODY}:")
    }
    if not any(part.hidden for part in found.values()):
        return found, body
    source = {block.id: block for block in page.in_language(BODY, SOURCE) or []}
    return found, [
        source.get(block.id, block) if block.id in found and found[block.id].hidden else block
        for block in body
    ]
