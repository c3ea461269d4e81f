"""Keep what can be found true to the live pages."""

import html

from django.db import transaction
from django.utils.html import strip_tags
from wagtail.models import Page

from courses.models import CoursePage, LessonPage, ModulePage, SearchText
from courses.search.words import normalised, sounds_of
from courses.templatetags.course_tags import sections

SEARCHED = (CoursePage, ModulePage, LessonPage)


@transaction.atomic
def collect(path: str) -> None:
    """Write what can be found of the page at this tree path and of all below it, in each language; nothing of a page that
    is not live or stands below one that is not. Seven queries however many pages; twice gives the same rows.
    """
    pages = [page for model in SEARCHED for page in model.objects.filter(path__startswith=path)]
    SearchText.objects.filter(page__path__startswith=path).delete()
    offline = set(Page.objects.filter(path__in=_paths_up(pages), live=False).values_list("path", flat=True))
    courses = {course.path: course for course in CoursePage.objects.filter(path__in=_paths_up(pages))}
    SearchText.objects.bulk_create(
        [
            search_text(page, course, language)
            for page in pages
            if not offline.intersection(_paths_up([page]))
            and (course := next((courses[up] for up in _paths_up([page]) if up in courses), None))
            for language in page.languages
        ],
        batch_size=500,
    )


def rebuild() -> int:
    """Forget and collect everything anew. Returns how many texts there are."""
    collect(Page.get_first_root_node().path)
    return SearchText.objects.count()


def _paths_up(pages) -> set[str]:
    """The tree paths of these pages and of all above them."""
    step = Page.steplen
    return {page.path[:end] for page in pages for end in range(step, len(page.path) + 1, step)}


def search_text(page, course, language: str) -> SearchText:
    """The row of a page in one language. What stands behind a content notice can be found but is never quoted."""
    heading = page.in_language("heading", language)
    summary = page.in_language("summary", language) or ""
    body = page.in_language("body", language) if isinstance(page, LessonPage) else []
    open_blocks, covered_blocks = [], []
    for section in sections(body or []):
        (covered_blocks if section.notice else open_blocks).extend(section.blocks)
    shown = " ".join([summary, *texts_of_blocks(open_blocks)]).strip()
    return SearchText(
        page=page,
        course=course,
        language=language,
        heading=heading,
        shown=shown,
        heading_words=normalised(heading),
        words=normalised(f"{shown} {' '.join(texts_of_blocks(covered_blocks))}"),
        sounds=sounds_of(heading),
    )


def texts_of_blocks(blocks) -> list[str]:
    """What a reader reads in these blocks, as plain text."""
    texts = [text for block in blocks for text in block.block.get_searchable_content(block.value)]
    return [" ".join(html.unescape(strip_tags(text.replace(">", "> "))).split()) for text in texts]
