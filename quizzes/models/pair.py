"""Two equivalent tests, one before and one after: what was gained between them."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class TestPair(models.Model):
    """``before`` and ``after`` are different quizzes of the same difficulty. Where they stand in lessons binds the pair to a
    module. A session asks its one test twice, which needs no pair (``learning/sessions/summary.py``)."""

    __test__ = False  # no test of ours

    key = models.SlugField(_("key"), max_length=80, unique=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    before = models.OneToOneField(
        "quizzes.Quiz", on_delete=models.PROTECT, related_name="pair_before", verbose_name=_("test before")
    )
    after = models.OneToOneField(
        "quizzes.Quiz", on_delete=models.PROTECT, related_name="pair_after", verbose_name=_("test after")
    )

    class Meta:
        verbose_name = _("tests before and after")
        verbose_name_plural = _("tests before and after")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(before=models.F("after")), name="a_pair_is_two_tests")
        ]

    def __str__(self):
        return self.title or self.key

    def clean(self):
        """The two have to be equivalent: as many questions, and of the same subjects."""
        if not (self.before_id and self.after_id):
            return
        if self.before_id == self.after_id:
            raise ValidationError({"after": _("Choose two different tests.")})
        if self.before.question_count != self.after.question_count:
            raise ValidationError({"after": _("The two tests must ask the same number of questions.")})
