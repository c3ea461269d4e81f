"""Writing and deleting private notes."""

from django.core.cache import cache
from django.db import transaction

from learning.progress.note_models import PrivateNote

CACHE_SECONDS = 3600
BETWEEN = "\n\n⁂\n\n"  # stands between two texts that did not know of each other


def lessons_with_notes(cadre) -> set[str]:
    """Keys of the lessons on which she has one; the texts are not in the cache. One query an hour, and after each change."""
    keys = cache.get(_cache_key(cadre))
    if keys is None:
        keys = {
            str(key) for key in PrivateNote.objects.filter(cadre=cadre).values_list("lesson_key", flat=True)
        }
        cache.set(_cache_key(cadre), keys, CACHE_SECONDS)
    return keys


def _cache_key(cadre) -> str:
    return f"learning.notes.{cadre.pk}"


@transaction.atomic
def write_note(*, cadre, lesson_key, headings: dict, text: str, seen: int) -> PrivateNote | None:
    """Save her note on a lesson; an empty text deletes it, then None. The same text again changes nothing.

    ``seen`` is the version that her form was filled from, 0 for none. When another device saved meanwhile, both texts are
    kept, one below the other.
    """
    transaction.on_commit(lambda: cache.delete(_cache_key(cadre)))
    note = PrivateNote.objects.select_for_update().filter(cadre=cadre, lesson_key=lesson_key).first()
    text = text.strip()
    if note is None:
        if not text:
            return None
        note, created = PrivateNote.objects.get_or_create(
            cadre=cadre, lesson_key=lesson_key, defaults={"headings": headings, "text": text}
        )
        if created:
            return note
    if note.text == text:
        return note
    knows = note.version == seen
    if not text:
        if knows:
            note.delete()
            return None
        return note
    note.text = text if knows else f"{note.text}{BETWEEN}{text}"
    note.headings = headings
    note.version += 1
    note.save()
    return note


@transaction.atomic
def delete_note(*, cadre, uuid) -> bool:
    """Gone for good. False when there is no such note of hers (any more)."""
    transaction.on_commit(lambda: cache.delete(_cache_key(cadre)))
    return bool(PrivateNote.objects.filter(cadre=cadre, uuid=uuid).delete()[0])
