"""What holds in one region only."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError

from courses.blocks.care import HelpLinesBlock
from courses.blocks.law import CitationBlock
from courses.blocks.text import KeyPointsBlock, TextBlock
from courses.regions import regions


class RegionBlock(blocks.StructBlock):
    """Readers who work elsewhere do not get it; a reader without a unit opens it herself."""

    region = blocks.ChoiceBlock(choices=regions, label=_("Region"))
    content = blocks.StreamBlock(
        [
            ("text", TextBlock()),
            ("key_points", KeyPointsBlock()),
            ("citation", CitationBlock()),
            ("help_lines", HelpLinesBlock()),
        ],
        min_num=1,
        label=_("Content"),
    )

    class Meta:
        icon = "site"
        label = _("For one region only")
        description = _("Local rules and numbers, shown to readers of that region.")
        template = "courses/blocks/region.html"
        preview_template = "courses/blocks/region_preview.html"

    def clean(self, value):
        cleaned = super().clean(value)
        elsewhere = [
            block.value["source"]
            for block in cleaned["content"]
            if block.block_type == "citation"
            and block.value.get("source")
            and block.value["source"].region not in ("", cleaned["region"])
        ]
        if elsewhere:
            message = _("“%(source)s” holds in another region.") % {"source": elsewhere[0]}
            raise StructBlockValidationError(block_errors={"region": ValidationError(message)})
        return cleaned
