"""Marks put right after a wrong key: what was proposed, who confirmed it, and each new mark as a new fact."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.append_only import AppendOnlyModel


class Remarking(models.Model):
    """Answers to ``version`` are marked by ``corrected`` (a later version of the same question with the same options).

    Proposed by one who writes questions, confirmed by a person with the right, done by a job. Kept for ever.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed, being done")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(
        "quizzes.QuestionVersion", on_delete=models.PROTECT, related_name="remarkings"
    )
    corrected = models.ForeignKey("quizzes.QuestionVersion", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("re-marking")
        verbose_name_plural = _("re-markings")
        ordering = ["-proposed_at", "-pk"]
        permissions = [("confirm_remarking", "Can confirm that answers are marked anew")]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="one_remarking_of_a_version_at_a_time",
            )
        ]

    def __str__(self):
        return f"{self.version} > v{self.corrected.number}"


class NewMark(AppendOnlyModel):
    """The mark of one response by the corrected key, where it differs from the mark before; or, without
    ``remarking``, the mark that people gave an open answer."""

    remarking = models.ForeignKey(Remarking, null=True, on_delete=models.PROTECT, related_name="marks")
    response = models.ForeignKey("quizzes.Response", on_delete=models.PROTECT, related_name="new_marks")
    scaled = models.DecimalField(max_digits=5, decimal_places=4)
    correct = models.BooleanField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("new mark")
        verbose_name_plural = _("new marks")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["remarking", "response"], name="a_response_is_marked_anew_once"),
            models.UniqueConstraint(
                fields=["response"],
                condition=Q(remarking=None),
                name="people_mark_a_response_once",
            ),
            models.CheckConstraint(
                condition=Q(scaled__gte=0, scaled__lte=1), name="new_mark_between_0_and_1"
            ),
        ]

    def __str__(self):
        return f"{self.response} {self.scaled}"


class NewResult(AppendOnlyModel):
    """An attempt's result before and after. The attempt itself shows what holds now; this is how it came to it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    remarking = models.ForeignKey(Remarking, on_delete=models.PROTECT, related_name="results")
    attempt = models.ForeignKey("quizzes.Attempt", on_delete=models.PROTECT, related_name="new_results")
    before_scaled = models.DecimalField(max_digits=5, decimal_places=4)
    before_passed = models.BooleanField()
    scaled = models.DecimalField(max_digits=5, decimal_places=4)
    passed = models.BooleanField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("new result")
        verbose_name_plural = _("new results")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["remarking", "attempt"], name="an_attempt_is_marked_anew_once")
        ]

    def __str__(self):
        return f"{self.attempt}: {self.before_scaled} > {self.scaled}"
