"""Terms that lessons explain in place."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index


class GlossaryTerm(index.Indexed, models.Model):
    """A term with its explanation. Its first occurrence in a lesson leads there (``courses/glossary.py``)."""

    key = models.SlugField(_("key"), max_length=60, unique=True, help_text=_("Stays the same for ever."))
    term = models.CharField(_("term"), max_length=60)
    also = models.CharField(
        _("other forms"),
        max_length=200,
        blank=True,
        help_text=_("Other words for the same, plurals too. Separated by a semicolon."),
    )
    explanation = models.TextField(
        _("explanation"), max_length=600, help_text=_("Two or three plain sentences. Not advice.")
    )
    articles = models.CharField(_("articles"), max_length=100, blank=True)
    sources = models.ManyToManyField(
        "courses.LegalSource", blank=True, related_name="terms", verbose_name=_("legal sources")
    )

    search_fields = [index.AutocompleteField("term_zh_hans"), index.AutocompleteField("term_en")]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["key"]

    def __str__(self):
        return self.term or self.key

    def clean(self):
        super().clean()
        if len(self.term or "") == 1:
            raise ValidationError({"term": _("One sign alone would be found inside other words.")})
