"""Running text and its essence."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, sub-headings and lists.")
        template = "courses/blocks/text.html"
        preview_value = "<h3>监护人的职责</h3><p>监护人代理被监护人实施民事法律行为，保护其人身、财产以及其他合法权益。</p>"


class KeyPointsBlock(blocks.StructBlock):
    points = blocks.ListBlock(
        blocks.CharBlock(label=_("Point"), max_length=300), min_num=1, max_num=7, label=_("Points")
    )

    class Meta:
        icon = "list-ul"
        label = _("Key points")
        description = _("What to remember, one line each.")
        template = "courses/blocks/key_points.html"
        preview_value = {"points": ["先保证安全", "每一步都征得她的同意", "说清楚能做什么、不能做什么"]}
