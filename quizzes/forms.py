"""The editor's forms of quizzes and questions."""

from django import forms
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import ReferenceIndex

from quizzes.choices import category_choices, source_choices
from quizzes.models import Quiz
from quizzes.question_types import OF_A_ROOM


class StableKeyForm(WagtailAdminModelForm):
    """The name that evidence and content use for a thing. Given once, or made here; afterwards it never changes."""

    stable_field = "key"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields.get(self.stable_field)
        if field is None:
            return
        field.help_text = gettext_lazy(
            "A short name in Latin letters. It stays the same for ever; leave it empty to have one made."
        )
        field.required = False
        field.disabled = self.instance.pk is not None
        if not self.instance.pk:
            self.initial[self.stable_field] = ""

    def clean(self):
        cleaned = super().clean()
        if self.stable_field in self.fields and not cleaned.get(self.stable_field):
            cleaned[self.stable_field] = f"{self._meta.model._meta.model_name}-{get_random_string(8).lower()}"
        return cleaned


class QuestionForm(StableKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "source_keys" in self.fields:
            self.fields["source_keys"] = forms.MultipleChoiceField(
                label=self.fields["source_keys"].label,
                required=False,
                choices=source_choices(),
                widget=forms.CheckboxSelectMultiple,
            )
        if "category" in self.fields:
            self.fields["category"] = forms.ChoiceField(
                label=self.fields["category"].label,
                help_text=self.fields["category"].help_text,
                required=False,
                choices=[("", "---------"), *category_choices()],
            )


class QuizForm(StableKeyForm):
    """A draft may lack anything; a quiz that goes live has a title and a question that fits its purpose."""

    def clean(self):
        cleaned = super().clean()
        self._keep_purpose_while_used(cleaned)
        if self.is_deferred_validation or "quiz_questions" not in self.formsets:
            return cleaned
        questions = self._questions()
        if not questions:
            self.add_error(None, _("A quiz needs at least one question before it goes live."))
        if cleaned.get("purpose") == Quiz.Purpose.SESSION:
            for question in questions:
                if question.content and question.content[0].block_type not in OF_A_ROOM:
                    message = _(
                        "“%(question)s” cannot be answered by show of hands: use single choice or true/false."
                    )
                    self.add_error("purpose", message % {"question": question})
        return cleaned

    def _questions(self) -> list:
        """The chosen questions, in the form's order. The rows are validated here: Wagtail does it after this form."""
        rows = self.formsets["quiz_questions"]
        rows.is_valid()
        return [
            form.cleaned_data["question"]
            for form in rows.forms
            if getattr(form, "cleaned_data", None)
            and not form.cleaned_data.get("DELETE")
            and form.cleaned_data.get("question")
        ]

    def _keep_purpose_while_used(self, cleaned):
        if not self.instance.pk or cleaned.get("purpose") in (None, self.initial.get("purpose")):
            return
        if ReferenceIndex.get_references_to(self.instance).exists():
            message = _(
                "This quiz is in use. Make another one for the other purpose; “Usage” shows where it stands."
            )
            self.add_error("purpose", message)
