"""What only the person in front of the room gets. ``courses/channels/teaching.py`` takes it away from learners."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

NOTE_FEATURES = ["bold", "italic", "ol", "ul"]


class FacilitatorNoteBlock(blocks.StructBlock):
    """Belongs to the block before it; at the beginning of a lesson, to the lesson."""

    note = blocks.RichTextBlock(features=NOTE_FEATURES, required=False, label=_("What to say and do"))
    minutes = blocks.IntegerBlock(
        min_value=1, max_value=120, required=False, label=_("Minutes for the block before it")
    )
    questions = blocks.ListBlock(
        blocks.CharBlock(max_length=300, label=_("Question")),
        default=[],
        max_num=8,
        label=_("Questions to ask the group"),
    )
    distress = blocks.RichTextBlock(
        features=NOTE_FEATURES,
        required=False,
        label=_("If somebody discloses something or is distressed"),
        help_text=_("What is special at this point; the general rules stand in every guide."),
    )

    class Meta:
        icon = "user"
        label = _("For the facilitator only")
        description = _(
            "Notes, time and questions for the guide and the second screen; learners never get it."
        )
        template = "courses/blocks/facilitator_note.html"
        preview_value = {
            "note": "<p>先让大家安静想一分钟，再请愿意的人说。</p>",
            "minutes": 5,
            "questions": ["您会先做什么？"],
            "distress": "<p>有人离开时，让同伴跟出去，不追问。</p>",
        }

    def get_searchable_content(self, value):
        return []  # nobody finds by searching what she may not read
