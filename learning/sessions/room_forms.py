"""Forms of what a facilitator writes down besides the register: each turns its fields into one fact."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.sessions.forms import FactForm
from learning.sessions.words import (
    Channel,
    Feedback,
    FeedbackMark,
    Heard,
    NoteAbout,
    Observed,
    ObservedMark,
    Source,
    Trait,
)

NONE = ("", "—")


class StandingForm(FactForm):
    """A fact of which one stands: saved again it corrects the one that the page showed."""

    corrects = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, standing=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["corrects"].initial = standing.standing if standing else None
        if standing and standing.payload:
            self.initial.update(self.filled(standing.payload))

    def filled(self, payload) -> dict:
        """Initial values from the payload that stands."""
        return {}


class CardsForm(StandingForm):
    """The ticks of the paper cards, added up."""

    people = forms.IntegerField(label=_("How many cards"), min_value=0, max_value=2000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for question, _label in Feedback.choices:
            for mark, label in reversed(FeedbackMark.choices):
                self.fields[f"{question}-{mark}"] = forms.IntegerField(
                    label=label, required=False, min_value=0, max_value=2000
                )

    def rows(self):
        """``(question, bound fields)`` for the page."""
        marks = list(reversed(FeedbackMark.values))
        return [
            (label, [self[f"{question}-{mark}"] for mark in marks]) for question, label in Feedback.choices
        ]

    def filled(self, payload):
        ticks = {f"{q}-{m}": n for q, marks in payload["counts"].items() for m, n in marks.items()}
        return {"people": payload["people"], **ticks}

    def payload(self) -> dict:
        data = self.cleaned_data
        counts = {q: {m: data[f"{q}-{m}"] or 0 for m in FeedbackMark.values} for q in Feedback.values}
        return {"people": data["people"], "counts": counts}


class TraitsForm(StandingForm):
    """Anonymous tallies; asked of everybody at once."""

    voluntary = forms.BooleanField(label=_("I said that nobody has to answer"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for trait, label in Trait.choices:
            self.fields[trait] = forms.IntegerField(label=label, required=False, min_value=0, max_value=2000)

    def filled(self, payload):
        return {"voluntary": True, **payload["counts"]}

    def payload(self) -> dict:
        counts = {trait: self.cleaned_data[trait] or 0 for trait in Trait.values}
        return {"voluntary": self.cleaned_data["voluntary"], "counts": counts}


class NoteForm(FactForm):
    """For the safeguarding contact only."""

    about = forms.ChoiceField(
        label=_("What it is about"), choices=NoteAbout.choices, widget=forms.RadioSelect
    )
    urgent = forms.BooleanField(label=_("It cannot wait until tomorrow"), required=False)
    text = forms.CharField(
        label=_("What she has to know"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Only what was said or seen, and how she can be met safely. It stands in no report."),
    )

    def payload(self) -> dict:
        return {"about": self.cleaned_data["about"], "urgent": self.cleaned_data["urgent"]}


class FieldReportForm(FactForm):
    """New methods and gaps in the law; no cases."""

    subject = forms.ChoiceField(
        label=_("What you heard about"), choices=Heard.choices, widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(label=_("By which way, or which rule"), choices=[NONE, *Channel.choices])
    source = forms.ChoiceField(label=_("How you know"), choices=[NONE, *Source.choices])
    law = forms.ChoiceField(label=_("Legal source, if it is about one"), required=False)
    text = forms.CharField(
        label=_("In one or two sentences"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("How it is done, or what is missing. No names, no numbers, no case."),
    )

    def __init__(self, *args, laws=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["law"].choices = [NONE, *laws]

    def payload(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("subject", "channel", "source", "law")}


class ObserverForm(StandingForm):
    """The checklist of somebody who sat in."""

    entry = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entry"].initial = uuid.uuid4
        for item, label in Observed.choices:
            self.fields[item] = forms.ChoiceField(
                label=label, required=False, choices=ObservedMark.choices, widget=forms.RadioSelect
            )

    def rows(self):
        return [self[item] for item in Observed.values]

    def payload(self) -> dict:
        return {"items": {item: self.cleaned_data[item] for item in Observed.values}}


class PaperTestForm(StandingForm):
    """One paper: the ticket, and what was ticked."""

    def __init__(self, *args, questions, **kwargs):
        self.questions = questions
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[f"q{question['id']}"] = forms.ChoiceField(
                label=question["prompt"],
                required=False,
                choices=[(option["id"], option["text"]) for option in question["options"]],
                widget=forms.RadioSelect,
            )

    def rows(self):
        return [self[f"q{question['id']}"] for question in self.questions]

    def filled(self, payload):
        return {f"q{version}": option for version, option in payload["answers"].items()}

    def payload(self, phase: str) -> dict:
        answers = {str(q["id"]): self.cleaned_data[f"q{q['id']}"] or None for q in self.questions}
        return {"phase": phase, "how": "paper", "answers": answers}
