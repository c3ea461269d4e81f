"""Cadres, the posts they hold in which unit from when to when, and the mandates that let some act for a subtree."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class Post(models.Model):
    """An office: children's director, legal-aid worker, ..."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["sort_order", "code"]

    def __str__(self):
        return self.name


class CadreQuerySet(models.QuerySet):
    def in_post_on(self, day):
        return self.filter(postings__in=Posting.objects.in_force_on(day)).distinct()


class Cadre(models.Model):
    """A person who holds posts. Stays when the account goes, because evidence points here.

    Kept: the name, to certify and to follow up; until the holder leaves and asks to be forgotten.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="cadre",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("staff number"), max_length=40, unique=True, null=True, blank=True)
    language = models.CharField(
        _("own language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("Certificates are written in it."),
    )

    extra_time = models.PositiveSmallIntegerField(
        _("extra time in tests"),
        choices=[(0, _("none")), (25, _("a quarter more")), (50, _("half more")), (100, _("twice the time"))],
        default=0,
        help_text=_("Whoever reads or sees with difficulty may need it. No reason is kept."),
    )
    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CadreQuerySet.as_manager()

    class Meta:
        verbose_name = _("cadre")
        verbose_name_plural = _("cadres")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    @cached_property
    def postings_today(self) -> list:
        """Her postings in force today, the main one first. Asked once per instance."""
        postings = Posting.objects.filter(cadre=self).in_force_on(timezone.localdate())
        return list(postings.select_related("unit", "post").order_by("-is_main", "-since"))

    @property
    def posting_today(self):
        """The posting in which she is counted today, else any other, else None."""
        return self.postings_today[0] if self.postings_today else None

    @property
    def holds_a_post(self) -> bool:
        return self.posting_today is not None

    @property
    def unit_today(self):
        return self.posting_today.unit if self.posting_today else None


class PostingQuerySet(models.QuerySet):
    def in_force_on(self, day):
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))


class Posting(models.Model):
    """A post held in a unit from ``since`` until (not including) ``until``. Evidence counts where the main one is.

    A cadre may hold several posts at once (a village's women's chair is often its children's director); exactly one of
    them is the main one, in which she is counted.
    """

    cadre = models.ForeignKey(
        Cadre, on_delete=models.PROTECT, related_name="postings", verbose_name=_("cadre")
    )
    unit = models.ForeignKey(
        "learning.Unit", on_delete=models.PROTECT, related_name="postings", verbose_name=_("unit")
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="postings", verbose_name=_("post"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    is_main = models.BooleanField(_("main post"), default=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["cadre", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["cadre"],
                condition=Q(until__isnull=True, is_main=True),
                name="one_open_main_posting_per_cadre",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="posting_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["unit", "since"])]

    def __str__(self):
        return f"{self.cadre}: {self.post}, {self.unit}"


class LeaveQuerySet(models.QuerySet):
    def in_force_on(self, day):
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))


class Leave(models.Model):
    """A cadre is away from ``since`` until (not including) ``until``; nothing is overdue meanwhile. Why is nobody's business
    here, so there is no field for it."""

    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="leaves", verbose_name=_("cadre"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        ordering = ["-since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="leave_ends_after_it_begins",
                violation_error_message=_("This day is before the leave began."),
            )
        ]

    def __str__(self):
        return f"{self.cadre}: {self.since} – {self.until or ''}"


class MandateQuerySet(models.QuerySet):
    def in_force_on(self, day):
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))


class Mandate(models.Model):
    """The right to act for a unit's subtree in a role, from a day until a day. What each role may: ``cadres/scope.py``."""

    class Role(models.TextChoices):
        SUPERVISOR = "supervisor", _("supervisor")
        FACILITATOR = "facilitator", _("facilitator")
        SAFEGUARDING = "safeguarding", _("safeguarding contact")
        OUTREACH = "outreach", _("keeps the list of people to be reached")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mandates", verbose_name=_("account")
    )
    unit = models.ForeignKey(
        "learning.Unit", on_delete=models.PROTECT, related_name="mandates", verbose_name=_("unit")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["user", "role", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                condition=Q(until__isnull=True),
                name="one_open_mandate_per_role_and_unit",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}, {self.unit}"
