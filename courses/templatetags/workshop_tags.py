"""What the pages of the CMS ask."""

from django import template
from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Page

from courses.changes import effect_of_change, plan_of
from courses.checking.lesson import bodies_of, check_lesson
from courses.checking.reading import reading_of
from courses.models import LessonPage
from courses.models.change import ChangeKind
from quizzes.models import Quiz
from quizzes.texts import in_language

register = template.Library()


@register.simple_tag
def planned_change_of(page):
    """``{"is_material", "note", "due_on", "effect"}`` of the draft of a page or quiz, None when nothing was asked."""
    plan = plan_of(page) if isinstance(page, (Page, Quiz)) else None
    if plan is None:
        return None
    return {
        "is_material": plan.kind == ChangeKind.MATERIAL,
        "note": in_language(plan.notes, get_language()),
        "due_on": plan.due_on,
        "effect": effect_of_change(page.specific if isinstance(page, Page) else page),
    }


@register.simple_tag
def checks_of(page):
    """``{"findings", "reading": [{"name", "size", "grade"}]}`` of a saved lesson; None for everything else."""
    if not isinstance(page, LessonPage) or page.pk is None:
        return None
    names = dict(settings.LANGUAGES)
    readings = {
        code: reading_of("\n".join(part.prose for part in parts), code)
        for code, parts in bodies_of(page).items()
    }
    return {
        "findings": check_lesson(page),
        "reading": [
            {"name": names[code], "size": reading.size, "grade": reading.grade}
            for code, reading in readings.items()
            if reading.size
        ],
    }
