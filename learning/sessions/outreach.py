"""Whom a unit wants to reach. Declared numbers are the default. A list of carers is one that traffickers would want."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.sessions.models import CarerRole
from quizzes.append_only import AppendOnlyModel

MOST_DECLARED = 100_000


class DeclaredNumbers(models.Model):
    """How many there are to reach, in one unit. Nobody by name. ``keeps_list`` is off unless a unit decides otherwise."""

    unit = models.OneToOneField("learning.Unit", on_delete=models.PROTECT, related_name="declared")
    carers = models.PositiveIntegerField(
        _("carers"), default=0, validators=[MaxValueValidator(MOST_DECLARED)]
    )
    grandparents = models.PositiveIntegerField(
        _("of these, grandparents"), default=0, validators=[MaxValueValidator(MOST_DECLARED)]
    )
    disabled = models.PositiveIntegerField(
        _("of these, people with disabilities"), default=0, validators=[MaxValueValidator(MOST_DECLARED)]
    )
    keeps_list = models.BooleanField(_("keeps a list of names"), default=False)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    declared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("declared numbers")
        verbose_name_plural = _("declared numbers")

    def __str__(self):
        return f"{self.unit}: {self.carers}"


class PersonToReach(models.Model):
    """A carer whom the unit wants to invite: a name, a role and who tells her. No address, no number, no child.

    Kept until she came, moved away or asked not to be on it: removing deletes the row.
    """

    unit = models.ForeignKey("learning.Unit", on_delete=models.PROTECT, related_name="people_to_reach")
    name = models.CharField(_("name"), max_length=60)
    role = models.CharField(_("role"), max_length=12, choices=CarerRole.choices, blank=True)
    told_by = models.CharField(
        _("who tells her"),
        max_length=60,
        blank=True,
        help_text=_("For example the head of her village group."),
    )
    invited_to = models.ForeignKey(
        "learning.TrainingSession", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("person to be reached")
        verbose_name_plural = _("people to be reached")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name


class ListReading(AppendOnlyModel):
    """Somebody read names of the list: who, when, for what, how many."""

    unit = models.ForeignKey("learning.Unit", on_delete=models.PROTECT, related_name="list_readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=120)
    names = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reading of the list")
        verbose_name_plural = _("readings of the list")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.by_name} {self.at:%Y-%m-%d}"
