"""A pass that no longer holds after its quiz was marked anew, and what a person decided about the certificate."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PassInDoubt(models.Model):
    """Raised once per correction that took the pass of a completed course. The certificate stays valid until somebody
    decides, with a reason. Kept for ever, like the evidence it stands on.
    """

    class Decision(models.TextChoices):
        KEPT = "kept", _("the certificate stays")
        REVOKED = "revoked", _("the certificate is revoked")

    completion = models.ForeignKey("learning.Completion", on_delete=models.PROTECT, related_name="doubts")
    correction = models.OneToOneField(
        "learning.ResultCorrection", on_delete=models.PROTECT, related_name="doubt"
    )
    raised_at = models.DateTimeField(default=timezone.now)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("pass in doubt")
        verbose_name_plural = _("passes in doubt")
        ordering = ["decision", "-raised_at", "-pk"]
        permissions = [("decide_passindoubt", "Can decide about certificates whose pass no longer holds")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | ~Q(decision="") & ~Q(reason=""),
                name="a_doubt_is_decided_with_a_reason",
            )
        ]

    def __str__(self):
        return f"{self.completion}"
