"""What the pages of the CMS ask."""

from django import template
from django.utils.translation import get_language
from wagtail.models import Page

from courses.changes import effect_of_change
from courses.models.change import ChangeKind, PlannedChange
from quizzes.texts import in_language

register = template.Library()


@register.simple_tag
def planned_change_of(page):
    """``{"is_material", "note", "due_on", "effect"}`` of a lesson's draft, None when nothing was asked."""
    plan = PlannedChange.objects.filter(lesson_id=page.pk).first() if isinstance(page, Page) else None
    if plan is None:
        return None
    return {
        "is_material": plan.kind == ChangeKind.MATERIAL,
        "note": in_language(plan.notes, get_language()),
        "due_on": plan.due_on,
        "effect": effect_of_change(plan.lesson),
    }
