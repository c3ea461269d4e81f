"""An interactive activity in a lesson. It is the same in every language; what plays is its content in the reader's."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.h5p.player import frame_sandbox, player_address
from courses.h5p.tokens import read_key


class ActivityBlock(blocks.StructBlock):
    activity = SnippetChooserBlock("h5p.Activity", label=_("Interactive activity"))

    class Meta:
        icon = "pick"
        label = _("Interactive activity")
        description = _(
            "An H5P activity: a dialogue, a task, a film with questions. It loads when the reader comes near."
        )
        template = "courses/blocks/activity.html"
        preview_template = "courses/blocks/activity_preview.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        activity = value.get("activity")
        content = activity.content_in(get_language()) if activity else None
        if content:
            context |= {
                "activity": activity,
                "content": content,
                "player": player_address(content, read_key(content.uuid)),
                "sandbox": frame_sandbox(),
            }
        return context
