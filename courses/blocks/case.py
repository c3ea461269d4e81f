"""A case to think about."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.text import TEXT_FEATURES


class ScenarioBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    situation = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Situation"))
    question = blocks.CharBlock(max_length=300, label=_("Question to think about"))
    reflection = blocks.RichTextBlock(
        features=TEXT_FEATURES,
        label=_("What an experienced colleague would weigh"),
        help_text=_("Opens when the reader asks for it."),
    )

    class Meta:
        icon = "group"
        label = _("Case scenario")
        description = _("An invented case, a question, and what an experienced colleague would weigh.")
        template = "courses/blocks/scenario.html"
        preview_value = {
            "title": "回家的路上",
            "situation": "<p>小梅告诉您，她不想见记者。</p>",
            "question": "您先做什么？",
            "reflection": "<p>先问她现在想要什么。</p>",
        }
