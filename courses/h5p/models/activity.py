"""An activity that lessons show, and its contents: one per language."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.h5p.choices import equivalent_choices, language_choices
from courses.h5p.policy import Policy


class ActivityManager(models.Manager):
    """Every set of activities brings the titles of its contents along, in one query more and without their parameters."""

    def get_queryset(self):
        contents = Content.objects.select_related("library").defer(
            "raw_params", "params", "library__semantics", "library__languages", "library__manifest"
        )
        return super().get_queryset().prefetch_related(models.Prefetch("contents", contents.order_by("pk")))


class Activity(models.Model):
    """The same activity in every language, with the rules of what counts. ``key`` identifies it in outlines and evidence."""

    key = models.SlugField(_("key"), max_length=70, unique=True, help_text=_("Stays the same for ever."))
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    required = models.BooleanField(
        _("has to be done"), default=False, help_text=_("The lesson is done only when this activity is.")
    )
    policy = models.CharField(
        _("when it is done"), max_length=12, choices=Policy.choices, default=Policy.ON_COMPLETED
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("score needed, in percent"),
        default=60,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Counts for “when the score is reached”, whatever the content itself says."),
    )
    equivalent_quiz = models.SlugField(
        _("quiz that counts the same"),
        max_length=80,
        blank=True,
        help_text=_(
            "For people whose browser runs no scripts. An activity that is scored and has to be done needs one: passing "
            "it counts like doing the activity."
        ),
    )
    may_decide_certificate = models.BooleanField(
        _("may lead to a certificate by itself"),
        default=False,
        help_text=_(
            "Careful: the score is reported by the learner's own browser, and whoever knows how can forge it. Leave this "
            "off unless nothing depends on the certificate."
        ),
    )
    created_by = models.ForeignKey(
        "auth.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ActivityManager()

    class Meta:
        verbose_name = _("interactive activity")
        verbose_name_plural = _("interactive activities")
        ordering = ["key"]

    def __str__(self):
        return self.title

    @property
    def all_contents(self) -> list["Content"]:
        return list(self.contents.all())

    @property
    def title(self) -> str:
        content = self.content_in(get_language())
        return content.title if content else self.key

    @property
    def titles(self) -> dict:
        return {content.language: content.title for content in self.all_contents}

    def content_in(self, language: str | None) -> "Content | None":
        """The content in this language, or else in the first that there is."""
        contents = self.all_contents
        return next((c for c in contents if c.language == language), contents[0] if contents else None)

    @property
    def is_scored(self) -> bool:
        return self.policy == Policy.ON_SCORE

    def clean(self):
        super().clean()
        if self.required and self.is_scored and not self.equivalent_quiz:
            raise ValidationError(
                {
                    "equivalent_quiz": _(
                        "Choose a quiz: an activity that is scored and has to be done must be possible without scripts too."
                    )
                }
            )
        if self.equivalent_quiz and self.equivalent_quiz not in dict(equivalent_choices()):
            raise ValidationError({"equivalent_quiz": _("There is no such quiz.")})


class Content(models.Model):
    """One H5P content: an activity in one language. ``version`` grows with every change; what was saved in an activity
    under another version does not fit any more.

    ``raw_params`` is what the author wrote, as checked JSON; ``params`` is what the filter kept, and only that is served.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="contents")
    language = models.CharField(_("language"), max_length=15, choices=language_choices)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=255)
    text_alternative = models.TextField(
        _("in words"),
        blank=True,
        help_text=_("What the activity is about and what is learned from it, for people who cannot use it."),
    )
    library = models.ForeignKey("h5p.Library", on_delete=models.PROTECT, related_name="contents")
    raw_params = models.JSONField(default=dict)
    params = models.JSONField(default=dict)
    uses = models.JSONField(
        default=list, editable=False
    )  # identities of the libraries that the parameters name
    metadata = models.JSONField(default=dict)
    embed_types = models.JSONField(default=list)
    package_language = models.CharField(max_length=10, default="und")
    folder = models.OneToOneField("h5p.StoredFolder", on_delete=models.PROTECT, related_name="content")
    version = models.PositiveIntegerField(default=1)
    sha256 = models.CharField(max_length=64, blank=True)
    findings = models.JSONField(default=list)
    changed_by = models.ForeignKey(
        "auth.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("content of an activity")
        verbose_name_plural = _("contents of activities")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "language"], name="one_content_per_language")
        ]

    def __str__(self):
        return f"{self.title} ({self.language})"
