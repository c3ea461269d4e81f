"""Make draft pages of a Word file."""

import json
import uuid

from django.db import transaction

from courses.exchange.docx import Document
from courses.exchange.read import save_picture
from courses.models import CoursePage, LessonPage, ModulePage

WORDS_A_MINUTE = 200


@transaction.atomic
def make_pages(document: Document, *, parent, language: str, alternative_texts: dict, by=None) -> CoursePage:
    """Draft pages below ``parent``: a course list gets a new course, a course gets the modules. All or nothing; nothing goes
    live. Raises ``BrokenFile`` for a picture that is none. A picture without alternative text stays unfinished: the page cannot
    go live before somebody has written one."""
    course = (
        parent if isinstance(parent, CoursePage) else _add(parent, CoursePage(), document.title, language, by)
    )
    pictures = {}
    for module in document.modules:
        page = _add(course, ModulePage(), module.heading, language, by)
        for lesson in module.lessons:
            raw = [
                _block(kind, value, document, pictures, alternative_texts, by)
                for kind, value in lesson.blocks
            ]
            made = LessonPage(minutes=minutes_of(raw))
            made.set_in_language(
                "body", language, LessonPage._meta.get_field("body").to_python(json.dumps(raw))
            )
            _add(page, made, lesson.heading, language, by)
    return course


def minutes_of(raw: list) -> int:
    letters = sum(len(block["value"]) for block in raw if block["type"] == "text")
    return max(3, min(60, round(letters / WORDS_A_MINUTE)))


def _add(parent, page, heading, language, by):
    page.live = False
    page.has_unpublished_changes = True
    page.set_in_language("heading", language, heading)
    page.minimal_clean()
    taken = set(parent.get_children().values_list("slug", flat=True))
    base, number = page.slug, 2
    while page.slug in taken:
        page.slug, number = f"{base[:76]}-{number}", number + 1
    parent.add_child(instance=page)
    page.save_revision(user=by, log_action=True)
    return page


def _block(kind, value, document, pictures, alternative_texts, by) -> dict:
    if kind == "image":
        content, told = document.pictures[value]
        if value not in pictures:
            pictures[value] = save_picture(
                content, value.rsplit("/", 1)[-1], value.rsplit(".", 1)[-1].lower(), by
            ).pk
        text = (alternative_texts.get(value) or told or "").strip()
        value = {"image": pictures[value], "alternative_text": text[:300], "caption": ""}
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}
