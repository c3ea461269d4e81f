"""What facilitators hear about new methods of traffickers or gaps in the law: structured, without cases, and upwards."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.sessions.words import Channel, Heard, Source


class FieldReport(models.Model):
    """For trainers and liaison officers. ``text`` is short and refused when it holds what looks like an identifier."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    session = models.ForeignKey(
        "learning.TrainingSession", on_delete=models.PROTECT, related_name="field_reports"
    )
    place = models.ForeignKey("learning.UnitPlace", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(_("about"), max_length=10, choices=Heard.choices)
    channel = models.CharField(_("by which way, or which rule"), max_length=16, choices=Channel.choices)
    source = models.CharField(_("how you know"), max_length=14, choices=Source.choices)
    law = models.CharField(_("legal source"), max_length=80, blank=True)
    text = models.CharField(_("in one or two sentences"), max_length=300, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(_("what became of it"), max_length=300, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("report from the field")
        verbose_name_plural = _("reports from the field")
        ordering = ["-received_at", "-pk"]

    def __str__(self):
        return f"{self.get_subject_display()}: {self.get_channel_display()}"
