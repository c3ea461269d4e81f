"""What is known about translations: see ``courses/translating``."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TranslationPair(models.Model):
    """``target`` was found to be a translation of ``source``. Written once. ``source`` keeps the text of that day, so that
    a stale translation can be shown with what has changed since. Named by keys, so it outlives the page."""

    page_key = models.UUIDField()
    unit = models.CharField(max_length=90)
    language = models.CharField(max_length=12)
    source_digest = models.CharField(max_length=64)
    target_digest = models.CharField(max_length=64)
    source = models.JSONField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            models.UniqueConstraint(
                fields=["page_key", "language", "unit", "source_digest", "target_digest"],
                name="a_translation_is_known_once",
            )
        ]

    def __str__(self):
        return f"{self.page_key} {self.unit} {self.language}"


class HiddenTranslation(models.Model):
    """Readers get the source instead of this part for as long as its translation is stale."""

    page_key = models.UUIDField()
    unit = models.CharField(max_length=90)
    language = models.CharField(max_length=12)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("hidden translation")
        verbose_name_plural = _("hidden translations")
        constraints = [
            models.UniqueConstraint(fields=["page_key", "language", "unit"], name="a_part_is_hidden_once")
        ]

    def __str__(self):
        return f"{self.page_key} {self.unit} {self.language}"


class TranslationCount(models.Model):
    """How far the newest draft of a page is in one language. Counted when it is saved, so that lists need not."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="translation_counts")
    language = models.CharField(max_length=12)
    missing = models.PositiveSmallIntegerField(default=0)
    stale = models.PositiveSmallIntegerField(default=0)
    current = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("state of translation")
        verbose_name_plural = _("states of translation")
        constraints = [
            models.UniqueConstraint(fields=["page", "language"], name="one_count_per_page_and_language")
        ]

    def __str__(self):
        return f"{self.page_id} {self.language}: {self.missing}/{self.stale}/{self.current}"
