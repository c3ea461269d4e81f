"""Quizzes and questions in the CMS."""

import django_filters
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from quizzes.analysis.measured import measured
from quizzes.choices import category_choices, source_choices
from quizzes.choosers import QuestionChooser, QuizChooser
from quizzes.forms import DrawForm, QuestionForm, QuizForm, StableKeyForm
from quizzes.menu import QUIZZES_MENU
from quizzes.models import BankTag, Question, Quiz, TestPair
from quizzes.panels import InlineFormsPanel, language_panels, language_tabs
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
                [
                    InlinePanel(
                        "quiz_questions", heading=_("Questions that everybody gets"), label=_("Question")
                    ),
                    InlineFormsPanel(
                        "draws",
                        row_form=DrawForm,
                        panels=[
                            FieldPanel("count"),
                            FieldPanel("category"),
                            FieldPanel("source_key"),
                            FieldPanel("tag"),
                        ],
                        heading=_("Questions drawn for each attempt"),
                        label=_("Draw"),
                        help_text=_(
                            "So many questions of a part of the bank, never one twice, each as often as its weight says. What was not asked yet comes first when somebody tries again."
                        ),
                    ),
                    FieldPanel("shuffle_questions"),
                    FieldPanel("shuffle_options"),
                    FieldPanel("one_at_a_time"),
                ],
                heading=_("Questions"),
            ),
            ObjectList(
                [
                    FieldPanel("purpose"),
                    MultiFieldPanel(
                        [
                            FieldPanel("pass_mark"),
                            FieldPanel("attempts_allowed"),
                            FieldPanel("wait_minutes"),
                            FieldPanel("counts"),
                            FieldPanel("decides_certificate"),
                            FieldPanel("assisted_allowed"),
                        ],
                        heading=_("Rules"),
                    ),
                    MultiFieldPanel(
                        [FieldPanel("minutes_allowed"), FieldPanel("grace_seconds")], heading=_("Time")
                    ),
                    FieldPanel("key"),
                ],
                heading=_("Settings"),
            ),
            ObjectList(
                [
                    FieldPanel("feedback_shown"),
                    FieldPanel("answers_shown"),
                    FieldPanel("shown_from"),
                    InlinePanel(
                        "bands",
                        [FieldPanel("from_percent"), *language_panels("text")],
                        heading=_("Feedback by result"),
                        label=_("Band"),
                    ),
                ],
                heading=_("Feedback"),
            ),
        ],
        base_form_class=QuizForm,
    )


RANGES = {"hard": (0, 0.5), "middle": (0.5, 0.85), "easy": (0.85, 1.01)}  # share of right answers
DIFFICULTIES = [
    ("hard", _("hard: fewer than half get it right")),
    ("middle", _("in between")),
    ("easy", _("easy: 85% or more get it right")),
]


class QuestionFilterSet(WagtailFilterSet):
    category = django_filters.ChoiceFilter(label=_("category"), choices=category_choices)
    quiz = django_filters.ModelChoiceFilter(
        label=_("Quiz"), queryset=Quiz.objects.all(), field_name="places__quiz"
    )
    unused = django_filters.BooleanFilter(
        label=_("In no quiz yet"), field_name="places", lookup_expr="isnull", distinct=True
    )

    source = django_filters.ChoiceFilter(
        label=_("legal source"), choices=source_choices, method="citing", field_name="source_keys"
    )
    tag = django_filters.ModelChoiceFilter(
        label=_("tag"), queryset=BankTag.objects.order_by("name"), field_name="tagged__tag"
    )
    difficulty = django_filters.ChoiceFilter(
        label=_("difficulty as measured"), choices=DIFFICULTIES, method="as_hard_as"
    )

    class Meta:
        model = Question
        fields = []

    def citing(self, queryset, name, value):
        """Keys stand in quotes in a JSON list, and none is in quotes within another."""
        return queryset.annotate(_sources=Cast("source_keys", TextField())).filter(
            _sources__contains=f'"{value}"'
        )

    def as_hard_as(self, queryset, name, value):
        least, most = RANGES[value]
        return queryset.filter(measured__gte=least, measured__lt=most)


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
        [
            FieldPanel("content"),
            FieldPanel("category"),
            FieldPanel("source_keys"),
            FieldPanel("tags"),
            FieldPanel("weight"),
            FieldPanel("key"),
        ],
        base_form_class=QuestionForm,
    )

    def get_queryset(self, request):
        return measured(Question.objects.all())


class TestPairViewSet(SnippetViewSet):
    __test__ = False  # no test of ours

    model = TestPair
    icon = "order-up"
    list_display = ["title", "before", "after", "key"]
    edit_handler = TabbedInterface(
        [
            *language_tabs(["title"]),
            ObjectList([FieldPanel("before"), FieldPanel("after"), FieldPanel("key")], heading=_("Settings")),
        ],
        base_form_class=StableKeyForm,
    )


class QuizzesGroup(SnippetViewSetGroup):
    items = (QuizViewSet, QuestionViewSet, TestPairViewSet)
    menu_label = _("Quizzes")
    menu_icon = "help"
    submenu_hook = QUIZZES_MENU
    menu_order = 200
