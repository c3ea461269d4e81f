"""Evidence of learning: steps done, quizzes handed in, courses completed. Append-only and pinned."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from learning.evidence import Evidence


class StepCompletion(Evidence):
    """A step of the outline was done in this enrolment, once. ``content_revision`` is the lesson's live revision then."""

    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.PROTECT, related_name="steps_done")
    step_key = models.CharField(max_length=80)
    content_revision = models.PositiveBigIntegerField(null=True)
    attempt = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("step done")
        verbose_name_plural = _("steps done")
        constraints = [models.UniqueConstraint(fields=["enrolment", "step_key"], name="a_step_is_done_once")]

    def __str__(self):
        return f"{self.enrolment_id} {self.step_key}"


class QuizResult(Evidence):
    """A quiz was handed in and marked. One per attempt; the attempt itself stays in ``quizzes``."""

    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.PROTECT, related_name="quiz_results")
    attempt = models.UUIDField(unique=True)
    quiz_key = models.CharField(max_length=80)
    decides_certificate = models.BooleanField(default=False)
    number = models.PositiveSmallIntegerField()
    scaled = models.DecimalField(max_digits=5, decimal_places=4)
    passed = models.BooleanField()
    counts = models.BooleanField(
        default=True
    )  # False: practice, after a quiz of which the first attempt counts
    mode = models.CharField(max_length=10, default="alone")  # as ``quizzes.Attempt.Mode``

    class Meta:
        verbose_name = _("quiz result")
        verbose_name_plural = _("quiz results")
        constraints = [
            models.CheckConstraint(condition=Q(scaled__gte=0, scaled__lte=1), name="result_between_0_and_1")
        ]
        indexes = [models.Index(fields=["occurred_at"])]

    def __str__(self):
        return f"{self.quiz_key} #{self.number}"


class ResultCorrection(Evidence):
    """A result after its quiz was marked anew. The newest one of a result is what holds; the result of the day stays."""

    result = models.ForeignKey(QuizResult, on_delete=models.PROTECT, related_name="corrections")
    new_result = models.UUIDField(unique=True)
    before_scaled = models.DecimalField(max_digits=5, decimal_places=4)
    before_passed = models.BooleanField()
    scaled = models.DecimalField(max_digits=5, decimal_places=4)
    passed = models.BooleanField()
    quiz_title = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("result put right")
        verbose_name_plural = _("results put right")
        constraints = [
            models.CheckConstraint(
                condition=Q(scaled__gte=0, scaled__lte=1), name="correction_between_0_and_1"
            )
        ]

    def __str__(self):
        return f"{self.result}: {self.before_scaled} > {self.scaled}"

    @property
    def percent(self) -> int:
        return int(self.scaled * 100)

    @property
    def before_percent(self) -> int:
        return int(self.before_scaled * 100)


class Completion(Evidence):
    """A course was completed. ``scaled`` is the result of the deciding quiz, None for a course without one."""

    enrolment = models.OneToOneField(
        "learning.Enrolment", on_delete=models.PROTECT, related_name="completion"
    )
    cadre = models.ForeignKey("learning.Cadre", on_delete=models.PROTECT, related_name="completions")
    course_key = models.UUIDField()
    scaled = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    minutes = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        indexes = [models.Index(fields=["course_key", "occurred_at"])]

    def __str__(self):
        return f"{self.cadre}: {self.edition}"
