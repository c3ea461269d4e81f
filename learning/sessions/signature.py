"""Signatures drawn on a screen, as the path of the pen."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.append_only import AppendOnlyModel


class ConsentSignature(models.Model):
    """Signed on the screen that the name may be kept; by herself or her guardian. Deleted when consent is withdrawn."""

    fact = models.UUIDField(unique=True)
    session = models.ForeignKey("learning.TrainingSession", on_delete=models.PROTECT, related_name="+")
    entry = models.UUIDField(db_index=True)
    strokes = models.TextField()
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("signature of consent")
        verbose_name_plural = _("signatures of consent")

    def __str__(self):
        return str(self.entry)


class ClosingSignature(AppendOnlyModel):
    """The responsible person's word for what a session came to: the figures as she saw them, and her signature."""

    session = models.OneToOneField(
        "learning.TrainingSession", on_delete=models.PROTECT, related_name="closing"
    )
    name = models.CharField(max_length=120)
    strokes = models.TextField(blank=True)
    figures = models.JSONField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("signature of a closed session")
        verbose_name_plural = _("signatures of closed sessions")

    def __str__(self):
        return self.name
