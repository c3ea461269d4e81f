"""Saving, marking and hiding translations. Every verb is harmless twice."""

from django.db import transaction

from courses.models import HiddenTranslation, TranslationCount, TranslationPair
from courses.translating.queries import page_rows, pairs_of
from courses.translating.reading import forget
from courses.translating.shape import with_texts
from courses.translating.state import STALE, count_states, state_of
from courses.translating.units import BODY, SOURCE, PageTexts, paired, target_languages, texts_of_page


def note_saved(texts: PageTexts, *, by_id=None) -> None:
    """A version of a page was saved: a target that was not seen before is taken for a translation of the source beside it.
    A target that was seen with another source stays what it is, stale. Two queries a language."""
    for language, _name in target_languages():
        units = texts.units(language)
        known = pairs_of([texts.key], language)
        states = []
        fresh = []
        for unit in units:
            pairs = known[texts.key, unit.name]
            states.append(state_of(unit, pairs))
            if (
                unit.has_source
                and unit.has_target
                and all(p.target_digest != unit.target_digest for p in pairs)
            ):
                fresh.append(_pair(texts.key, unit, language, by_id))
        TranslationPair.objects.bulk_create(fresh, ignore_conflicts=True)
        TranslationCount.objects.update_or_create(
            page_id=texts.pk, language=language, defaults=count_states(states)
        )
    forget(texts.key)


def mark_current(*, page, language: str, unit_name: str, by=None) -> bool:
    """The translation says what the source says now, although the source has changed. False when there is nothing to mark."""
    page.refresh_from_db(fields=["latest_revision"])
    found = page_rows(page, language)
    row = next((row for row in found.rows if row.unit.name == unit_name), None)
    if row is None or row.state.code != STALE:
        return False
    TranslationPair.objects.bulk_create(
        [_pair(found.texts.key, row.unit, language, by.pk if by else None)], ignore_conflicts=True
    )
    note_saved(found.texts)
    return True


def set_hidden(*, page, language: str, unit_name: str, hidden: bool, by=None) -> None:
    """Readers get the source instead while the part is stale, or the stale translation with its banner."""
    place = {"page_key": page.translation_key, "language": language, "unit": unit_name}
    if hidden:
        HiddenTranslation.objects.get_or_create(**place, defaults={"by": by})
    else:
        HiddenTranslation.objects.filter(**place).delete()
    forget(page.translation_key)


@transaction.atomic
def save_translations(*, page, language: str, texts: dict[str, dict[str, str]], by=None):
    """Write ``{unit: {path: text}}`` into a new draft of the page. Units not named stay as they are; blocks without texts
    (a quiz, a picture's file) are taken over from the source. Returns the revision, None when nothing changes."""
    draft = page.get_latest_revision_as_object()
    standing = texts_of_page(draft)
    units = {unit.name: unit for unit in standing.units(language)}
    changed = {
        name: values
        for name, values in texts.items()
        if name in units and values != {path: units[name].target_texts.get(path, "") for path in values}
    }
    if not changed:
        return None
    for name, values in changed.items():
        if not units[name].is_block:
            draft.set_in_language(name, language, values[""])
    if any(units[name].is_block for name in changed):
        _write_body(draft, standing, language, units, changed)
    return draft.save_revision(user=by, log_action=True)


def _write_body(draft, standing, language, units, changed):
    """The target's blocks in the order of the source's; what only the target has stays behind them."""
    source, target = standing.value(BODY, SOURCE) or [], standing.value(BODY, language) or []
    partners = paired(source, target)
    used = {id(block) for block in partners.values()}
    made = []
    for block in source:
        unit = units.get(f"{BODY}:{block.get('id')}")
        partner = partners.get(block.get("id"))
        if unit is None:
            continue
        if unit.name in changed:
            value = with_texts(unit.definition, block["value"], changed[unit.name])
            made.append({**block, "value": _keeping_own_files(unit, partner, value)})
        elif partner is not None:
            made.append({**partner, "id": block["id"]})
        elif not unit.source_texts:
            made.append(block)
    made += [block for block in target if id(block) not in used]
    field = draft._meta.get_field(BODY)
    draft.set_in_language(BODY, language, field.stream_block.to_python(made))


def _keeping_own_files(unit, partner, value):
    """A film or a recording in the target's own language stays when its words are changed."""
    own = partner["value"].get("file") if partner and isinstance(partner["value"], dict) else None
    return {**value, "file": own} if own and isinstance(value, dict) else value


def _pair(page_key, unit, language, by_id) -> TranslationPair:
    return TranslationPair(
        page_key=page_key,
        unit=unit.name,
        language=language,
        source_digest=unit.source_digest,
        target_digest=unit.target_digest,
        source=unit.source_parts,
        by_id=by_id,
    )
