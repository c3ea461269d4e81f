"""Small things of pages about sessions."""

from django import template

register = template.Library()


@register.filter
def at(mapping, key):
    """``mapping[key]``, empty when it has none."""
    return (mapping or {}).get(key, "")
