"""A certificate: a frozen fact, and what became of it.

``facts`` is exactly what was printed. Status is never stored on it: it is the last ``CertificateEvent`` and the day.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.certificates.code import new_code
from quizzes.append_only import AppendOnlyModel


class CertificateQuerySet(models.QuerySet):
    def standing(self):
        """Those that no other one has replaced."""
        return self.filter(replaced_by=None)

    def first_issued(self):
        """Without those that only replace another: what a figure counts."""
        return self.filter(replaces=None)

    def that_count(self):
        """Standing, and neither withdrawn nor revoked: what may be handed out."""
        last = CertificateEvent.objects.filter(certificate=models.OuterRef("pk")).order_by(
            "-occurred_at", "-pk"
        )
        newest = self.standing().annotate(
            last_event=Coalesce(models.Subquery(last.values("kind")[:1]), models.Value(""))
        )
        ended = [CertificateEvent.Kind.REVOKED, CertificateEvent.Kind.WITHDRAWN]
        return newest.exclude(last_event__in=ended).exclude(facts={})

    def of_same(self, certificate):
        """All that certify the same thing, replaced ones too."""
        return self.filter(
            kind=certificate.kind,
            completion_id=certificate.completion_id,
            register_entry_id=certificate.register_entry_id,
            nomination_id=certificate.nomination_id,
        )


class Certificate(models.Model):
    """``facts``: ``{"name", "titles": {lang: ...}, "edition", "scaled", "minutes", "unit": {lang: ...}, "post",
    "completed_on", "issued_on", "issuer": {lang: ...}, "languages", "wording", "signatures"}``, all as printed. Written once; only ``withdraw`` may blank
    the holder's data, and the rendered file is added by the task that renders it.
    """

    class Kind(models.TextChoices):
        COMPLETION = "completion", _("completion of a course")
        ATTENDANCE = "attendance", _("attendance at a session")
        HONOUR = "honour", _("honour")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=32, unique=True, default=new_code, editable=False)
    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    completion = models.ForeignKey(
        "learning.Completion", null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    register_entry = models.ForeignKey(
        "learning.RegisterEntry", null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    nomination = models.ForeignKey(
        "learning.Nomination", null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    cadre = models.ForeignKey(
        "learning.Cadre", null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    place = models.ForeignKey("learning.UnitPlace", on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField()
    language = models.CharField(max_length=10)
    template = models.ForeignKey(
        "learning.CertificateTemplate",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="certificates",
    )
    issued_at = models.DateTimeField(default=timezone.now)
    valid_until = models.DateField(null=True, blank=True)
    signed_with = models.CharField(
        max_length=20, blank=True, help_text="The key of its statement and credential."
    )
    file = models.CharField(max_length=200, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at"]
        permissions = [("decide_certificate", _("Can revoke, reinstate and correct certificates"))]
        constraints = [
            models.UniqueConstraint(
                fields=["completion"], condition=Q(replaces=None), name="one_first_certificate_per_completion"
            ),
            models.UniqueConstraint(
                fields=["register_entry"], condition=Q(replaces=None), name="one_first_certificate_per_entry"
            ),
            models.UniqueConstraint(
                fields=["nomination"], condition=Q(replaces=None), name="one_first_certificate_per_nomination"
            ),
            models.CheckConstraint(
                condition=Q(kind="completion", completion__isnull=False, register_entry=None, nomination=None)
                | Q(kind="attendance", completion=None, register_entry__isnull=False, nomination=None)
                | Q(kind="honour", completion=None, register_entry=None, nomination__isnull=False),
                name="a_certificate_certifies_one_thing",
            ),
        ]

    def __str__(self):
        return self.number


class CertificateEvent(AppendOnlyModel):
    """Revoked, reinstated, superseded, withdrawn by the holder. The last one decides the status."""

    class Kind(models.TextChoices):
        REVOKED = "revoked", _("revoked")
        REINSTATED = "reinstated", _("reinstated")
        SUPERSEDED = "superseded", _("superseded")
        WITHDRAWN = "withdrawn", _("withdrawn by the holder")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reason = models.CharField(max_length=300, blank=True)
    successor = models.ForeignKey(
        Certificate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    occurred_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("certificate event")
        verbose_name_plural = _("certificate events")
        ordering = ["occurred_at", "pk"]

    def __str__(self):
        return f"{self.certificate} {self.kind}"


class CertificatePrint(AppendOnlyModel):
    """A file of the certificate that we made. A change of its template makes another; each of them is ours."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="prints")
    digest = models.CharField(max_length=64)
    printed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("print of a certificate")
        verbose_name_plural = _("prints of certificates")
        constraints = [
            models.UniqueConstraint(fields=["certificate", "digest"], name="a_print_is_noted_once")
        ]

    def __str__(self):
        return f"{self.certificate} {self.digest[:8]}"
