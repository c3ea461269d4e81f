"""What is decided about a certificate, in the CMS."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from courses.models import CoursePage
from learning.choosers import unit_chooser
from learning.sessions.models import TrainingSession
from learning.units.models import Unit

REASON = {
    "label": _("Reason"),
    "max_length": 300,
    "help_text": _(
        "Kept with the decision and your account. No names, please: they could not be forgotten later."
    ),
}


class DecisionForm(forms.Form):
    reason = forms.CharField(**REASON)


class NameForm(forms.Form):
    name = forms.CharField(label=_("The name as it shall be printed"), max_length=120)
    reason = forms.CharField(**REASON)


class CohortForm(forms.Form):
    """Everybody in a unit and below it who completed a course on these days."""

    course = forms.ModelChoiceField(label=_("Course"), queryset=CoursePage.objects.none())
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.all(), widget=unit_chooser.widget_class
    )
    since = forms.DateField(label=_("Completed from"), widget=AdminDateInput)
    until = forms.DateField(label=_("Until"), widget=AdminDateInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = CoursePage.objects.live().order_by("path")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] < cleaned["since"]:
            self.add_error("until", _("This day is before the first."))
        return cleaned


class SessionForm(forms.Form):
    """Everybody with a name who came to a session."""

    session = forms.ModelChoiceField(label=_("Session"), queryset=TrainingSession.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = TrainingSession.objects.held().order_by("-starts_at")
