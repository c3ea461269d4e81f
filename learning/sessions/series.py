"""A training given in several parts. Whoever missed a part can make it up in another village; twice the same part is one."""

import uuid as uuids

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Series(models.Model):
    """``parts`` parts, numbered from 1, each held as one session or as several. ``title`` is neutral, like a session's.

    A participant carries a pass through the series: eight letters on a card. Her key is made of series and pass, so that
    any village can register her by the pass, on any device, without knowing her name.
    """

    uuid = models.UUIDField(default=uuids.uuid4, unique=True)
    title = models.CharField(_("title"), max_length=160)
    unit = models.ForeignKey(
        "learning.Unit", on_delete=models.PROTECT, related_name="series", verbose_name=_("unit")
    )
    parts = models.PositiveSmallIntegerField(
        _("parts"), validators=[MinValueValidator(2), MaxValueValidator(20)]
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["-created_at"]

    def __str__(self):
        return self.title

    def key_of_pass(self, written: str) -> uuids.UUID:
        """Whose pass it is."""
        return uuids.uuid5(self.uuid, f"pass {written}")
