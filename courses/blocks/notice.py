"""Difficult material is announced before it is shown, and may be skipped without anybody being told."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ContentNoticeBlock(blocks.StructBlock):
    text = blocks.TextBlock(rows=2, label=_("What is coming"))
    minutes = blocks.IntegerBlock(min_value=1, max_value=60, default=2, label=_("Roughly how many minutes"))
    covers = blocks.IntegerBlock(
        min_value=1,
        max_value=10,
        default=1,
        label=_("How many of the following blocks it announces"),
        help_text=_("These stay closed until the reader opens them."),
    )

    class Meta:
        icon = "warning"
        label = _("Content notice")
        description = _(
            "Announces difficult material; the reader may skip it, and nothing records that she did."
        )
        template = "courses/blocks/content_notice.html"
        preview_value = {"text": "下面谈到暴力带来的恐惧。", "minutes": 2, "covers": 1}
