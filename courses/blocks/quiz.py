"""A quiz in a lesson. Which quizzes a lesson has is the same in every language: see ``outline.py``."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class QuizBlock(blocks.StructBlock):
    quiz = SnippetChooserBlock("quizzes.Quiz", label=_("Quiz"))

    class Meta:
        icon = "help"
        label = _("Quiz")
        description = _(
            "Questions that the server marks. A lesson with a quiz is done when the quiz is passed."
        )
        template = "courses/blocks/quiz.html"
        preview_template = "courses/blocks/quiz_preview.html"
