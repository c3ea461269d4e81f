"""A slip or link with which a cadre without mail makes her account, once."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Invitation(models.Model):
    """``digest`` is the keyed hash of its code: the code itself stands on the slip only, and nobody can read it from here.

    Kept: that somebody was invited, by whom, and what became of it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cadre = models.ForeignKey("learning.Cadre", on_delete=models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cadre"],
                condition=Q(used_at=None, revoked_at=None),
                name="one_open_invitation_per_cadre",
            )
        ]

    def __str__(self):
        return f"{self.cadre} {self.made_at:%Y-%m-%d}"

    def is_open(self, now) -> bool:
        return self.used_at is None and self.revoked_at is None and now < self.expires_at
