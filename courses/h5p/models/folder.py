"""A folder in the storage, noted before the first byte is written, so that nothing is ever left behind unknown."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StoredFolder(models.Model):
    """``path`` is never used twice and its files never change: browsers may keep them for ever.

    ``kept`` is set in the transaction that puts the folder to use. One that is not kept is deleted a day after
    ``released_at``: an upload that was broken off, a patch that was replaced, a content that went.
    """

    path = models.CharField(max_length=200, unique=True)
    files = models.JSONField(default=list)
    bytes = models.PositiveBigIntegerField(default=0)
    kept = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    released_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("stored folder")
        verbose_name_plural = _("stored folders")
        indexes = [models.Index(fields=["kept", "released_at"])]

    def __str__(self):
        return self.path
