"""What a question finds."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import get_language

from courses.models import CoursePage, SearchText
from courses.search.words import excerpt, meant, sound_of_term, stem, terms_of, vocabulary_of

MOST_FOUND = 50
HEADING, TEXT, SOUND = 0, 1, 2  # the nearest first


@dataclass(frozen=True)
class Found:
    """A page, in the reader's language where it has one. ``excerpt`` is ``[(piece, is_the_term)]``, [] for cadre courses."""

    page_id: int
    course_id: int
    heading: str
    language: str
    excerpt: list = field(default_factory=list)


@dataclass(frozen=True)
class Finds:
    """``meant`` is what was searched instead, when nothing held the question as it was written."""

    pages: list
    meant: str = ""


def find(question: str, *, courses) -> Finds:
    """Live pages of these courses (a queryset) that hold every term of the question, headings first. Two queries, a third
    when nothing was found and the question may be misspelt. A question without a letter finds nothing."""
    terms = terms_of(question)
    if not terms:
        return Finds(pages=[])
    rows = _rows(terms, courses)
    if rows:
        return Finds(pages=_found(rows, terms, courses))
    corrected = _corrected(terms, courses)
    if corrected == terms:
        return Finds(pages=[])
    return Finds(pages=_found(_rows(corrected, courses), corrected, courses), meant=" ".join(corrected))


def _rows(terms, courses):
    holds_all = Q()
    for term in terms:
        held = Q(heading_words__contains=stem(term)) | Q(words__contains=stem(term))
        if sound := sound_of_term(term):
            held |= Q(sounds__contains=sound)
        holds_all &= held
    return list(SearchText.objects.filter(holds_all, course__in=courses)[: MOST_FOUND * 4])


def _found(rows, terms, courses):
    public = set(courses.filter(audience=CoursePage.Audience.PUBLIC).values_list("pk", flat=True))
    mine = get_language()
    best = {}
    for row in sorted(rows, key=lambda row: (_nearness(row, terms), row.language != mine, row.page_id)):
        kept = best.setdefault(row.page_id, row)
        if row.language == mine and kept.language != mine:
            best[row.page_id] = row
    return [
        Found(
            page_id=row.page_id,
            course_id=row.course_id,
            heading=row.heading,
            language=row.language,
            excerpt=excerpt(row.shown, [stem(term) for term in terms]) if row.course_id in public else [],
        )
        for row in list(best.values())[:MOST_FOUND]
    ]


def _nearness(row, terms) -> int:
    """The worst of the terms decides."""
    return max(
        HEADING if stem(term) in row.heading_words else TEXT if stem(term) in row.words else SOUND
        for term in terms
    )


def _corrected(terms, courses):
    texts = SearchText.objects.filter(course__in=courses).values_list("heading_words", "words")
    vocabulary = vocabulary_of(text for row in texts.iterator() for text in row)
    return [term if term in vocabulary else meant(term, vocabulary) or term for term in terms]
