"""What is known of the translations of pages. Reading only; the number of queries does not grow with the course."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum
from wagtail.models import Page, Revision

from courses.models import (
    CoursePage,
    HiddenTranslation,
    LessonPage,
    ModulePage,
    TranslationCount,
    TranslationPair,
)
from courses.translating.state import CURRENT, EXTRA, MISSING, STALE, State, count_states, state_of
from courses.translating.units import PageTexts, Unit, texts_of_content, texts_of_page

PARTS_OF_A_COURSE = (CoursePage, ModulePage, LessonPage)


@dataclass(frozen=True)
class Row:
    unit: Unit
    state: State
    hidden: bool = False


@dataclass(frozen=True)
class PageRows:
    """A page with its units in one language, as its newest draft has them."""

    page: Page
    texts: PageTexts
    rows: list

    @property
    def counts(self) -> dict:
        return count_states(row.state for row in self.rows)

    def of(self, *codes: str) -> list:
        return [row for row in self.rows if row.state.code in codes]

    @property
    def open_rows(self) -> list:
        return self.of(MISSING, STALE)

    @property
    def done_rows(self) -> list:
        return self.of(CURRENT, EXTRA)


def course_rows(course: CoursePage, language: str) -> list[PageRows]:
    """Every page of the course in the order of the tree. Six queries."""
    pages = sorted(
        (
            page
            for model in PARTS_OF_A_COURSE
            for page in model.objects.filter(path__startswith=course.path, alias_of=None)
        ),
        key=lambda page: page.path,
    )
    return _rows(pages, language)


def page_rows(page, language: str) -> PageRows:
    return _rows([page], language)[0]


def _rows(pages, language):
    drafts = dict(
        Revision.objects.filter(pk__in=[page.latest_revision_id for page in pages]).values_list(
            "pk", "content"
        )
    )
    keys = [page.translation_key for page in pages]
    pairs, hidden = pairs_of(keys, language), hidden_in(keys, language)
    found = []
    for page in pages:
        draft = drafts.get(page.latest_revision_id)
        texts = texts_of_content(type(page), draft) if draft else texts_of_page(page)
        key = str(page.translation_key)
        rows = [
            Row(unit, state_of(unit, pairs[key, unit.name]), (key, unit.name) in hidden)
            for unit in texts.units(language)
        ]
        found.append(PageRows(page=page, texts=texts, rows=rows))
    return found


def pairs_of(page_keys, language: str) -> dict:
    """``{(page key, unit): [pairs, oldest first]}``. One query."""
    found = defaultdict(list)
    for pair in TranslationPair.objects.filter(page_key__in=page_keys, language=language).order_by(
        "at", "pk"
    ):
        found[str(pair.page_key), pair.unit].append(pair)
    return found


def hidden_in(page_keys, language: str) -> set:
    rows = HiddenTranslation.objects.filter(page_key__in=page_keys, language=language)
    return {(str(key), unit) for key, unit in rows.values_list("page_key", "unit")}


def stale_for_readers(page, language: str) -> dict[str, tuple[Unit, State, bool]]:
    """``{unit: (unit, state, hidden)}`` of what is stale on the live page. Two queries."""
    pairs = pairs_of([page.translation_key], language)
    hidden = hidden_in([page.translation_key], language)
    key = str(page.translation_key)
    found = {}
    for unit in texts_of_page(page).units(language):
        state = state_of(unit, pairs[key, unit.name])
        if state.code == STALE:
            found[unit.name] = (unit, state, (key, unit.name) in hidden)
    return found


def translation_counts(courses) -> dict:
    """``{(course pk, language): {"missing", "stale", "current"}}`` of the newest drafts. One query, for the trainer's home
    and every list of courses."""
    courses = list(courses)
    rows = (
        TranslationCount.objects.filter(
            page__path__regex=f"^({'|'.join(course.path for course in courses) or '-'})"
        )
        .values_list("page__path", "language")
        .annotate(Sum("missing"), Sum("stale"), Sum("current"))
    )
    found = defaultdict(lambda: {MISSING: 0, STALE: 0, CURRENT: 0})
    for path, language, missing, stale, current in rows:
        course = next(course for course in courses if path.startswith(course.path))
        counts = found[course.pk, language]
        for code, number in ((MISSING, missing), (STALE, stale), (CURRENT, current)):
            counts[code] += number
    return dict(found)
