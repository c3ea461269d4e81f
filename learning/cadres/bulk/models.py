"""One spreadsheet that somebody brought."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.jobs.models import Job

LOOK_THROUGH, CARRY_OUT = "bulk.look-through", "bulk.carry-out"
KEEP_FOR = datetime.timedelta(days=14)


class BulkImport(models.Model):
    """Kept: who brought which file when, and how many rows did what. The file itself and the names in the report are
    forgotten after 14 days (``forget_old_files``)."""

    class Kind(models.TextChoices):
        UNITS = "units", _("units")
        ROSTER = "roster", _("cadres")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("what it holds"), max_length=8, choices=Kind.choices)
    file_name = models.CharField(max_length=200)
    on = models.DateField(_("from this day"))
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    foreseen = models.JSONField(default=dict, blank=True)  # Plan.report() of the look through
    done = models.JSONField(default=dict, blank=True)  # Plan.report() of what was carried out
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import from a spreadsheet")
        verbose_name_plural = _("imports from spreadsheets")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.file_name

    @property
    def stored_as(self) -> str:
        return f"imports/{self.uuid}.sheet"

    @property
    def problems_stored_as(self) -> str:
        return f"imports/{self.uuid}-problems.xlsx"

    @property
    def job(self) -> Job | None:
        """The newest of its jobs."""
        return (
            Job.objects.filter(key=str(self.uuid), kind__in=[LOOK_THROUGH, CARRY_OUT]).order_by("-pk").first()
        )
