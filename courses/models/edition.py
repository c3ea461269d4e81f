"""An edition: what a course consisted of from a day on. Evidence is pinned to it and never asks the pages again."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.append_only import AppendOnlyModel


class Edition(AppendOnlyModel):
    """Frozen outline of a published course, with its titles in every language.

    ``steps`` is the outline as JSON: ``[{"key", "kind": "lesson" | "quiz", "module", "headings", "minutes",
    "revision"}]``. A new edition appears when the steps change, not when a comma does.
    """

    course_key = models.UUIDField()
    course = models.ForeignKey(
        "courses.CoursePage", null=True, on_delete=models.SET_NULL, related_name="editions"
    )
    number = models.PositiveIntegerField()
    headings = models.JSONField()
    public_titles = models.JSONField()
    minutes = models.PositiveIntegerField()
    steps = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["course_key", "number"]
        constraints = [
            models.UniqueConstraint(fields=["course_key", "number"], name="editions_are_numbered_once")
        ]

    def __str__(self):
        return f"{next(iter(self.headings.values()), self.course_key)} ({self.number})"
