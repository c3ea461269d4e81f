"""What was printed: a code on paper, and the text that stood there."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.append_only import AppendOnlyModel


class PrintedVersion(AppendOnlyModel):
    """A handout's text under a short code. Years later the code still answers whether the sheet is current, and what has
    changed since. ``parts`` is the text, paragraph by paragraph. Named by key, so it outlives the page."""

    code = models.CharField(max_length=12, unique=True)
    page_key = models.UUIDField(db_index=True)
    language = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    parts = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("printed version")
        verbose_name_plural = _("printed versions")
        constraints = [
            models.UniqueConstraint(
                fields=["page_key", "language", "digest"], name="the_same_text_has_one_version_code"
            )
        ]

    def __str__(self):
        return self.code
