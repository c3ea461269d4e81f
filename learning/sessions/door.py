"""The door through which phones check in: a number, a code that turns, and a time at which it shuts."""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def new_secret() -> str:
    return secrets.token_hex(32)


class Door(models.Model):
    """One per session. What is shown on the wall follows from ``secret``, ``turn`` and the time (``codes.py``).

    ``wrong_tries`` since ``wrong_since`` are of typed codes; kept in the row, so that all servers count together.
    """

    class Stage(models.TextChoices):
        """What a phone that has checked in is offered."""

        ARRIVING = "arriving", _("people arrive")
        BEFORE = "before", _("test before")
        TEACHING = "teaching", _("teaching")
        AFTER = "after", _("test after")
        FEEDBACK = "feedback", _("feedback")

    session = models.OneToOneField("learning.TrainingSession", on_delete=models.PROTECT, related_name="door")
    number = models.PositiveIntegerField(unique=True)
    secret = models.CharField(max_length=64, default=new_secret)
    turn = models.PositiveIntegerField(default=0)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.ARRIVING)
    opened_at = models.DateTimeField(default=timezone.now)
    closes_at = models.DateTimeField()
    wrong_tries = models.PositiveIntegerField(default=0)
    wrong_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("check-in by phone")
        verbose_name_plural = _("check-ins by phone")

    def __str__(self):
        return f"{self.session} {self.number}"

    def is_open(self, now=None) -> bool:
        return (now or timezone.now()) < self.closes_at
