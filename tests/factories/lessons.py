"""Bodies of lessons, block by block."""

import json

from courses.models import LessonPage


def block(kind: str, value, block_id: str) -> dict:
    """A block of a body as it is stored."""
    return {"type": kind, "value": value, "id": block_id}


def give_body(lesson: LessonPage, language: str, *blocks: dict, publish: bool = True) -> LessonPage:
    """Replace the lesson's text in one language, live at once or as a draft."""
    field = LessonPage._meta.get_field("body")
    lesson.set_in_language("body", language, field.to_python(json.dumps(blocks)))
    revision = lesson.save_revision()
    if publish:
        revision.publish()
        lesson.refresh_from_db()
    return lesson
