"""A refresher: a holder learns one changed lesson again. It has a registration of its own, so that nothing of what she
earned before is touched. Kept as long as the evidence beside it."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.evidence import Evidence


class Refresher(models.Model):
    """Begun by the holder. ``uuid`` is the registration of its quizzes; ``change`` says what is learned again. When a
    quiz has no attempt left, she reads the lesson again and begins another ``round``."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.PROTECT, related_name="refreshers")
    change = models.ForeignKey("courses.LessonChange", on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("refresher")
        verbose_name_plural = _("refreshers")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "change", "round"], name="one_refresher_per_round")
        ]

    def __str__(self):
        return f"{self.enrolment_id} {self.change}"


class RefresherDone(Evidence):
    """The changed lesson was learned again, once. ``content_revision`` is what was live then."""

    refresher = models.OneToOneField(Refresher, on_delete=models.PROTECT, related_name="done")
    content_revision = models.PositiveBigIntegerField(null=True)

    class Meta:
        verbose_name = _("refresher done")
        verbose_name_plural = _("refreshers done")

    def __str__(self):
        return f"{self.refresher}"
