"""The days a report is about."""

import datetime
from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Edition
from quizzes.texts import in_language


@dataclass(frozen=True)
class Period:
    """From ``first`` to ``last``, both counted."""

    first: datetime.date
    last: datetime.date

    @property
    def moments(self) -> tuple[datetime.datetime, datetime.datetime]:
        """Half-open, in the site's time zone: ``start <= moment < end``."""
        start = timezone.make_aware(datetime.datetime.combine(self.first, datetime.time.min))
        end = timezone.make_aware(
            datetime.datetime.combine(self.last + datetime.timedelta(days=1), datetime.time.min)
        )
        return start, end


def presets(today: datetime.date) -> dict[str, Period]:
    """The periods that people ask for most."""
    quarter = datetime.date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return {
        "month": Period(today.replace(day=1), today),
        "quarter": Period(quarter, today),
        "year": Period(datetime.date(today.year, 1, 1), today),
        "last-year": Period(datetime.date(today.year - 1, 1, 1), datetime.date(today.year - 1, 12, 31)),
        "all": Period(datetime.date(2000, 1, 1), today),
    }


PRESET_LABELS = {
    "month": _("This month"),
    "quarter": _("This quarter"),
    "year": _("This year"),
    "last-year": _("Last year"),
    "all": _("Since the beginning"),
    "own": _("Days of your own"),
}


class PeriodForm(forms.Form):
    """What a report is asked for. ``cleaned_data["asked"]`` is a ``Period``; ``course`` a course key or None."""

    period = forms.ChoiceField(label=_("Period"), choices=list(PRESET_LABELS.items()), required=False)
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    course = forms.ChoiceField(label=_("Course"), required=False)

    def __init__(self, *args, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].choices = [("", _("All courses")), *course_choices(language)]

    def clean(self):
        data = super().clean()
        name = data.get("period") or ("own" if data.get("first") or data.get("last") else "year")
        today = timezone.localdate()
        if name != "own":
            data["asked"] = presets(today)[name]
            return data
        if not data.get("first") and "first" not in self.errors:
            self.add_error("first", _("Give the first day."))
        if data.get("first"):
            last = data.get("last") or today
            if last < data["first"]:
                self.add_error("last", _("The last day is before the first."))
            else:
                data["asked"] = Period(data["first"], last)
        return data


def course_choices(language: str) -> list[tuple[str, str]]:
    """Every course that evidence may stand on, by the title of its newest edition; gone ones too."""
    titles = {}
    for key, headings in Edition.objects.order_by("number").values_list("course_key", "headings"):
        titles[str(key)] = in_language(headings, language)
    return sorted(titles.items(), key=lambda item: item[1])
