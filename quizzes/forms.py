"""The editor's forms of quizzes and questions."""

from django import forms
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import ReferenceIndex

from quizzes.choices import category_choices, source_choices
from quizzes.models import Quiz, QuizDraw
from quizzes.question_types import OF_A_ROOM, QUESTION_TYPES
from quizzes.versions import pool_of


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
            self.fields["category"] = category_field(self.fields["category"])


def category_field(field) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=field.label,
        help_text=field.help_text,
        required=False,
        choices=[("", "---------"), *category_choices()],
    )


class DrawForm(WagtailAdminModelForm):
    """A part of the bank, by subject, legal source or tag; at least one of them, and enough questions in it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"] = category_field(self.fields["category"])
        self.fields["source_key"] = forms.ChoiceField(
            label=self.fields["source_key"].label,
            required=False,
            choices=[("", "---------"), *source_choices()],
        )

    def clean(self):
        cleaned = super().clean()
        draw = QuizDraw(**{name: cleaned.get(name) or "" for name in ("category", "source_key", "tag")})
        if not (draw.category or draw.source_key or draw.tag):
            raise forms.ValidationError(_("Say which part of the bank: a category, a legal source or a tag."))
        there = len(pool_of(draw))
        if there < (cleaned.get("count") or 0):
            message = _("There are only %(count)s such questions in the bank.") % {"count": there}
            self.add_error("count", message)
        return cleaned


class QuizForm(StableKeyForm):
    """A draft may lack anything; a quiz that goes live has a title and a question that fits its purpose."""

    def clean(self):
        cleaned = super().clean()
        self._keep_purpose_while_used(cleaned)
        if self.is_deferred_validation or "quiz_questions" not in self.formsets:
            return cleaned
        questions, draws = self._questions(), self._rows("draws", "count")
        if not questions and not draws:
            self.add_error(None, _("A quiz needs at least one question before it goes live."))
        elif not draws and not any(_counts(question) for question in questions):
            self.add_error(
                None, _("Surveys alone cannot be passed: the quiz needs a question that is marked.")
            )
        self._check_rules(cleaned)
        if cleaned.get("purpose") == Quiz.Purpose.SESSION:
            if draws:
                message = _("A session asks everybody the same questions: choose them, without draws.")
                self.add_error("purpose", message)
            for question in questions:
                if question.content and question.content[0].block_type not in OF_A_ROOM:
                    message = _(
                        "“%(question)s” cannot be answered by show of hands: use single choice or true/false."
                    )
                    self.add_error("purpose", message % {"question": question})
        return cleaned

    def _check_rules(self, cleaned):
        Shown = Quiz.Shown
        if cleaned.get("purpose") == Quiz.Purpose.MEASURE:
            cleaned["attempts_allowed"] = 1  # before and after are measured once each
            if cleaned.get("decides_certificate"):
                self.add_error(
                    "decides_certificate", _("A test that only measures cannot decide about a certificate.")
                )
        dated = Shown.AFTER_DATE in (cleaned.get("answers_shown"), cleaned.get("feedback_shown"))
        if dated and not cleaned.get("shown_from"):
            self.add_error("shown_from", _("Give the date."))
        if cleaned.get("decides_certificate") and cleaned.get("feedback_shown") in (
            Shown.AFTER_DATE,
            Shown.NEVER,
        ):
            message = _("The certificate shows this result, so it cannot be kept back.")
            self.add_error("feedback_shown", message)

    def _questions(self) -> list:
        """The chosen questions, in the form's order."""
        return self._rows("quiz_questions", "question")

    def _rows(self, name, field) -> list:
        """``field`` of the rows that stay. They are validated here: Wagtail does it after this form."""
        rows = self.formsets.get(name)
        if rows is None:
            return []
        rows.is_valid()
        return [
            form.cleaned_data[field]
            for form in rows.forms
            if getattr(form, "cleaned_data", None)
            and not form.cleaned_data.get("DELETE")
            and form.cleaned_data.get(field)
        ]

    def _keep_purpose_while_used(self, cleaned):
        if not self.instance.pk or cleaned.get("purpose") in (None, self.initial.get("purpose")):
            return
        if ReferenceIndex.get_references_to(self.instance).exists():
            message = _(
                "This quiz is in use. Make another one for the other purpose; “Usage” shows where it stands."
            )
            self.add_error("purpose", message)


def _counts(question) -> bool:
    """Is there a mark for it? A question without content yet is given the benefit of the doubt."""
    block = next(iter(question.content), None)
    return block is None or QUESTION_TYPES[block.block_type].is_scored
