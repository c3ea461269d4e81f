"""What an analysis found, on its day. A new analysis is a new row; nobody is named in it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.append_only import AppendOnlyModel


class QuizAnalysis(AppendOnlyModel):
    """``figures``: ``{"mean", "spread", "alpha", "error", "paper_attempts", "paper_items", "papers", "scores": [10],
    "minutes": {"quarter", "half", "three_quarters"}}``; shares are 0..1, what cannot be said is None.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    quiz = models.ForeignKey("quizzes.Quiz", null=True, on_delete=models.SET_NULL, related_name="analyses")
    quiz_key = models.CharField(max_length=80, db_index=True)
    first_only = models.BooleanField(default=True)
    assisted = models.BooleanField(default=False)  # of those that a helper entered, or of all others
    attempts = models.PositiveIntegerField()
    figures = models.JSONField(default=dict)
    job = models.UUIDField(unique=True, null=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("analysis of a quiz")
        verbose_name_plural = _("analyses of quizzes")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.quiz_key} {self.made_at:%Y-%m-%d}"


class ItemFigures(AppendOnlyModel):
    """One question version in an analysis. ``options``: ``[{"id", "n", "share", "right", "rest"}]``, where ``rest`` is
    how those who chose it do elsewhere; ``fifths``: mean mark from the weakest fifth of attempts to the best. ``seconds``:
    the median of the ``timed`` attempts of which it is known how long the question took.
    """

    analysis = models.ForeignKey(QuizAnalysis, on_delete=models.PROTECT, related_name="items")
    version = models.ForeignKey("quizzes.QuestionVersion", on_delete=models.PROTECT, related_name="figures")
    n = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0)
    facility = models.FloatField(null=True)
    point_biserial = models.FloatField(null=True)
    upper_lower = models.FloatField(null=True)
    options = models.JSONField(default=list)
    fifths = models.JSONField(default=list)
    timed = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(null=True)

    class Meta:
        verbose_name = _("figures of a question")
        verbose_name_plural = _("figures of questions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["analysis", "version"], name="a_question_once_in_an_analysis")
        ]

    def __str__(self):
        return f"{self.version}: {self.facility}"
