"""Somebody asks to be forgotten."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DepartureQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(taken_back_at=None, carried_out_at=None)


class Departure(models.Model):
    """A cadre's wish to be forgotten. Kept for good as proof that it was carried out; after that it points at nobody by name."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cadre = models.ForeignKey("learning.Cadre", on_delete=models.PROTECT, related_name="departures")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    carried_out_at = models.DateTimeField(_("carried out"), null=True, blank=True)
    carried_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = DepartureQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish to be forgotten")
        verbose_name_plural = _("wishes to be forgotten")
        ordering = ["asked_at"]
        permissions = [("carry_out_departure", "Can forget cadres who have left")]
        constraints = [
            models.UniqueConstraint(
                fields=["cadre"],
                condition=Q(taken_back_at=None, carried_out_at=None),
                name="one_open_wish_to_be_forgotten",
            )
        ]

    def __str__(self):
        return f"{self.cadre} {self.asked_at:%Y-%m-%d}"
