"""Open answers that people mark: what waits, who has it, and each mark as a fact."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.append_only import AppendOnlyModel


class MarkingTaskQuerySet(models.QuerySet):
    def open_for(self, marker, *, own=(), now=None):
        """What ``marker`` may take now: waiting, not claimed by another, not marked by her, not her own answer."""
        now = now or timezone.now()
        return (
            self.filter(state=MarkingTask.State.WAITING)
            .filter(Q(claimed_by=None) | Q(claimed_by=marker) | Q(claimed_until__lt=now))
            .exclude(marks__marker=marker)
            .exclude(response__attempt__registration__in=list(own))
        )

    def disputed(self):
        return self.filter(state=MarkingTask.State.DISPUTED)


class MarkingTask(models.Model):
    """One answer to be marked by ``markers`` people, each claiming it for a while. The mark itself is in ``HumanMark``."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DISPUTED = "disputed", _("two marks differ")
        DONE = "done", _("done")

    response = models.OneToOneField("quizzes.Response", on_delete=models.PROTECT, related_name="task")
    markers = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = MarkingTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to be marked")
        verbose_name_plural = _("answers to be marked")
        ordering = ["made_at", "pk"]
        permissions = [
            ("mark_answers", "Can mark open answers"),
            ("reconcile_marks", "Can decide where two marks differ"),
        ]
        indexes = [models.Index(fields=["state", "made_at"])]

    def __str__(self):
        return f"{self.pk} {self.state}"


class HumanMark(AppendOnlyModel):
    """What one person gave. ``points``: ``{criterion id: points}``; ``scaled`` is their share of all points, 0..1."""

    task = models.ForeignKey(MarkingTask, on_delete=models.PROTECT, related_name="marks")
    marker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    settles = models.BooleanField(default=False)
    points = models.JSONField()
    scaled = models.DecimalField(max_digits=5, decimal_places=4)
    comment = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("mark given by a person")
        verbose_name_plural = _("marks given by people")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "marker"], name="a_person_marks_an_answer_once"),
            models.UniqueConstraint(
                fields=["task"], condition=Q(settles=True), name="a_difference_is_settled_once"
            ),
            models.CheckConstraint(
                condition=Q(scaled__gte=0, scaled__lte=1), name="human_mark_between_0_and_1"
            ),
        ]

    def __str__(self):
        return f"{self.task_id} {self.scaled}"
