"""What the publication of a lesson means for those who learned it before: planned by the trainer, then kept for ever."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.append_only import AppendOnlyModel, AppendOnlyQuerySet


class ChangeKind(models.TextChoices):
    MINOR = "minor", _("minor: nobody has to learn it again")
    MATERIAL = "material", _("material: whoever holds the certificate has to learn it again")


class PlannedChange(models.Model):
    """The trainer's answer for the draft of a page of a course, or of a quiz. Publishing uses it up."""

    page = models.OneToOneField(
        "wagtailcore.Page", null=True, on_delete=models.CASCADE, related_name="planned_change"
    )
    quiz = models.OneToOneField(
        "quizzes.Quiz", null=True, on_delete=models.CASCADE, related_name="planned_change"
    )
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    notes = models.JSONField(default=dict)
    due_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("planned change")
        verbose_name_plural = _("planned changes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page=None, quiz__isnull=False) | models.Q(page__isnull=False, quiz=None),
                name="planned_for_a_page_or_a_quiz",
            )
        ]

    def __str__(self):
        return f"{self.page_id or self.quiz_id} {self.kind}"


class LessonChangeQuerySet(AppendOnlyQuerySet):
    def material(self):
        return self.filter(kind=ChangeKind.MATERIAL)


class LessonChange(AppendOnlyModel):
    """What one course teaches in a lesson was published anew: the lesson itself, its quiz, or the module or course around
    it (``revision`` is of whichever it was). A module in several courses makes a row in each. ``notes`` say by language what changed; ``due_on`` is the last day to learn a material
    change, ``minutes`` what the lesson takes. ``published_at`` lies before the edition that it brings about."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    lesson_key = models.UUIDField(db_index=True)
    lesson = models.ForeignKey(
        "courses.LessonPage", null=True, on_delete=models.SET_NULL, related_name="changes"
    )
    course_key = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    headings = models.JSONField()
    notes = models.JSONField(default=dict)
    minutes = models.PositiveSmallIntegerField()
    due_on = models.DateField(null=True)
    revision = models.PositiveBigIntegerField()
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = LessonChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a lesson")
        verbose_name_plural = _("changes of lessons")
        ordering = ["published_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lesson_key", "course_key", "revision"], name="a_publication_is_one_change"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="minor") | models.Q(due_on__isnull=False),
                name="a_material_change_has_a_day",
            ),
        ]

    def __str__(self):
        return f"{next(iter(self.headings.values()), self.lesson_key)} ({self.kind})"
