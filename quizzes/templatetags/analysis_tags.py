"""Figures as people read them. None is a dash: it was not said."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def as_percent(value) -> str:
    """0.834 is 83 %."""
    return "–" if value in (None, "") else f"{round(100 * value)} %"


@register.filter
def as_figure(value) -> str:
    """Two digits, in the reader's language."""
    return "–" if value in (None, "") else number_format(value, decimal_pos=2)
