"""What somebody disclosed, or a facilitator is worried about: for the safeguarding contact of the unit, and nobody else."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.sessions.words import NoteAbout
from quizzes.append_only import AppendOnlyModel


class DisclosureQuerySet(models.QuerySet):
    def waiting(self):
        return self.exclude(state=Disclosure.State.DONE)


class Disclosure(models.Model):
    """``text`` stands here and nowhere else: in no fact, upload, report or export. Nobody is promised secrecy.

    ``with_unit`` is the unit whose contact has it now; it moves up when the deadline passes. The text is deleted a year
    after the matter is done; that there was one, and the steps taken, stay.
    """

    class Source(models.TextChoices):
        FEEDBACK = "feedback", _("feedback of a participant")
        FACILITATOR = "facilitator", _("note of a facilitator")

    class State(models.TextChoices):
        NEW = "new", _("not yet taken up")
        TAKEN = "taken", _("taken up")
        DONE = "done", _("done")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    session = models.ForeignKey(
        "learning.TrainingSession", on_delete=models.PROTECT, related_name="disclosures"
    )
    source = models.CharField(max_length=12, choices=Source.choices)
    about = models.CharField(max_length=12, choices=NoteAbout.choices, blank=True)
    is_urgent = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.NEW)
    with_unit = models.ForeignKey("learning.Unit", on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self):
        return f"{self.get_source_display()} {self.received_at:%Y-%m-%d}"


class DisclosureStep(AppendOnlyModel):
    """Who did what about it, and when; reading it is a step too."""

    class Kind(models.TextChoices):
        READ = "read", _("read")
        TAKEN = "taken", _("taken up")
        PASSED_UP = "passed-up", _("deadline passed: passed up")
        DONE = "done", _("done")

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey("learning.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    remark = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("step about a disclosure")
        verbose_name_plural = _("steps about a disclosure")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d}"
