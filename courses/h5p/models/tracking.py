"""What came back from activities. Keyed by a registration that only the app around this package can name."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.append_only import AppendOnlyModel


class Statement(AppendOnlyModel):
    """An xAPI statement, once. Evidence whose only witness is the learner's browser.

    ``uuid`` is made where the statement is made; ``digest`` tells a repeat from a conflict. The actor is left out:
    who the registration is, only the app around knows.
    """

    uuid = models.UUIDField(unique=True)
    registration = models.UUIDField()
    activity_key = models.CharField(max_length=80)
    content = models.UUIDField()
    content_version = models.PositiveIntegerField()
    attempt = models.UUIDField()
    verb = models.CharField(max_length=200)
    is_top = models.BooleanField()
    sub_content_id = models.CharField(max_length=127, blank=True)
    raw = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    maximum = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    scaled = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    success = models.BooleanField(null=True)
    completion = models.BooleanField(null=True)
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    occurred_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("xAPI statement")
        verbose_name_plural = _("xAPI statements")
        indexes = [
            models.Index(fields=["registration", "activity_key"]),
            models.Index(fields=["activity_key", "received_at"]),
        ]

    def __str__(self):
        return f"{self.verb} {self.activity_key}"


class Run(models.Model):
    """What one registration has reached in one activity: read off its statements, and never lowered."""

    registration = models.UUIDField()
    activity_key = models.CharField(max_length=80)
    best = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    last = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    opened_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("run through an activity")
        verbose_name_plural = _("runs through activities")
        constraints = [
            models.UniqueConstraint(fields=["registration", "activity_key"], name="one_run_per_activity")
        ]

    def __str__(self):
        return f"{self.registration} {self.activity_key}"


class State(models.Model):
    """Where somebody stopped, so that she can go on, also on another device. Goes when the content changes."""

    registration = models.UUIDField()
    content = models.ForeignKey("h5p.Content", on_delete=models.CASCADE, related_name="states")
    content_version = models.PositiveIntegerField()
    data_type = models.CharField(max_length=127)
    sub_content_id = models.CharField(max_length=127, default="0")
    data = models.TextField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("saved state")
        verbose_name_plural = _("saved states")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "content", "data_type", "sub_content_id"], name="one_state_per_part"
            )
        ]

    def __str__(self):
        return f"{self.registration} {self.data_type}"


class Refusal(models.Model):
    """Something that came and was not accepted, with its code. Kept for 90 days: hash and size, not the content."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    code = models.CharField(max_length=40)
    registration = models.UUIDField(null=True)
    activity_key = models.CharField(max_length=80, blank=True)
    sender = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    bytes = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("refused report of an activity")
        verbose_name_plural = _("refused reports of activities")
        indexes = [models.Index(fields=["received_at"])]

    def __str__(self):
        return self.code
