"""Days and lengths as they stand in a certificate's facts."""

import datetime

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def iso_day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@register.filter
def hours(minutes: int) -> str:
    return _("%(hours)s hours") % {"hours": number_format(round(minutes / 60, 1))}


@register.filter
def words(text: str) -> list[str]:
    """``"a b"`` as a list, to loop over in a template."""
    return text.split()
