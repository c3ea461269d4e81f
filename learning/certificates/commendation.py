"""Commendations: a saved rule says who is to be honoured, and a person approves each.

A rule only ever finds people and units who did well; nobody is listed for having done badly.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from courses.editions import latest_edition
from quizzes.texts import in_language, texts_of


class CommendationRule(models.Model):
    """``title`` is what stands on the certificate: neutral, and translated."""

    class Whom(models.TextChoices):
        CADRES = "cadres", _("cadres")
        UNITS = "units", _("units")

    title = models.CharField(
        _("honoured for"),
        max_length=120,
        help_text=_("Stands on the certificate, for instance: Training work in 2026."),
    )
    whom = models.CharField(_("whom"), max_length=6, choices=Whom.choices, default=Whom.CADRES)
    unit = models.ForeignKey(
        "learning.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("in this unit and below")
    )
    level = models.ForeignKey(
        "learning.Level",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("units of this level"),
    )
    course = models.ForeignKey(
        "courses.CoursePage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("course"),
        help_text=_("Empty: any course."),
    )
    course_key = models.UUIDField(null=True, editable=False)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))
    score = models.PositiveSmallIntegerField(
        _("mean result of at least (percent)"), default=0, validators=[MaxValueValidator(100)]
    )
    share = models.PositiveSmallIntegerField(
        _("share of the unit's cadres who completed it (percent)"),
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    sessions = models.PositiveSmallIntegerField(_("sessions led or held, at least"), default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("rule for commendations")
        verbose_name_plural = _("rules for commendations")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if self.course:
            self.course_key = self.course.translation_key
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": gettext("This day is before the first.")})
        if self.whom == self.Whom.UNITS and not self.level_id:
            raise ValidationError({"level": gettext("Choose the level of the units that can be honoured.")})

    def explanation(self, language: str) -> str:
        """The rule in one sentence after another, as those who approve and those who are honoured read it."""
        with override(language):
            period = {"since": date_format(self.since), "until": date_format(self.until)}
            if self.whom == self.Whom.CADRES:
                said = [gettext("Completed a course from %(since)s to %(until)s.") % period]
                if self.score:
                    said.append(gettext("Mean result of at least %(score)s of 100.") % {"score": self.score})
                led = ngettext("Led at least %(n)s session.", "Led at least %(n)s sessions.", self.sessions)
            else:
                said = [
                    gettext(
                        "From %(since)s to %(until)s, %(share)s%% of the unit's cadres or more completed a course."
                    )
                    % {**period, "share": self.share}
                ]
                led = ngettext("Held at least %(n)s session.", "Held at least %(n)s sessions.", self.sessions)
            if self.sessions:
                said.append(led % {"n": self.sessions})
            edition = latest_edition(self.course_key) if self.course_key else None
            if edition:
                said.append(
                    gettext("Course: %(title)s.") % {"title": in_language(edition.public_titles, language)}
                )
            return " ".join(said)

    @property
    def in_words(self) -> str:
        return self.explanation(get_language() or settings.LANGUAGE_CODE)


class Nomination(models.Model):
    """Somebody the rule has found, with what was counted. ``figures``: ``{"courses", "percent", "sessions", "cadres",
    "completed"}``, as found; what was decided stays, and so do the figures it was decided on."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for a decision")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")

    rule = models.ForeignKey(CommendationRule, on_delete=models.PROTECT, related_name="nominations")
    cadre = models.ForeignKey(
        "learning.Cadre", null=True, blank=True, on_delete=models.PROTECT, related_name="nominations"
    )
    unit = models.ForeignKey(
        "learning.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="nominations"
    )
    figures = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["state", "pk"]
        permissions = [("decide_nomination", "Can approve commendations")]
        constraints = [
            models.UniqueConstraint(fields=["rule", "cadre"], name="a_cadre_is_nominated_once_by_a_rule"),
            models.UniqueConstraint(fields=["rule", "unit"], name="a_unit_is_nominated_once_by_a_rule"),
            models.CheckConstraint(
                condition=Q(cadre__isnull=False, unit__isnull=True)
                | Q(cadre__isnull=True, unit__isnull=False),
                name="a_nomination_is_of_a_cadre_or_a_unit",
            ),
        ]

    def __str__(self):
        return str(self.cadre or self.unit)

    @property
    def names(self) -> dict:
        """Of a unit, in its languages."""
        return texts_of(self.unit, "name") if self.unit else {}
