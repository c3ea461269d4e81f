"""A quiz: questions in an order, a pass mark, and the rules of an attempt."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, Orderable, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from quizzes.previews import PreviewPerLanguage, preview_of


class QuizQuerySet(models.QuerySet):
    def of_courses(self):
        return self.filter(purpose=Quiz.Purpose.COURSE)

    def of_sessions(self):
        return self.filter(purpose=Quiz.Purpose.SESSION)


class Quiz(
    PreviewPerLanguage,
    WorkflowMixin,
    PreviewableMixin,
    DraftStateMixin,
    RevisionMixin,
    index.Indexed,
    ClusterableModel,
):
    """``live_versions`` pins what the published quiz asks: ids of question versions, in order. Editing a question changes
    nothing for learners until the quiz is published again.
    """

    class Purpose(models.TextChoices):
        COURSE = "course", _("in a course, taken alone")
        SESSION = "session", _("in a community session, before and after")

    class AnswersShown(models.TextChoices):
        AFTER_SUBMIT = "after_submit", _("after each attempt")
        AFTER_PASS = "after_pass", _("once passed, or when no attempt is left")
        NEVER = "never", _("never")

    key = models.SlugField(_("key"), max_length=80, unique=True, help_text=_("Stays the same for ever."))
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"), blank=True)
    purpose = models.CharField(
        _("where it is used"), max_length=10, choices=Purpose.choices, default=Purpose.COURSE
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark in percent"), default=60, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as the learner likes."),
    )
    decides_certificate = models.BooleanField(
        _("decides about a certificate"),
        default=False,
        help_text=_("A final test: its answers are never shown to people who try it without an account."),
    )
    answers_shown = models.CharField(
        _("right answers are shown"),
        max_length=12,
        choices=AnswersShown.choices,
        default=AnswersShown.AFTER_PASS,
    )

    live_versions = models.JSONField(default=list, editable=False)

    search_fields = [
        index.AutocompleteField("title"),
        index.SearchField("title"),
        index.FilterField("purpose"),
    ]

    objects = QuizQuerySet.as_manager()

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ["key"]

    def __str__(self):
        return self.title or self.key

    def get_preview_template(self, request, mode_name):
        return "quizzes/preview.html"

    def get_preview_context(self, request, mode_name):
        """The questions as they stand now, without the key; handing in leads nowhere."""
        questions = [place.question for place in self.quiz_questions.all()]
        return {
            **super().get_preview_context(request, mode_name),
            "quiz": self,
            "questions": preview_of(questions),
        }


class QuizQuestion(Orderable):
    """A question's place in a quiz."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="quiz_questions")
    question = models.ForeignKey(
        "quizzes.Question", on_delete=models.PROTECT, related_name="places", verbose_name=_("question")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("question of the quiz")
        verbose_name_plural = _("questions of the quiz")
        constraints = [models.UniqueConstraint(fields=["quiz", "question"], name="question_once_in_a_quiz")]

    def __str__(self):
        return str(self.question)
