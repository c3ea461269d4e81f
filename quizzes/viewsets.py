"""Quizzes and questions in the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from quizzes.forms import QuestionForm, QuizForm
from quizzes.models import Question, Quiz
from quizzes.panels import language_tabs


class QuizViewSet(SnippetViewSet):
    model = Quiz
    icon = "help"
    list_display = ["title", "key", "purpose", "pass_mark", "attempts_allowed", "live"]
    list_filter = ["purpose", "decides_certificate"]
    search_fields = ["key", "title_zh_hans", "title_en"]
    search_backend_name = None
    edit_handler = TabbedInterface(
        [
            *language_tabs(["title", "introduction"]),
            ObjectList(
                [InlinePanel("quiz_questions", heading=_("Questions"), label=_("Question"))],
                heading=_("Questions"),
            ),
            ObjectList(
                [
                    FieldPanel("key"),
                    FieldPanel("purpose"),
                    MultiFieldPanel(
                        [
                            FieldPanel("pass_mark"),
                            FieldPanel("attempts_allowed"),
                            FieldPanel("decides_certificate"),
                        ],
                        heading=_("Rules"),
                    ),
                    FieldPanel("answers_shown"),
                ],
                heading=_("Settings"),
            ),
        ],
        base_form_class=QuizForm,
    )


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "radio-empty"
    list_display = ["__str__", "category", "key"]
    list_filter = ["category"]
    search_fields = ["key", "category"]
    search_backend_name = None
    edit_handler = ObjectList(
        [FieldPanel("content"), FieldPanel("key"), FieldPanel("category"), FieldPanel("source_keys")],
        base_form_class=QuestionForm,
    )


class QuizzesGroup(SnippetViewSetGroup):
    items = (QuizViewSet, QuestionViewSet)
    menu_label = _("Quizzes and questions")
    menu_icon = "help"
    menu_order = 200
