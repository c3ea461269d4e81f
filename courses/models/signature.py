"""A native speaker has read what a lesson says about safety and law in her language, and stands for it with her name."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.append_only import AppendOnlyModel


class NativeSignature(AppendOnlyModel):
    """Of one lesson in one language, in exactly the words that ``digest`` stands for. Kept for ever; who signed is named to
    those who work on the text, not to readers."""

    lesson_key = models.UUIDField()
    language = models.CharField(_("language"), max_length=15)
    digest = models.CharField(max_length=64)
    name = models.CharField(_("name of the native reviewer"), max_length=120)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("signature of a native reviewer")
        verbose_name_plural = _("signatures of native reviewers")
        ordering = ["-signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["lesson_key", "language", "digest"], name="the_same_words_are_signed_once"
            )
        ]

    def __str__(self):
        return f"{self.name}: {self.lesson_key} ({self.language})"
