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
    nothing for learners until the quiz is published again. ``live_draws`` pins the pools it draws from:
    ``[{"count": 3, "pool": [{"version": 12, "weight": 1}]}]``.
    """

    class Purpose(models.TextChoices):
        COURSE = "course", _("in a course, taken alone")
        SESSION = "session", _("in a community session, before and after")
        MEASURE = "measure", _("before or after a module, to measure only: nothing can be failed")

    class Shown(models.TextChoices):
        AT_ONCE = "at_once", _("at once, after each question")
        AFTER_SUBMIT = "after_submit", _("after each attempt")
        AFTER_PASS = "after_pass", _("once passed, or when no attempt is left")
        AFTER_DATE = "after_date", _("after the date below")
        NEVER = "never", _("never")

    class Counts(models.TextChoices):
        BEST = "best", _("the best attempt")
        LAST = "last", _("the last attempt")
        FIRST = "first", _("the first attempt; further ones are practice")

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
    wait_minutes = models.PositiveIntegerField(
        _("minutes to wait before trying again"), default=0, validators=[MaxValueValidator(60 * 24 * 30)]
    )
    counts = models.CharField(_("what counts"), max_length=10, choices=Counts.choices, default=Counts.BEST)
    minutes_allowed = models.PositiveSmallIntegerField(
        _("time limit in minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 60)],
        help_text=_("Empty: no limit. The server keeps the time; extra time is given per person."),
    )
    grace_seconds = models.PositiveSmallIntegerField(
        _("grace in seconds"),
        default=60,
        validators=[MaxValueValidator(600)],
        help_text=_(
            "Answers handed in so long after the time still count, for slow networks. Later, what was saved in time counts."
        ),
    )
    shuffle_questions = models.BooleanField(
        _("questions in an order of their own for each attempt"), default=False
    )
    shuffle_options = models.BooleanField(
        _("options in an order of their own for each attempt"),
        default=False,
        help_text=_("Options marked to stay last do so."),
    )
    one_at_a_time = models.BooleanField(
        _("one question a page"),
        default=False,
        help_text=_(
            "Each answer is saved when the next question is asked for. Good for small phones and weak networks."
        ),
    )
    assisted_allowed = models.BooleanField(
        _("may be read aloud and entered by a helper"),
        default=True,
        help_text=_("The attempt is recorded as assisted and kept apart in the figures of its questions."),
    )
    answers_shown = models.CharField(
        _("right answers are shown"), max_length=12, choices=Shown.choices, default=Shown.AFTER_PASS
    )
    feedback_shown = models.CharField(
        _("result in percent and feedback are shown"),
        max_length=12,
        choices=Shown.choices,
        default=Shown.AFTER_SUBMIT,
        help_text=_("Right answers are never shown before these. Whether it was a pass is always told."),
    )
    shown_from = models.DateTimeField(_("date from which they are shown"), null=True, blank=True)

    live_versions = models.JSONField(default=list, editable=False)
    live_draws = models.JSONField(default=list, editable=False)

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

    @property
    def is_measure(self) -> bool:
        return self.purpose == self.Purpose.MEASURE

    @property
    def mark_to_pass(self) -> int:
        """Per cent; 0 where nothing can be failed."""
        return 0 if self.is_measure else self.pass_mark

    @property
    def question_count(self) -> int:
        """How many questions an attempt gets."""
        return len(self.live_versions) + sum(draw["count"] for draw in self.live_draws)

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


class QuizDraw(Orderable):
    """So many questions of a part of the bank, drawn anew for each attempt."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="draws")
    count = models.PositiveSmallIntegerField(
        _("how many"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    category = models.SlugField(_("category"), max_length=60, blank=True)
    source_key = models.CharField(_("legal source"), max_length=80, blank=True)
    tag = models.CharField(_("tag"), max_length=100, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("draw from the bank")
        verbose_name_plural = _("draws from the bank")

    def __str__(self):
        return f"{self.count} x {self.category or self.source_key or self.tag}"


class ScoreBand(Orderable):
    """What somebody reads who reached ``from_percent`` or more, up to the next band."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="bands")
    from_percent = models.PositiveSmallIntegerField(
        _("from so many percent"), default=0, validators=[MaxValueValidator(100)]
    )
    text = models.TextField(_("text"))

    class Meta(Orderable.Meta):
        verbose_name = _("feedback by result")
        verbose_name_plural = _("feedback by result")
        constraints = [models.UniqueConstraint(fields=["quiz", "from_percent"], name="a_band_begins_once")]

    def __str__(self):
        return f"{self.from_percent}%"
