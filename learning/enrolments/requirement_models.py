"""What a post has to hold: a course, renewed or not; and who need not, and why."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RequirementQuerySet(models.QuerySet):
    def in_force_on(self, day):
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))


class Requirement(models.Model):
    """Whoever holds ``post`` (none: any main post) in a unit of ``level`` (none: any) has to hold the course.

    ``course_key`` is the course page's translation key, so that a requirement outlives the page. It is never rewritten to
    another course: it ends, and another begins.
    """

    course = models.ForeignKey(
        "courses.CoursePage",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("course"),
    )
    course_key = models.UUIDField(editable=False)
    post = models.ForeignKey(
        "learning.Post",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requirements",
        verbose_name=_("post"),
        help_text=_("Empty: every cadre, by her main post."),
    )
    level = models.ForeignKey(
        "learning.Level",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requirements",
        verbose_name=_("level"),
        help_text=_("Empty: at every level."),
    )
    days = models.PositiveSmallIntegerField(
        _("days to complete it"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
        help_text=_("From the first day in the post, or of the requirement if that is later."),
    )
    renewed_every = models.PositiveSmallIntegerField(
        _("renewed every so many months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Empty: once is enough."),
    )
    since = models.DateField(_("from this day"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                "course_key",
                Coalesce("post", 0),  # no post is one of a kind too, on every database
                Coalesce("level", 0),
                condition=Q(until__isnull=True),
                name="one_open_requirement_of_a_kind",
                violation_error_message=_("This post has to hold this course already."),
            )
        ]

    def __str__(self):
        return f"{self.course or self.course_key}: {self.post or _('every cadre')}"

    def save(self, *args, **kwargs):
        if self.course_id:
            self.course_key = self.course.translation_key
        super().save(*args, **kwargs)


class ExemptionQuerySet(models.QuerySet):
    def in_force_on(self, day):
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))


class Exemption(models.Model):
    """A cadre need not hold a course, for a reason, from a day until a day. Reasons are about training, never about health
    or family. Never deleted: it ends."""

    cadre = models.ForeignKey(
        "learning.Cadre", on_delete=models.PROTECT, related_name="exemptions", verbose_name=_("cadre")
    )
    course = models.ForeignKey(
        "courses.CoursePage", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("course")
    )
    course_key = models.UUIDField(editable=False)
    reason = models.CharField(
        _("reason"),
        max_length=300,
        help_text=_("For example an equal training elsewhere. Nothing about health, family or cases."),
    )
    since = models.DateField(_("from this day"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    granted_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        ordering = ["-since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="exemption_ends_after_it_begins",
                violation_error_message=_("This day is before the exemption began."),
            )
        ]

    def __str__(self):
        return f"{self.cadre}: {self.course or self.course_key}"

    def save(self, *args, **kwargs):
        if self.course_id:
            self.course_key = self.course.translation_key
        super().save(*args, **kwargs)
