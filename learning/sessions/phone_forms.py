"""What a person fills in on her own phone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.sessions.models import AgeBand, CarerRole
from learning.sessions.words import Feedback, FeedbackMark, SpokenLanguage


class CodeForm(forms.Form):
    number = forms.CharField(
        label=_("Number of the session"),
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    code = forms.CharField(
        label=_("Code of the moment"),
        max_length=6,
        help_text=_("Six digits. They change every few minutes."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class CheckInForm(forms.Form):
    """Everything is optional; an empty form gives a ticket."""

    name = forms.CharField(
        label=_("Name, if you want a certificate"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    consent = forms.BooleanField(
        label=_("I agree that my name is kept for this. I can take that back at any time."), required=False
    )
    role = forms.ChoiceField(label=_("I come as"), required=False, choices=[("", "—"), *CarerRole.choices])
    age_band = forms.ChoiceField(label=_("Age"), required=False, choices=[("", "—"), *AgeBand.choices])
    children = forms.IntegerField(
        label=_("Children I care for, as a number"), required=False, min_value=0, max_value=30
    )
    language = forms.ChoiceField(
        label=_("I follow best in"), required=False, choices=[("", "—"), *SpokenLanguage.choices]
    )

    def __init__(self, *args, is_series, **kwargs):
        super().__init__(*args, **kwargs)
        if is_series:
            self.fields["pass"] = forms.CharField(
                label=_("Pass of the series, if you have one"), required=False, max_length=8
            )

    def payload(self) -> dict:
        data = self.cleaned_data
        wanted = ("role", "age_band", "children", "language")
        return {
            **{key: data[key] for key in wanted},
            "consent": "own" if data["consent"] else "",
            "pass": data.get("pass", "").strip().upper(),
        }


class FeedbackForm(forms.Form):
    """Three questions, one tap each; and words, which go to the safeguarding contact only."""

    text = forms.CharField(
        label=_("Something else you want to say"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for question, label in Feedback.choices:
            self.fields[question] = forms.ChoiceField(
                label=label, required=False, choices=reversed(FeedbackMark.choices), widget=forms.RadioSelect
            )

    def questions(self):
        return [self[question] for question in Feedback.values]

    def marks(self) -> dict:
        return {question: self.cleaned_data[question] for question in Feedback.values}
