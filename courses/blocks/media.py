"""Pictures, sound, film and papers. Nothing plays by itself, and everything has its words beside it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

AUDIO_TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg"}
VIDEO_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alternative_text = blocks.CharBlock(
        max_length=300,
        label=_("Alternative text"),
        help_text=_("What somebody who cannot see it needs to know."),
    )
    caption = blocks.CharBlock(max_length=300, required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("A picture with its alternative text.")
        template = "courses/blocks/image.html"
        preview_template = "courses/blocks/image_preview.html"


class PlayableBlock(blocks.StructBlock):
    """A media file from the document library, in one of ``allowed_types``."""

    allowed_types: dict

    def clean(self, value):
        cleaned = super().clean(value)
        file = cleaned["file"]  # a draft may have none yet
        if file and file.file_extension.lower() not in self.allowed_types:
            allowed = ", ".join(sorted(self.allowed_types))
            message = _("Choose a file of one of these kinds: %(allowed)s.") % {"allowed": allowed}
            raise StructBlockValidationError(block_errors={"file": ValidationError(message)})
        return cleaned

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        file = value.get("file")
        context["media_type"] = self.allowed_types.get(file.file_extension.lower()) if file else None
        return context


class AudioBlock(PlayableBlock):
    allowed_types = AUDIO_TYPES

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    file = DocumentChooserBlock(label=_("Sound file"), help_text=_("mp3, m4a or ogg"))
    transcript = blocks.RichTextBlock(features=["bold", "italic", "ol", "ul"], label=_("Transcript"))

    class Meta:
        icon = "media"
        label = _("Audio")
        description = _("A recording with its transcript.")
        template = "courses/blocks/audio.html"
        preview_template = "courses/blocks/audio_preview.html"


class VideoBlock(PlayableBlock):
    allowed_types = VIDEO_TYPES

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    file = DocumentChooserBlock(label=_("Video file"), help_text=_("mp4 or webm"))
    captions = DocumentChooserBlock(label=_("Captions"), help_text=_("A WebVTT file (.vtt)"))
    transcript = blocks.RichTextBlock(features=["bold", "italic", "ol", "ul"], label=_("Transcript"))

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A film with captions and transcript.")
        template = "courses/blocks/video.html"
        preview_template = "courses/blocks/video_preview.html"

    def clean(self, value):
        cleaned = super().clean(value)
        captions = cleaned["captions"]
        if captions and captions.file_extension.lower() != "vtt":
            message = _("Captions have to be a WebVTT file, with a name that ends in .vtt.")
            raise StructBlockValidationError(block_errors={"captions": ValidationError(message)})
        return cleaned


class DocumentBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    file = DocumentChooserBlock(label=_("Document"))

    class Meta:
        icon = "doc-full"
        label = _("Document")
        description = _("A file to download, with its kind and size.")
        template = "courses/blocks/document.html"
        preview_template = "courses/blocks/document_preview.html"
