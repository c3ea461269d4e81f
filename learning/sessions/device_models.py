"""Phones that take sessions along, what each holds, and what was answered to each upload."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.append_only import AppendOnlyModel


class Device(models.Model):
    """A browser of one person that may take packs along. ``uuid`` is made there and can only be guessed by holding it.

    Kept: whose it is and what she called it, so that a lost one can be shut out; its own key is never stored, it follows
    from the site's secret (``sessions/sealed.py``).
    """

    uuid = models.UUIDField(unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="devices"
    )
    name = models.CharField(max_length=80, blank=True)
    registered_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ["-seen_at", "pk"]

    def __str__(self):
        return self.name or str(self.uuid)


class DevicePackQuerySet(models.QuerySet):
    def on_devices(self):
        return self.filter(removed_at=None)


class DevicePack(models.Model):
    """A session that a device took along. ``block`` sets apart the tickets it proposes; ``removed_at`` is what it said."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="packs")
    session = models.ForeignKey("learning.TrainingSession", on_delete=models.PROTECT, related_name="packs")
    block = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(default=timezone.now)
    keep_until = models.DateTimeField()
    removal_asked_at = models.DateTimeField(null=True, blank=True)
    removal_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = DevicePackQuerySet.as_manager()

    class Meta:
        verbose_name = _("pack on a device")
        verbose_name_plural = _("packs on devices")
        ordering = ["-taken_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["device", "session"], name="a_pack_once_per_device"),
            models.UniqueConstraint(fields=["session", "block"], name="tickets_of_a_device_are_its_own"),
        ]

    def __str__(self):
        return f"{self.device} {self.session_id}"


class FactBatchAnswer(AppendOnlyModel):
    """What was answered to an upload, beside it: ``receipts`` are ``[{"uuid", "status", "code"}]``. Kept as long as it."""

    batch = models.OneToOneField("learning.FactBatch", on_delete=models.PROTECT, related_name="answer")
    receipts = models.JSONField()
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer to an upload")
        verbose_name_plural = _("answers to uploads")

    def __str__(self):
        return f"{self.batch_id}: {len(self.receipts)}"
