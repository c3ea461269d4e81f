"""The legal source behind a statement."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class CitationBlock(blocks.StructBlock):
    source = SnippetChooserBlock("courses.LegalSource", label=_("Legal source"))
    articles = blocks.CharBlock(max_length=120, required=False, label=_("Articles"))
    says = blocks.TextBlock(
        rows=2,
        label=_("What it says, in our words"),
        help_text=_("Paraphrase; no quotation marks around the text of a law."),
    )

    class Meta:
        icon = "openquote"
        label = _("Legal source")
        description = _("What a law says, in plain words, with article and version.")
        template = "courses/blocks/citation.html"
        preview_template = "courses/blocks/citation_preview.html"
