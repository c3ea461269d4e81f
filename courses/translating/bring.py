"""Take translations that came from outside into drafts."""

from collections import defaultdict
from dataclasses import dataclass, field

import nh3
from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import CoursePage, TranslationPair
from courses.translating.change import note_saved, save_translations
from courses.translating.po import read_po_file
from courses.translating.queries import course_rows
from courses.translating.shape import normalised
from courses.translating.xliff import BrokenFile, read_xliff
from quizzes.versions import digest_of

TAGS = {"p", "h2", "h3", "h4", "b", "i", "strong", "em", "ol", "ul", "li", "a", "br", "hr"}
ATTRIBUTES = {"a": {"href", "linktype", "id"}, "p": {"data-block-key"}, "li": {"data-block-key"}}
READERS = {"xliff": read_xliff, "xlf": read_xliff, "po": read_po_file}


@dataclass
class Report:
    """What an import did: ``pages`` changed, ``texts`` taken, ``stale`` of them from an older source, ``left`` not taken."""

    pages: int = 0
    texts: int = 0
    stale: int = 0
    left: list = field(default_factory=list)


def read_translations(name: str, content: bytes, language: str):
    """The texts of a file by the kind that its name tells. Raises ``BrokenFile``, also when it is of another language."""
    reader = READERS.get(name.rsplit(".", 1)[-1].lower())
    if reader is None:
        raise BrokenFile(_("Choose a file whose name ends in .xliff, .xlf or .po."))
    named, texts = reader(content)
    if named.lower().replace("_", "-") != language.lower():
        message = _("The file is for the language “%(named)s”, not for “%(wanted)s”.")
        raise BrokenFile(message % {"named": named, "wanted": language})
    return texts


@transaction.atomic
def bring_translations(*, course: CoursePage, language: str, texts: list, by=None) -> Report:
    """Every page with a changed text gets a new draft; nothing goes live. All or nothing; twice changes nothing more.

    What was translated from a source that has changed since is taken and stays stale.
    """
    report = Report()
    by_page = defaultdict(list)
    for text in texts:
        by_page[text.page_key].append(text)
    for standing in course_rows(course, language):
        brought = by_page.pop(standing.texts.key, [])
        if brought:
            _bring_page(standing, brought, language, report, by)
    if by_page:
        count = sum(len(left) for left in by_page.values())
        report.left.append(_("%(n)s texts belong to pages that are not in this course.") % {"n": count})
    return report


def _bring_page(standing, brought, language, report, by):
    rows = {row.unit.name: row for row in standing.rows}
    changed, sources = defaultdict(dict), defaultdict(dict)
    for text in brought:
        row = rows.get(text.unit)
        if row is None or text.path not in row.unit.source_texts:
            report.left.append(
                _("%(page)s: a part that is no longer there.") % {"page": standing.texts.heading()}
            )
            continue
        sources[text.unit][text.path] = text.source
        target = _clean(text.target, row.unit.rich_at(text.path))
        standing_text = normalised(row.unit.target_texts.get(text.path))
        if normalised(text.target) and standing_text not in (normalised(text.target), normalised(target)):
            changed[text.unit][text.path] = target
    if not changed:
        return
    whole = {name: {**rows[name].unit.target_texts, **values} for name, values in changed.items()}
    _keep_old_sources(standing, changed, whole, sources, language, report, by)
    if save_translations(page=standing.page, language=language, texts=whole, by=by):
        report.pages += 1
        report.texts += sum(len(values) for values in changed.values())


def _keep_old_sources(standing, changed, whole, sources, language, report, by):
    """Before the draft is saved: say what the translation was really made from, so that it is not taken for current."""
    rows = {row.unit.name: row.unit for row in standing.rows}
    for name in changed:
        unit = rows[name]
        then = dict(unit.source_parts)
        then |= {path: normalised(text) for path, text in sources[name].items()}
        if then == unit.source_parts:
            continue
        report.stale += 1
        target = dict(unit.source_parts) if unit.is_block else {}
        target = {path: value for path, value in target.items() if path not in unit.source_texts}
        target |= {path: normalised(text) for path, text in whole[name].items() if normalised(text)}
        TranslationPair.objects.get_or_create(
            page_key=standing.texts.key,
            unit=name,
            language=language,
            source_digest=digest_of(then),
            target_digest=digest_of(target),
            defaults={"source": then, "by": by},
        )


def _clean(text: str, rich: bool) -> str:
    if not rich:
        return text
    return nh3.clean(
        text, tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes={"http", "https", "mailto", "tel"}
    )


def recount(course: CoursePage, language: str) -> None:
    """Count the course's drafts anew, for a language that has just been added."""
    for standing in course_rows(course, language):
        note_saved(standing.texts)
