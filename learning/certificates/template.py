"""How the certificates of a course are worded and look. Written by trainers; what it says is frozen into each issue."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from modeltranslation.utils import build_localized_fieldname
from wagtail.models import Orderable

from learning.certificates.contrast import contrast
from learning.certificates.look import PAPER, PLAIN
from learning.certificates.preview import TemplatePreview
from learning.certificates.wording import WORDS, unknown_placeholders

COLOUR = RegexValidator(
    re.compile(r"^#[0-9a-fA-F]{6}$"), _("Write a colour as # and six digits, like #14594f.")
)
READABLE = 4.5  # WCAG 2.2, 1.4.3


class CertificateTemplate(TemplatePreview, ClusterableModel):
    """Texts left empty are the site's own wording. Changing it touches no fact of a certificate issued before."""

    class Kind(models.TextChoices):
        COMPLETION = "completion", _("completion of a course")
        ATTENDANCE = "attendance", _("attendance at a session")
        HONOUR = "honour", _("honour")

    class Design(models.TextChoices):
        LANDSCAPE = "landscape", _("A4, landscape")
        PORTRAIT = "portrait", _("A4, portrait")
        CARD = "card", _("pocket card (85.6 by 54 mm)")

    class Languages(models.TextChoices):
        OWN = "own", _("the recipient's own language")
        TWO = "two", _("bilingual: the recipient's own language, and another")

    title = models.CharField(_("name of the template"), max_length=120, unique=True)
    kind = models.CharField(_("certifies"), max_length=12, choices=Kind.choices, default=Kind.COMPLETION)
    is_default = models.BooleanField(
        _("for everything of this kind that has no template of its own"), default=False
    )
    design = models.CharField(_("design"), max_length=10, choices=Design.choices, default=Design.LANDSCAPE)
    languages = models.CharField(
        _("languages"), max_length=3, choices=Languages.choices, default=Languages.TWO
    )
    heading = models.CharField(_("heading"), max_length=60, blank=True)
    presented = models.CharField(_("words before the name"), max_length=120, blank=True)
    statement = models.CharField(_("words after the name"), max_length=240, blank=True)
    note = models.CharField(_("note below"), max_length=300, blank=True)
    brand = models.CharField(_("main colour"), max_length=7, default=PLAIN.brand, validators=[COLOUR])
    accent = models.CharField(
        _("colour of lines and ornaments"), max_length=7, default=PLAIN.accent, validators=[COLOUR]
    )
    emblem = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("emblem"),
    )
    seal = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("seal"),
        help_text=_("A picture with a transparent background, best as PNG."),
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(is_default=True), name="one_default_template_per_kind"
            )
        ]

    def __str__(self):
        return self.title

    def what_to_look_at(self) -> str:
        """A law it cites was superseded; those issued already keep what they say."""
        return _("cites a superseded law") if self.cites_superseded else ""

    what_to_look_at.short_description = _("to look at")

    @property
    def cites_superseded(self) -> bool:
        return any(cited.source.superseded_by_id for cited in self.sources.all())

    def clean(self):
        super().clean()
        errors = {}
        for name in WORDS:
            for code, _language in settings.LANGUAGES:
                column = build_localized_fieldname(name, code)
                if unknown := unknown_placeholders(getattr(self, column) or ""):
                    message = gettext(
                        "There is no placeholder %(names)s. The help beside the texts lists those there are."
                    )
                    errors[column] = message % {"names": ", ".join(f"{{{one}}}" for one in unknown)}
        if re.fullmatch(COLOUR.regex, self.brand) and contrast(self.brand, PAPER) < READABLE:
            errors["brand"] = gettext(
                "Letters in this colour are too pale to be read on the paper. Choose a darker one."
            )
        if errors:
            raise ValidationError(errors)


class Signatory(Orderable):
    """Somebody who signs. Name and office are frozen at issue, and the picture goes with them."""

    template = ParentalKey(CertificateTemplate, on_delete=models.CASCADE, related_name="signatories")
    name = models.CharField(_("name"), max_length=80)
    office = models.CharField(_("office"), max_length=120, blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("signature"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")

    def __str__(self):
        return self.name


class TemplateSource(Orderable):
    """A law that the texts of the template rest on. ``{sources}`` prints title and version, frozen at issue."""

    template = ParentalKey(CertificateTemplate, on_delete=models.CASCADE, related_name="sources")
    source = models.ForeignKey(
        "courses.LegalSource", on_delete=models.PROTECT, related_name="+", verbose_name=_("legal source")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("law cited by a template")
        verbose_name_plural = _("laws cited by templates")

    def __str__(self):
        return str(self.source)


class CourseTemplate(Orderable):
    """A course and the template of its certificates; and for how long they are valid."""

    template = ParentalKey(CertificateTemplate, on_delete=models.CASCADE, related_name="courses")
    course = models.OneToOneField(
        "courses.CoursePage", on_delete=models.CASCADE, related_name="+", verbose_name=_("course")
    )
    valid_months = models.PositiveSmallIntegerField(
        _("valid for how many months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Empty: without an end. Fixed at issue; a change holds for those issued afterwards."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("course with this template")
        verbose_name_plural = _("courses with this template")

    def __str__(self):
        return str(self.course)
