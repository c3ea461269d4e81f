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

from courses.changes import DEFAULT_DAYS, asks_for_change, effect_of_change, plan_change
from courses.forms import ContentPageForm
from courses.models.change import ChangeKind, PlannedChange

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


class ChangingForm(type(ContentPageForm)("FieldsOfAChange", (ContentPageForm,), FIELDS)):
    """Asks on publication and submission whether the change is minor or material, where somebody may have learned the
    page before. The answer is kept beside the draft, not in it: reverting or copying a page brings none back."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asks = self.instance.pk is not None and asks_for_change(self.instance)
        if not self.asks:
            for name in FIELDS:
                self.fields.pop(name, None)
            return
        plan = PlannedChange.objects.filter(lesson_id=self.instance.pk).first()
        proposed = timezone.localdate() + datetime.timedelta(days=DEFAULT_DAYS)
        self.initial[KIND] = plan.kind if plan else ""
        self.initial[DUE] = (plan and plan.due_on) or proposed
        for code, name in NOTES.items():
            self.initial[name] = plan.notes.get(code, "") if plan else ""

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
            values = self.cleaned_data
            plan_change(
                lesson=page,
                kind=values.get(KIND) or "",
                notes={code: text for code, name in NOTES.items() if (text := values.get(name))},
                due_on=values.get(DUE) or timezone.localdate() + datetime.timedelta(days=DEFAULT_DAYS),
            )
        return page


def change_problems(values: dict) -> list[tuple[str, str]]:
    """``(field, sentence)`` of what is missing in the answer. Pure."""
    kind = values.get(KIND)
    if not kind:
        return [
            (
                KIND,
                _(
                    "Say whether this change is minor or material; people may have learned this lesson before."
                ),
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
            return {**context, "effect": effect_of_change(self.instance)}


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
