"""Legal sources: the laws and documents that content cites, each in one version."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin
from wagtail.search import index


class LegalSource(RevisionMixin, index.Indexed, models.Model):
    """A law in one version. Questions cite it by ``key``; lessons by a block."""

    class Jurisdiction(models.TextChoices):
        NATIONAL = "national", _("national")
        PROVINCE = "province", _("province")
        PREFECTURE = "prefecture", _("prefecture")

    key = models.SlugField(_("key"), max_length=80, unique=True, help_text=_("Stays the same for ever."))
    title = models.CharField(_("title"), max_length=200)
    version = models.CharField(_("version"), max_length=200, help_text=_("When it was adopted or amended."))
    issued_by = models.CharField(_("issued by"), max_length=200, blank=True)
    jurisdiction = models.CharField(
        _("where it applies"), max_length=12, choices=Jurisdiction.choices, default=Jurisdiction.NATIONAL
    )
    region = models.CharField(
        _("region"), max_length=60, blank=True, help_text=_("For laws that do not hold everywhere.")
    )
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_until = models.DateField(_("in force until"), null=True, blank=True)
    link = models.URLField(_("link"), blank=True)
    checked_on = models.DateField(
        _("checked on"), help_text=_("When somebody last compared our text with the source.")
    )
    note = models.TextField(_("note"), blank=True)
    superseded_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )

    what_changed = models.TextField(
        _("what its successor changed"),
        blank=True,
        help_text=_(
            "Once it is superseded: shown to trainers, and to readers of lessons that still teach it."
        ),
    )

    search_fields = [index.AutocompleteField("title_zh_hans"), index.AutocompleteField("title_en")]

    class Meta:
        verbose_name = _("legal source")
        verbose_name_plural = _("legal sources")
        ordering = ["key"]

    def __str__(self):
        return self.title or self.key

    def clean(self):
        super().clean()
        if self.in_force_from and self.in_force_until and self.in_force_until < self.in_force_from:
            raise ValidationError({"in_force_until": _("This day is before the day it came into force.")})
