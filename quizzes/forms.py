"""The editor's forms of quizzes and questions."""

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from quizzes.choices import source_choices
from quizzes.models import Quiz
from quizzes.rules import OF_A_ROOM


class QuestionForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "source_keys" in self.fields:
            self.fields["source_keys"] = forms.MultipleChoiceField(
                label=self.fields["source_keys"].label,
                required=False,
                choices=source_choices(),
                widget=forms.CheckboxSelectMultiple,
            )


class QuizForm(WagtailAdminModelForm):
    """A draft may lack anything; a quiz that goes live has a title and a question that fits its purpose."""

    def clean(self):
        cleaned = super().clean()
        if self.is_deferred_validation or "quiz_questions" not in self.formsets:
            return cleaned
        questions = [
            form.cleaned_data["question"]
            for form in self.formsets["quiz_questions"].forms
            if getattr(form, "cleaned_data", None)
            and not form.cleaned_data.get("DELETE")
            and form.cleaned_data.get("question")
        ]
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
