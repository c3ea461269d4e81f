"""What a phone takes along of a course, to read it without a network. Reading only."""

import hashlib

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page

from courses.models import CoursePage
from courses.outline import Outline
from quizzes.texts import in_language

LOOK = ("css/site.css", "js/leave.js", "js/read-aloud.js")  # a page is fetched anew when one of them changes


def plan_of(course: CoursePage, outline: Outline) -> dict:
    """``{"key", "title", "open", "address", "pages": [{"address", "also", "version"}]}`` in the reader's language.

    ``title`` is the neutral one: others look at the phone. ``open``: fetched as somebody without an account. ``also`` are
    addresses that lead to the same page. A page whose ``version`` a phone has need not be fetched again, so a download that
    broke off goes on where it was.
    """
    named = {lesson.pk: "lesson" for lesson in outline.lessons}
    named |= {module.pk: "module" for module in outline.modules}
    order = [course.pk]
    for module in outline.modules:
        order += [module.pk, *(lesson.pk for lesson in module.lessons)]
    pages = Page.objects.live().in_bulk(order)
    return {
        "key": outline.course_key,
        "language": get_language(),
        "title": in_language(outline.public_titles, get_language())
        or in_language(outline.headings, get_language()),
        "open": course.is_public,
        "address": course.get_url(),
        "pages": [
            {
                "address": pages[pk].get_url(),
                "also": [reverse(named[pk], args=[pk])] if pk in named else [],
                "version": _version(pages[pk]),
            }
            for pk in order
            if pk in pages
        ],
    }


def _version(page: Page) -> str:
    parts = [str(page.live_revision_id), str(page.last_published_at), *(static(name) for name in LOOK)]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]
