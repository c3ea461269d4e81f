"""What a cadre writes to herself beside a lesson."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class PrivateNote(models.Model):
    """Her own words on a lesson, one note each. Nobody else sees it: it is in no report, no export and no page of the CMS.

    Kept so that she finds it again, until she deletes it; it goes with her. ``headings`` name the lesson when it is gone.
    ``version`` counts her saves, so that a second device does not write over what it has not seen.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    cadre = models.ForeignKey("learning.Cadre", on_delete=models.CASCADE, related_name="notes")
    lesson_key = models.UUIDField()
    headings = models.JSONField(default=dict)
    text = models.TextField(_("text"))
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("private note")
        verbose_name_plural = _("private notes")
        ordering = ["-changed_at"]
        default_permissions = ()  # there is nobody to give one to
        constraints = [
            models.UniqueConstraint(fields=["cadre", "lesson_key"], name="one_note_of_a_cadre_on_a_lesson")
        ]

    def __str__(self):
        return str(self.uuid)
