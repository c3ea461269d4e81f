"""What was answered, and how it was marked.

``registration`` is an opaque UUID (xAPI's word for one run through an activity): only ``learning`` knows whose it is.
Kept as long as the evidence that stands on it; it names nobody.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.append_only import AppendOnlyModel


class AttemptQuerySet(models.QuerySet):
    def submitted(self):
        return self.filter(state=Attempt.State.SUBMITTED)

    def open(self):
        return self.filter(state=Attempt.State.OPEN)

    def of(self, registration, quiz_key):
        return self.filter(registration=registration, quiz_key=quiz_key)


class Attempt(models.Model):
    """One run through a quiz. ``uuid`` is made where the attempt begins, so the same start twice is one attempt.

    ``paper`` pins what was asked, in order: ``[{"version": 12, "options": ["a1", "b2"]}]``, drawn and shuffled by ``seed``
    (``options`` only where they were shuffled). ``deadline`` is ours, with the person's extra time in it. ``checked`` are
    the versions whose feedback she has seen: their answers stand. ``draft_seconds`` is what ``timing.py`` knows of each
    question until it is handed in, ``saved_at`` the last save. ``scaled`` is 0..1.
    """

    class Mode(models.TextChoices):
        ALONE = "alone", _("alone, online")
        ASSISTED = "assisted", _("read aloud and entered by a helper")
        PAPER = "paper", _("on paper")

    class Ended(models.TextChoices):
        BY_HAND = "by_hand", _("handed in")
        BY_TIME = "by_time", _("closed when the time was over")

    class Occasion(models.TextChoices):
        NONE = "", _("neither before nor after")
        BEFORE = "before", _("before the module")
        AFTER = "after", _("after the module")

    class State(models.TextChoices):
        OPEN = "open", _("begun")
        MARKING = "marking", _("handed in, being marked by a person")
        SUBMITTED = "submitted", _("handed in")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    registration = models.UUIDField()
    quiz = models.ForeignKey("quizzes.Quiz", null=True, on_delete=models.SET_NULL, related_name="attempts")
    quiz_key = models.CharField(max_length=80)
    quiz_title = models.JSONField(default=dict)
    number = models.PositiveSmallIntegerField()
    paper = models.JSONField()
    pass_mark = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    seed = models.BigIntegerField(null=True, editable=False)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.ALONE)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    occasion = models.CharField(max_length=10, choices=Occasion.choices, default=Occasion.NONE, blank=True)
    counts = models.CharField(max_length=10, default="best")
    deadline = models.DateTimeField(null=True, blank=True)
    grace_seconds = models.PositiveSmallIntegerField(default=0)
    ended = models.CharField(max_length=10, choices=Ended.choices, default=Ended.BY_HAND)
    checked = models.JSONField(default=list, blank=True)
    draft_answers = models.JSONField(default=dict, blank=True)
    draft_seconds = models.JSONField(default=dict, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    answers_digest = models.CharField(max_length=64, blank=True)
    scaled = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["registration", "quiz_key", "number"]
        indexes = [
            models.Index(fields=["deadline"], condition=Q(state="open"), name="open_attempts_by_deadline"),
            models.Index(fields=["quiz_key", "state"], name="attempts_of_a_quiz"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "quiz_key", "number"], name="attempts_are_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["registration", "quiz_key"],
                condition=Q(state="open"),
                name="one_open_attempt_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "marking"], scaled=None)
                | Q(state="submitted", scaled__gte=0, scaled__lte=1),
                name="score_once_submitted_between_0_and_1",
            ),
        ]

    def __str__(self):
        return f"{self.quiz_key} #{self.number}"

    @property
    def is_counted(self) -> bool:
        """False for practice: a later attempt at a quiz of which the first one counts."""
        return self.counts != "first" or self.number == 1

    @property
    def percent(self) -> int | None:
        """The score as people read it, rounded down so that it never shows a pass mark that was missed."""
        return None if self.scaled is None else int(self.scaled * 100)


class Response(AppendOnlyModel):
    """One marked answer. ``answer`` is what the question type's ``parse`` made of the form, without texts of ours;
    ``scaled`` is empty for a question that is never scored, ``seconds`` where nobody knows how long it took."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="responses")
    version = models.ForeignKey("quizzes.QuestionVersion", on_delete=models.PROTECT, related_name="responses")
    position = models.PositiveSmallIntegerField()
    answer = models.JSONField(null=True)
    scaled = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    correct = models.BooleanField()
    seconds = models.FloatField(null=True)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["attempt", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "version"], name="one_response_per_question_and_attempt"
            ),
            models.CheckConstraint(
                condition=Q(scaled__gte=0, scaled__lte=1), name="response_score_between_0_and_1"
            ),
        ]

    def __str__(self):
        return f"{self.attempt} {self.position}"


class UnacceptedSubmission(AppendOnlyModel):
    """A hand-in that arrived and did not count, with the reason. Kept one year, for questions that people ask.

    ``payload`` is the answers as they came, up to 64 KB; of larger ones only the digest and the size are kept.
    """

    class Reason(models.TextChoices):
        CONFLICT = "conflict", _("other answers than those handed in before")
        MALFORMED = "malformed", _("not answers to this paper")
        LATE = "late", _("after the time was over")

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="unaccepted")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    payload = models.JSONField(null=True)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("submission that did not count")
        verbose_name_plural = _("submissions that did not count")
        constraints = [
            models.UniqueConstraint(fields=["attempt", "digest"], name="unaccepted_submission_kept_once")
        ]

    def __str__(self):
        return f"{self.attempt} {self.reason}"
