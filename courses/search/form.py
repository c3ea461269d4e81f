"""What somebody looks for in the list of courses."""

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from courses.models import CoursePage, Topic
from courses.outline import outline_of
from courses.search.find import Finds, find
from courses.search.words import LONGEST_QUESTION


class CourseSearchForm(forms.Form):
    """Every part may be left out. What cannot be understood in an address is as if it were left out."""

    q = forms.CharField(
        label=_("Words"),
        max_length=LONGEST_QUESTION,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search"}),
    )
    topic = forms.ChoiceField(label=_("Subject"), required=False)
    audience = forms.ChoiceField(
        label=_("For whom"),
        required=False,
        choices=[("", _("everybody and cadres")), *CoursePage.Audience.choices],
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("any language")), *settings.LANGUAGES]
    )
    minutes = forms.TypedChoiceField(
        label=_("How long"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("any length")),
            (30, _("up to half an hour")),
            (60, _("up to an hour")),
            (120, _("up to two hours")),
        ],
    )

    def __init__(self, data):
        super().__init__(data)
        self.topics = list(Topic.objects.all())
        self.fields["topic"].choices = [("", _("all subjects")), *((t.code, t.name) for t in self.topics)]

    @property
    def asks(self) -> dict:
        """What was asked for and could be understood."""
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}

    def chosen(self, courses):
        """Those of ``courses`` (a queryset) that the filters let through."""
        asks = self.asks
        if topic := asks.get("topic"):
            courses = courses.filter(topics__code=topic)
        if audience := asks.get("audience"):
            courses = courses.filter(audience=audience)
        if language := asks.get("language"):
            heading = build_localized_fieldname("heading", language)
            courses = courses.exclude(Q(**{heading: ""}) | Q(**{f"{heading}__isnull": True}))
        if minutes := asks.get("minutes"):
            short = [course.pk for course in courses if outline_of(course).minutes <= minutes]
            courses = courses.filter(pk__in=short)
        return courses

    def finds(self, courses) -> Finds | None:
        """What the words find in these courses; None without words."""
        return find(self.asks["q"], courses=courses) if self.asks.get("q") else None
