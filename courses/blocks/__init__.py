"""The blocks of a lesson; one subject a file. Each has an icon, a description and a preview, so that the block picker
is a living style guide."""

from courses.blocks.activity import ActivityBlock
from courses.blocks.beside import BesideBlock, RecordingBlock
from courses.blocks.care import GroundingPauseBlock, HelpLinesBlock
from courses.blocks.case import ScenarioBlock
from courses.blocks.law import CitationBlock
from courses.blocks.media import AudioBlock, DocumentBlock, ImageBlock, VideoBlock
from courses.blocks.notice import ContentNoticeBlock
from courses.blocks.quiz import QuizBlock
from courses.blocks.region import RegionBlock
from courses.blocks.table import TableBlock
from courses.blocks.teaching import FacilitatorNoteBlock
from courses.blocks.text import KeyPointsBlock, TextBlock


def lesson_blocks() -> list:
    """``(name, block)`` pairs for a lesson's body."""
    return [
        ("text", TextBlock()),
        ("key_points", KeyPointsBlock()),
        ("scenario", ScenarioBlock()),
        ("content_notice", ContentNoticeBlock()),
        ("grounding", GroundingPauseBlock()),
        ("help_lines", HelpLinesBlock()),
        ("citation", CitationBlock()),
        ("region", RegionBlock()),
        ("table", TableBlock()),
        ("image", ImageBlock()),
        ("audio", AudioBlock()),
        ("video", VideoBlock()),
        ("document", DocumentBlock()),
        ("quiz", QuizBlock()),
        ("beside", BesideBlock()),
        ("recording", RecordingBlock()),
        ("facilitator_note", FacilitatorNoteBlock()),
        ("activity", ActivityBlock()),
    ]
