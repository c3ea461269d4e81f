"""The same, in another form: for people who read with effort, or sign."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from courses.blocks.media import AUDIO_TYPES, VIDEO_TYPES, PlayableBlock


class BesideBlock(PlayableBlock):
    """Stands beside the block before it; either of the two may be missing, not both."""

    allowed_types = VIDEO_TYPES

    easy_read = blocks.RichTextBlock(
        features=["bold", "ol", "ul"],
        required=False,
        label=_("Easy to read"),
        help_text=_("Short sentences, one thought each, no foreign words."),
    )
    file = DocumentChooserBlock(required=False, label=_("Sign-language video"), help_text=_("mp4 or webm"))

    class Meta:
        icon = "view"
        label = _("Easy to read, or signed")
        description = _(
            "Stands beside the block before it: easy-to-read text, a sign-language video, or both."
        )
        template = "courses/blocks/beside.html"
        preview_value = {"easy_read": "<p>您有权请律师。</p><p>请律师可以不花钱。</p>"}

    def clean(self, value):
        cleaned = super().clean(value)
        if not cleaned["file"] and not (cleaned["easy_read"] and cleaned["easy_read"].source.strip()):
            message = ValidationError(_("Give the easy-to-read text, the video, or both."))
            raise StructBlockValidationError(block_errors={"easy_read": message})
        return cleaned


class RecordingBlock(PlayableBlock):
    """The lesson as it was spoken: for radio, village loudspeakers, and whoever would rather listen."""

    allowed_types = AUDIO_TYPES

    file = DocumentChooserBlock(label=_("Sound file"), help_text=_("mp3, m4a or ogg"))
    seconds = blocks.IntegerBlock(min_value=1, max_value=7200, required=False, label=_("Length in seconds"))
    speaker = blocks.CharBlock(max_length=120, required=False, label=_("Who speaks, which dialect"))

    class Meta:
        icon = "media"
        label = _("Recording of the whole lesson")
        description = _(
            "The audio script as it was spoken, for radio and loudspeakers and for listening alone."
        )
        template = "courses/blocks/recording.html"
        preview_template = "courses/blocks/audio_preview.html"
