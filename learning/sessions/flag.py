"""A flag says: look at this register. It changes no figure, and can be cleared with a note."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RegisterFlag(models.Model):
    """``key`` tells flags of one kind apart (the other session's uuid); ``numbers`` is what the explanation needs."""

    class Kind(models.TextChoices):
        SAME_LIST = "same-list", _("the same list in two places")
        TWO_PLACES = "two-places", _("a facilitator in two places")
        TOO_MANY = "too-many", _("more people than the room holds")
        ONE_MINUTE = "one-minute", _("all entered within a minute")

    session = models.ForeignKey("learning.TrainingSession", on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=40, blank=True)
    numbers = models.JSONField(default=dict)
    raised_at = models.DateTimeField(default=timezone.now)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cleared_by_name = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("flag on a register")
        verbose_name_plural = _("flags on registers")
        ordering = ["-raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "kind", "key"], name="a_flag_is_raised_once")
        ]

    def __str__(self):
        return self.get_kind_display()
