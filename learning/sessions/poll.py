"""Questions put to the room while it is taught. The votes of phones are added up when a poll ends, and then deleted."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Poll(models.Model):
    """A question with two to four answers, each with a colour. What it came to is a fact of the session."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    session = models.ForeignKey("learning.TrainingSession", on_delete=models.PROTECT, related_name="polls")
    prompt = models.CharField(_("question"), max_length=200)
    options = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.prompt

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.ended_at is None


class PollVote(models.Model):
    """One phone's answer, while the poll is open. ``voter`` is a key made for this poll, and leads to nobody."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="votes")
    voter = models.UUIDField()
    option = models.CharField(max_length=1)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["poll", "voter"], name="a_phone_votes_once_in_a_poll")]

    def __str__(self):
        return self.option
