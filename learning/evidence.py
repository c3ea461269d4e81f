"""What every piece of evidence carries: where, in which post, on which edition, when done and when received."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.append_only import AppendOnlyModel


class Witness(models.TextChoices):
    """Who saw it. Reports can tell them apart."""

    SERVER = "server", _("marked by the server")
    SELF = "self", _("declared by the learner")
    BROWSER = "browser", _("reported by the browser")
    FACILITATOR = "facilitator", _("recorded by the facilitator")


class Evidence(AppendOnlyModel):
    """Abstract, append-only, pinned. ``occurred_at`` is the person's clock, ``received_at`` ours."""

    place = models.ForeignKey("learning.UnitPlace", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("learning.Post", null=True, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey("courses.Edition", on_delete=models.PROTECT, related_name="+")
    occurred_at = models.DateTimeField(default=timezone.now)
    received_at = models.DateTimeField(default=timezone.now)
    witness = models.CharField(max_length=12, choices=Witness.choices)

    class Meta:
        abstract = True
