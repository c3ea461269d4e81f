"""Care for the reader inside a lesson: a pause to come back to oneself, and whom to call."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

HELP_KINDS = [
    ("police", _("police")),
    ("women", _("women's hotline")),
    ("legal-aid", _("legal aid")),
    ("youth", _("youth")),
    ("psychological", _("psychological support")),
    ("medical", _("medical help")),
    ("other", _("other help")),
]


class GroundingPauseBlock(blocks.StructBlock):
    """Offered, never asked for: nothing is answered here and nothing recorded."""

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    steps = blocks.ListBlock(
        blocks.CharBlock(max_length=200, label=_("Step")), min_num=1, max_num=6, label=_("Steps")
    )
    closing = blocks.CharBlock(max_length=300, required=False, label=_("Words to go on with"))

    class Meta:
        icon = "pause"
        label = _("Grounding pause")
        description = _("A minute to come back to oneself: breathe, look around, drink something.")
        template = "courses/blocks/grounding.html"
        preview_value = {
            "title": "停一分钟",
            "steps": ["双脚踩实地面，慢慢呼气。", "看看周围，说出三样看得见的东西。", "喝一口水。"],
            "closing": "准备好了再往下读；不想读，也可以到此为止。",
        }


class HelpLinesBlock(blocks.StructBlock):
    """The numbers are the reader's unit's own, and for everybody else the national ones: they are not written here."""

    introduction = blocks.CharBlock(max_length=300, required=False, label=_("A sentence before the numbers"))
    kinds = blocks.MultipleChoiceBlock(
        choices=HELP_KINDS,
        required=False,
        label=_("Which numbers"),
        help_text=_(
            "None chosen: all. They are kept under Organisation, and are those of the reader's unit."
        ),
    )

    class Meta:
        icon = "mobile-alt"
        label = _("Help lines")
        description = _("Whom to call, with the numbers of the reader's own unit.")
        template = "courses/blocks/help_lines.html"
        preview_value = {"introduction": "想有人陪着，请打这些电话。", "kinds": []}
