"""The editor's question what a publication means: fields of the lesson's form, and the panel that shows the effect."""

import datetime

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput

from courses.audience import post_choices
from courses.changes import (
    DEFAULT_DAYS,
    asks_for_change,
    effect_of_change,
    is_offered,
    plan_change,
    plan_of,
)
from courses.forms import ContentPageForm
from courses.models.change import ChangeKind

KIND, DUE = "change_kind", "refresher_due"
NOTES = {code: build_localized_fieldname("change_note", code) for code, _name in settings.LANGUAGES}


def _note(language):
    return forms.CharField(
        label=format_lazy("{text} ({language})", text=gettext_lazy("What has changed"), language=language),
        help_text=gettext_lazy(
            "Two sentences for those who learned it before. They also read it in a refresher."
        ),
        required=False,
        max_length=500,
        widget=AdminAutoHeightTextInput,
    )


FIELDS = {
    KIND: forms.ChoiceField(
        label=gettext_lazy("Is this change minor or material?"),
        choices=ChangeKind.choices,
        widget=forms.RadioSelect,
        required=False,
    ),
    **{NOTES[code]: _note(language) for code, language in settings.LANGUAGES},
    DUE: forms.DateField(
        label=gettext_lazy("To be learned by"),
        help_text=gettext_lazy(
            "For a material change: the last day of the refresher. Certificates stay valid."
        ),
        widget=AdminDateInput,
        required=False,
    ),
}


class ChangingForm(type(ContentPageForm)("FieldsOfAChange", (ContentPageForm,), {**FIELDS})):
    """Asks on publication and submission whether the change is minor or material, where somebody may have learned the
    page before. The answer is kept beside the draft, not in it: reverting or copying a page brings none back."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asks = asks_for_change(self.instance) if self.instance.pk else self.is_new_in_a_course()
        if not self.asks:
            for name in FIELDS:
                self.fields.pop(name, None)
            return
        plan = plan_of(self.instance) if self.instance.pk else None
        proposed = timezone.localdate() + datetime.timedelta(days=DEFAULT_DAYS)
        self.initial[KIND] = plan.kind if plan else ""
        self.initial[DUE] = (plan and plan.due_on) or proposed
        for code, name in NOTES.items():
            self.initial[name] = plan.notes.get(code, "") if plan else ""

    def is_new_in_a_course(self) -> bool:
        """A lesson that is written and published in one go, into a course that people have learned already."""
        return self.has_body and is_offered(getattr(self.parent_page, "course", None))

    def clean(self):
        cleaned = super().clean()
        is_sent_back = self.data.get("workflow-action-name") == "reject"  # from the editor: nothing goes live
        if self.asks and not is_sent_back and not self.is_deferred_validation:
            for field, sentence in change_problems(cleaned):
                self.add_error(field, sentence)
        return cleaned

    def save(self, commit=True):
        page = super().save(commit=commit)
        if self.asks:
            page.answer_on_change = answer_of(self.cleaned_data)
            if page.pk:
                plan_change(subject=page, **page.answer_on_change)
        return page


class CourseForm(ChangingForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "posts" in self.fields:
            old = self.fields["posts"]
            self.fields["posts"] = forms.MultipleChoiceField(
                label=old.label,
                help_text=old.help_text,
                required=False,
                choices=post_choices(),
                widget=forms.CheckboxSelectMultiple,
            )


class QuizChangeForm(type(forms.Form)("FieldsOfAQuizChange", (forms.Form,), {**FIELDS})):
    """The same question, asked between the form of a quiz and its publication."""

    def clean(self):
        for field, sentence in change_problems(self.cleaned_data):
            self.add_error(field, sentence)
        return self.cleaned_data


def answer_of(values: dict) -> dict:
    """``{"kind", "notes", "due_on"}`` of a cleaned form."""
    return {
        "kind": values.get(KIND) or "",
        "notes": {code: text for code, name in NOTES.items() if (text := values.get(name))},
        "due_on": values.get(DUE) or timezone.localdate() + datetime.timedelta(days=DEFAULT_DAYS),
    }


def change_problems(values: dict) -> list[tuple[str, str]]:
    """``(field, sentence)`` of what is missing in the answer. Pure."""
    kind = values.get(KIND)
    if not kind:
        return [
            (
                KIND,
                _("Say whether this change is minor or material; people may have learned it before."),
            )
        ]
    if kind == ChangeKind.MINOR:
        return []
    found = []
    note = NOTES[settings.LANGUAGE_CODE]
    if not values.get(note):
        found.append((note, _("Say what has changed: holders of the certificate are asked to learn it.")))
    due = values.get(DUE)
    if not due or due < timezone.localdate():
        found.append((DUE, _("Give a day that has not passed yet.")))
    return found


class EffectPanel(Panel):
    """What a material change would cause, shown before publishing."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/workshop/effect.html"

        def is_shown(self):
            return getattr(self.form, "asks", False)

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            return {**context, "effect": self.effect()}

        def effect(self):
            if self.instance.pk:
                return effect_of_change(self.instance)
            return effect_of_change.in_courses([self.form.parent_page.course], minutes=self.instance.minutes)


class ChangeTab(ObjectList):
    """Not there where nobody can have learned the page before."""

    class BoundPanel(ObjectList.BoundPanel):
        def is_shown(self):
            return getattr(self.form, "asks", False)


def change_tab() -> ObjectList:
    names = [KIND, *NOTES.values(), DUE]
    return ChangeTab(
        [EffectPanel(), *(FieldPanel(name) for name in names)], heading=gettext_lazy("What this change means")
    )
