"""Quizzes and questions in the CMS."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from quizzes.analysis.measured import measured
from quizzes.choices import category_choices
from quizzes.choosers import QuestionChooser, QuizChooser
from quizzes.forms import QuestionForm, QuizForm
from quizzes.menu import QUIZZES_MENU
from quizzes.models import Question, Quiz
from quizzes.panels import language_tabs
from quizzes.templatetags.analysis_tags import as_percent


def _state(quiz) -> str:
    """Wagtail's own status asks the database twice a row."""
    if not quiz.live:
        return _("draft")
    return _("live, with a newer draft") if quiz.has_unpublished_changes else _("live")


class QuizViewSet(SnippetViewSet):
    model = Quiz
    chooser_viewset_class = QuizChooser
    icon = "help"
    list_display = [
        "title",
        "purpose",
        "pass_mark",
        "attempts_allowed",
        "key",
        StatusTagColumn("state", label=_("Status"), accessor=_state, primary=lambda quiz: quiz.live),
    ]
    list_filter = ["purpose", "decides_certificate", "live"]
    list_per_page = 50
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
                    FieldPanel("key"),
                ],
                heading=_("Settings"),
            ),
        ],
        base_form_class=QuizForm,
    )


class QuestionFilterSet(WagtailFilterSet):
    category = django_filters.ChoiceFilter(label=_("category"), choices=category_choices)
    quiz = django_filters.ModelChoiceFilter(
        label=_("Quiz"), queryset=Quiz.objects.all(), field_name="places__quiz"
    )
    unused = django_filters.BooleanFilter(
        label=_("In no quiz yet"), field_name="places", lookup_expr="isnull", distinct=True
    )

    class Meta:
        model = Question
        fields = []


class QuestionViewSet(SnippetViewSet):
    model = Question
    chooser_viewset_class = QuestionChooser
    icon = "radio-empty"
    list_display = [
        "__str__",
        Column("kind", label=_("Type"), width="12%"),
        "category",
        Column("measured", label=_("Share right"), accessor=lambda question: as_percent(question.measured)),
        "key",
    ]
    filterset_class = QuestionFilterSet
    list_per_page = 50
    search_fields = ["key", "search_text"]
    search_backend_name = None
    edit_handler = ObjectList(
        [FieldPanel("content"), FieldPanel("category"), FieldPanel("source_keys"), FieldPanel("key")],
        base_form_class=QuestionForm,
    )

    def get_queryset(self, request):
        return measured(Question.objects.all())


class QuizzesGroup(SnippetViewSetGroup):
    items = (QuizViewSet, QuestionViewSet)
    menu_label = _("Quizzes")
    menu_icon = "help"
    submenu_hook = QUIZZES_MENU
    menu_order = 200
