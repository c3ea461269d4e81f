"""Who changed the tree, when, and why. Kept for ever; where each unit stood is in ``UnitPlace``."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.append_only import AppendOnlyModel


class UnitChange(AppendOnlyModel):
    """One change of one unit. ``other``: the unit it was merged into, the part that became a unit of its own, or the unit
    it stands below from then on. ``figures``: what it caused, by kind, as it was when it was done."""

    class Kind(models.TextChoices):
        MERGED = "merged", _("merged into another")
        SPLIT = "split", _("a part became a unit of its own")
        RENAMED = "renamed", _("renamed")
        MOVED = "moved", _("moved below another")
        CLOSED = "closed", _("closed")

    unit = models.ForeignKey("learning.Unit", on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    other = models.ForeignKey(
        "learning.Unit", null=True, on_delete=models.PROTECT, related_name="changes_as_other"
    )
    on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    figures = models.JSONField(default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("change of a unit")
        verbose_name_plural = _("changes of units")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(kind="merged"), name="a_unit_is_merged_once"
            )
        ]

    def __str__(self):
        return f"{self.unit} {self.kind}"


def merged_codes() -> dict:
    """``{code: (code of the unit it was merged into, day)}``, through later mergers too. One query."""
    rows = UnitChange.objects.filter(kind=UnitChange.Kind.MERGED).values_list(
        "unit__code", "other__code", "on"
    )
    into = {code: (other, on) for code, other, on in rows}
    found = {}
    for code, (other, on) in into.items():
        while other in into:
            other = into[other][0]
        found[code] = (other, on)
    return found
