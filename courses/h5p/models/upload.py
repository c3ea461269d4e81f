"""A package that somebody uploaded, from the file to the verdict."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.h5p.choices import language_choices
from courses.h5p.findings import SENTENCES, Finding


class Upload(models.Model):
    """The file is deleted when it has been judged; the verdict stays, with hash and uploader.

    ``findings``: ``[{"code", "level", "name", "detail"}]``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(_("file"), max_length=255)
    bytes = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    language = models.CharField(_("language"), max_length=15, choices=language_choices)
    may_install = models.BooleanField(default=False)
    activity = models.ForeignKey(
        "h5p.Activity", null=True, blank=True, on_delete=models.SET_NULL, related_name="uploads"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    findings = models.JSONField(default=list)
    installed = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("upload of a package")
        verbose_name_plural = _("uploads of packages")
        ordering = ["-created_at"]

    def __str__(self):
        return self.file_name

    @property
    def all_findings(self) -> list[Finding]:
        return [Finding(**finding) for finding in self.findings if finding["code"] in SENTENCES]
