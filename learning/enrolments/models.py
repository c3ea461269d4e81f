"""An enrolment: one cadre's run through one course. Its uuid is the registration that quizzes and xAPI know."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EnrolmentQuerySet(models.QuerySet):
    def open(self):
        return self.filter(completed_at__isnull=True)

    def completed(self):
        return self.filter(completed_at__isnull=False)

    def of_user(self, user):
        return self.filter(cadre__user=user)


class Enrolment(models.Model):
    """``course_key`` is the course page's translation key; the page itself may go. ``round`` counts renewals from 1."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    cadre = models.ForeignKey("learning.Cadre", on_delete=models.PROTECT, related_name="enrolments")
    course_key = models.UUIDField()
    course = models.ForeignKey("courses.CoursePage", null=True, on_delete=models.SET_NULL, related_name="+")
    edition = models.ForeignKey("courses.Edition", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("learning.UnitPlace", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("learning.Post", on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField(default=timezone.now)
    last_step_key = models.CharField(max_length=80, blank=True, help_text="Where to resume.")
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["cadre", "course_key", "round"], name="one_enrolment_per_round"),
            models.UniqueConstraint(
                fields=["cadre", "course_key"],
                condition=Q(completed_at__isnull=True),
                name="one_open_enrolment_per_course",
            ),
        ]

    def __str__(self):
        return f"{self.cadre}: {self.edition}"
