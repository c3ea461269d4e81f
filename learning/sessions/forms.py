"""What facilitators fill in. Checking what a fact may say is ``rules.py``'s; forms turn fields into payloads."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.cadres.models import Mandate
from learning.cadres.scope import units_visible_to
from learning.sessions.concerns import concerns_about, name_of
from learning.sessions.models import AgeBand, CarerRole, CorrectionReason, RegisterEntry, TrainingSession
from learning.sessions.plan import courses_of, modules_on_offer
from learning.sessions.scope import colleagues_of, series_led_by
from learning.sessions.words import SpokenLanguage
from quizzes.models import Quiz
from quizzes.texts import in_language

LOCAL_TIME = "%Y-%m-%dT%H:%M"


class PlanForm(forms.ModelForm):
    """``key`` is made with the page, so that a new plan sent twice is one session."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    modules = forms.MultipleChoiceField(
        label=_("Modules"), widget=forms.CheckboxSelectMultiple, help_text=_("What will be taught.")
    )
    colleagues = forms.ModelMultipleChoiceField(
        label=_("Led together with"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Other facilitators of your units. They see the register too."),
    )
    override_reason = forms.CharField(
        label=_("Why it is led without a certificate"),
        required=False,
        max_length=200,
        help_text=_("The reports show this reason. No details of a case."),
    )
    confirmed = forms.BooleanField(label=_("I know this, and plan it nevertheless"), required=False)

    class Meta:
        model = TrainingSession
        fields = [
            "title",
            "unit",
            "venue",
            "starts_at",
            "ends_at",
            "language",
            "capacity",
            "by_invitation",
            "series",
            "part",
            "test",
        ]
        widgets = {
            "starts_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_TIME),
            "ends_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_TIME),
        }
        help_texts = {
            "title": _(
                "A neutral title: it may hang on the village board. It must not tell that somebody is a survivor."
            ),
            "venue": _("Where people come to."),
            "test": _("The same few questions before and after, answered by show of hands."),
        }

    def __init__(self, *args, user, language, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.concerns = user, []
        self.fields["override_reason"].initial = self.instance.override_reason
        self.fields["colleagues"].queryset = colleagues_of(user)
        self.fields["colleagues"].label_from_instance = name_of
        if self.instance.pk:
            self.initial["colleagues"] = [one.user_id for one in self.instance.facilitators.all()]
            del self.fields["key"]
        else:
            self.fields["key"].initial = uuid.uuid4
        self.fields["series"].queryset = series_led_by(user)
        self.fields["unit"].queryset = units_visible_to(user, Mandate.Role.FACILITATOR).filter(
            closed_on__isnull=True
        )
        self.fields["test"].queryset = Quiz.objects.of_sessions().filter(live=True)
        self.fields["starts_at"].input_formats = self.fields["ends_at"].input_formats = [
            LOCAL_TIME,
            "%Y-%m-%d %H:%M",
        ]
        self.fields["modules"].choices = [
            (
                in_language(course.headings, language),
                [(m.key, in_language(m.headings, language)) for m in modules],
            )
            for course, modules in modules_on_offer()
            if modules
        ]
        if self.instance.pk:
            self.initial["modules"] = [str(module.module_key) for module in self.instance.modules.all()]

    def clean(self):
        data = super().clean()
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends_at", _("The end has to come after the beginning."))
        self._check_part(data.get("series"), data.get("part"))
        if data.get("key"):
            self.instance.uuid = data["key"]
        return data

    def _check_part(self, series, part):
        if series and not (part and 1 <= part <= series.parts):
            message = _("Say which part of the series it is, from 1 to %(parts)s.")
            self.add_error("part", message % {"parts": series.parts})
        if part and not series:
            self.add_error("series", _("Choose the series that this is a part of."))

    def _post_clean(self):
        """Once the plan itself is right, what speaks against it is said, and she has to answer it."""
        super()._post_clean()
        self.instance.override_reason = ""
        if self.errors:
            return
        self.concerns = concerns_about(
            self.instance,
            facilitators=[self.user, *self.cleaned_data["colleagues"]],
            course_keys=courses_of(self.cleaned_data["modules"]),
        )
        codes = {concern.code for concern in self.concerns}
        if codes - {"readiness"} and not self.cleaned_data["confirmed"]:
            self.add_error("confirmed", _("Read what is said above, and confirm or change the plan."))
        if "readiness" in codes:
            self.instance.override_reason = self.cleaned_data["override_reason"].strip()
            if not self.instance.override_reason:
                self.add_error("override_reason", _("Give the reason, or choose other modules."))


class ClosingForm(forms.Form):
    """The responsible person's word for the figures."""

    name = forms.CharField(
        label=_("Signed by"), max_length=120, help_text=_("The person who answers for this session.")
    )
    strokes = forms.CharField(widget=forms.HiddenInput, required=False)


class FactForm(forms.Form):
    """``fact`` is made with the page, so that sending it twice is one fact. ``kind`` is set by the subclass."""

    fact = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fact"].initial = uuid.uuid4

    def show(self, receipt) -> None:
        """Put a refusal beside the field it is about."""
        field = self.fields.get(receipt.field)
        self.add_error(None if field is None or field.widget.is_hidden else receipt.field, receipt.message)


class CorrectingForm(FactForm):
    """``corrects`` names the fact that stood when the page was made, so that sending it twice is one correction.

    Of a closed session it asks why.
    """

    corrects = forms.UUIDField(widget=forms.HiddenInput, required=False)
    why = forms.ChoiceField(label=_("Why it is put right"), choices=[("", "—"), *CorrectionReason.choices])

    def __init__(self, *args, is_closed, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_closed:
            del self.fields["why"]

    def reason(self) -> dict:
        return {"why": self.cleaned_data["why"]} if "why" in self.fields else {}


class DetailsForm(forms.Form):
    """What may be written down about a person."""

    name = forms.CharField(
        label=_("Name"), required=False, max_length=120, help_text=_("May stay empty: the ticket is enough.")
    )
    consent = forms.ChoiceField(
        label=_("Agreed that the name is kept"),
        required=False,
        choices=[
            ("", _("no, or no name")),
            ("own", _("yes, she herself")),
            ("guardian", _("yes, a guardian")),
        ],
    )
    consent_reference = forms.CharField(
        label=_("Number of the consent slip"),
        required=False,
        max_length=60,
        help_text=_("If it was signed on paper."),
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", "—"), *CarerRole.choices])
    age_band = forms.ChoiceField(label=_("Age"), required=False, choices=[("", "—"), *AgeBand.choices])
    children = forms.IntegerField(label=_("Children cared for"), required=False, min_value=0, max_value=30)
    language = forms.ChoiceField(
        label=_("Follows best in"), required=False, choices=[("", "—"), *SpokenLanguage.choices]
    )
    strokes = forms.CharField(widget=forms.HiddenInput, required=False)

    def details(self) -> dict:
        names = ("role", "age_band", "children", "consent", "consent_reference", "language")
        signed = {"signed": True} if self.cleaned_data["strokes"] else {}
        return {**{name: self.cleaned_data[name] for name in names}, **signed}


class PersonForm(DetailsForm, FactForm):
    """A new line. ``known`` is who came to an earlier session: her name is not typed again."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    ticket = forms.IntegerField(
        label=_("Ticket"),
        required=False,
        min_value=1,
        max_value=99999,
        help_text=_("Empty: the next free one."),
    )
    came = forms.BooleanField(label=_("She is here"), required=False, initial=True)

    def __init__(self, *args, known=None, is_series=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_series:
            self.fields["pass"] = forms.CharField(label=_("Pass of the series"), required=False, max_length=8)
        self.fields["entry"].initial = uuid.uuid4
        self.known = known
        if known:
            del self.fields["name"]
            self.fields["known"] = forms.UUIDField(widget=forms.HiddenInput, initial=known.uuid)

    field_order = (
        "name",
        "consent",
        "consent_reference",
        "ticket",
        "role",
        "age_band",
        "children",
        "language",
        "came",
    )

    def payload(self) -> dict:
        return {
            **self.details(),
            "ticket": self.cleaned_data["ticket"],
            "participant": str(self.known.uuid) if self.known else None,
            "pass": self.cleaned_data.get("pass", "").strip().upper(),
        }


class LineForm(DetailsForm, CorrectingForm):
    """A line of the register put right. Ticket and attendance stay."""

    field_order = ("name", "consent", "consent_reference", "role", "age_band", "children", "language", "why")

    def payload(self, kept: dict) -> dict:
        """``ticket`` and what else of the standing line no form asks for stay as they are."""
        return {**self.details(), **self.reason(), **kept}


class HeadsForm(CorrectingForm):
    under_14 = forms.IntegerField(label=_("Children under 14"), min_value=0, max_value=2000)
    others = forms.IntegerField(label=_("Others without a line in the register"), min_value=0, max_value=2000)

    def payload(self) -> dict:
        return {
            "under_14": self.cleaned_data["under_14"],
            "others": self.cleaned_data["others"],
            **self.reason(),
        }


class TestCountForm(CorrectingForm):
    """Hands per answer. ``questions``: ``[{"id", "prompt", "options": [{"id", "text"}], "key"}]``."""

    people = forms.IntegerField(label=_("How many people answered"), min_value=0, max_value=2000)

    def __init__(self, *args, questions, standing=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = questions
        self.initial["corrects"] = standing.standing if standing else None
        for question in questions:
            for option in question["options"]:
                self.fields[self.field_name(question, option)] = forms.IntegerField(
                    label=option["text"], min_value=0, max_value=2000, required=False
                )
        if standing and standing.counts:
            self.initial["people"] = standing.people
            for question in questions:
                for option in question["options"]:
                    count = standing.counts.get(str(question["id"]), {}).get(option["id"])
                    self.initial[self.field_name(question, option)] = count

    @staticmethod
    def field_name(question, option) -> str:
        return f"q{question['id']}-{option['id']}"

    def rows(self):
        """``(question, [(option, bound field)])`` for the page."""
        return [
            (question, [(option, self[self.field_name(question, option)]) for option in question["options"]])
            for question in self.questions
        ]

    def payload(self, phase: str) -> dict:
        counts = {
            str(question["id"]): {
                option["id"]: self.cleaned_data.get(self.field_name(question, option)) or 0
                for option in question["options"]
            }
            for question in self.questions
        }
        return {"phase": phase, "people": self.cleaned_data["people"], "counts": counts, **self.reason()}

    def show(self, receipt) -> None:
        question = next((q for q in self.questions if str(q["id"]) == receipt.field), None)
        if question is None:
            super().show(receipt)
        else:
            self.add_error(self.field_name(question, question["options"][0]), receipt.message)


ATTENDANCE_CHOICES = [
    (value, label)
    for value, label in RegisterEntry.Attendance.choices
    if value not in (RegisterEntry.Attendance.UNKNOWN, RegisterEntry.Attendance.CONFLICT)
]


class AttendanceForm(forms.Form):
    """One choice per line of the register, all on one page. Lines left as they were make no fact.

    Each line carries the mark that stood when the page was made: what is saved corrects that one, so that a mark that
    came in meanwhile is never overwritten unseen. Lines about which records disagree are decided elsewhere.
    """

    seed = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, entries, lines, is_closed, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seed"].initial = uuid.uuid4
        self.entries = entries
        for entry in entries:
            if entry.attendance == RegisterEntry.Attendance.CONFLICT:
                continue
            self.fields[f"s{entry.pk}"] = forms.UUIDField(
                widget=forms.HiddenInput,
                required=False,
                initial=getattr(lines.get(str(entry.uuid)), "standing", None),
            )
            self.fields[f"a{entry.pk}"] = forms.ChoiceField(
                label=f"#{entry.ticket}", choices=[("", "—"), *ATTENDANCE_CHOICES], required=False
            )
            self.fields[f"m{entry.pk}"] = forms.IntegerField(
                label=_("Minutes"), min_value=0, max_value=1440, required=False
            )
            self.initial[f"a{entry.pk}"] = (
                entry.attendance if entry.attendance in dict(ATTENDANCE_CHOICES) else ""
            )
            self.initial[f"m{entry.pk}"] = entry.minutes
        if is_closed:
            self.fields["why"] = forms.ChoiceField(
                label=_("Why it is put right"), choices=[("", "—"), *CorrectionReason.choices]
            )

    def rows(self):
        """``(entry, bound fields)`` for the page; None where records disagree."""
        return [
            (entry, self._bound(entry) if f"a{entry.pk}" in self.fields else None) for entry in self.entries
        ]

    def seen(self) -> set:
        """The marks that the page showed."""
        return {value for name, value in self.cleaned_data.items() if name.startswith("s") and name != "seed"}

    def changes(self, marks: dict):
        """``(entry, payload, corrected)`` of the lines marked otherwise than the page showed. ``marks``: fact -> payload."""
        why = {"why": self.cleaned_data["why"]} if "why" in self.fields else {}
        for entry in self.entries:
            attendance = self.cleaned_data.get(f"a{entry.pk}")
            minutes = self.cleaned_data.get(f"m{entry.pk}")
            corrected = self.cleaned_data.get(f"s{entry.pk}")
            shown = marks.get(corrected, {})
            if attendance and (attendance, minutes) != (shown.get("attendance"), shown.get("minutes")):
                yield entry, {"attendance": attendance, "minutes": minutes, **why}, corrected

    def _bound(self, entry) -> dict:
        return {
            "standing": self[f"s{entry.pk}"],
            "mark": self[f"a{entry.pk}"],
            "minutes": self[f"m{entry.pk}"],
        }


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("It is kept with the decision. No details of a case.")
    )


class LinkForm(forms.Form):
    staff_number = forms.CharField(label=_("Staff number of the cadre"), max_length=40)
