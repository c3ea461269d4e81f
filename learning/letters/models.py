"""What readers write to trainers."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LetterQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(answered_at__isnull=True)

    def outlived(self, *, before):
        """Answered before that moment: nobody needs them any more."""
        return self.filter(answered_at__lt=before)


class Letter(models.Model):
    """A mistake reported or a question asked from a lesson. ``uuid`` is made when the form is opened, so sending twice is once.

    Kept to improve the lesson and to answer, a year after it was answered at most (``forget_old_letters``). Trainers see the
    text, never who wrote it; ``cadre`` is there only so that she can read the answer. Identifiers are masked before it is kept.
    """

    class Kind(models.TextChoices):
        MISTAKE = "mistake", _("I found a mistake")
        QUESTION = "question", _("I have a question")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("text"), max_length=1000)
    language = models.CharField(_("language"), max_length=12)
    lesson = models.ForeignKey(
        "courses.LessonPage",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("lesson"),
    )
    headings = models.JSONField(default=dict)
    revision = models.PositiveBigIntegerField(null=True)
    cadre = models.ForeignKey(
        "learning.Cadre", null=True, blank=True, on_delete=models.SET_NULL, related_name="letters"
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter to the trainer")
        verbose_name_plural = _("letters to the trainer")
        ordering = ["written_at"]
        permissions = [("answer_letter", "Can read and answer letters to the trainer")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.uuid}"
