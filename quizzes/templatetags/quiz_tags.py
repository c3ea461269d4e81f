"""Small things that pages of quizzes need."""

from django import template

register = template.Library()


@register.filter
def of(mapping, key):
    """The value under a key that is itself a variable."""
    return mapping.get(key)
