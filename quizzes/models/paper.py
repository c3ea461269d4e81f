"""A quiz printed for paper: which questions and options stand where on each variant, so that letters can be read back."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.append_only import AppendOnlyModel


class PaperSet(AppendOnlyModel):
    """One printing. ``variants``: ``{"A": [{"version": 12, "options": ["b2", "a1"]}]}``, made from ``seed``. ``code`` stands
    on every sheet, so that whoever keys in answers finds the key that belongs to them. Kept as long as the attempts."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=8, unique=True)
    quiz = models.ForeignKey("quizzes.Quiz", null=True, on_delete=models.SET_NULL, related_name="paper_sets")
    quiz_key = models.CharField(max_length=80)
    quiz_title = models.JSONField(default=dict)
    seed = models.BigIntegerField()
    variants = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("printed test")
        verbose_name_plural = _("printed tests")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.quiz_key} {self.code}"
