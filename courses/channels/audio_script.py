"""What a speaker reads out: the lesson as spoken text, with the time it takes.

Speeds are those of slow speech for loudspeakers and radio to listeners of every age: 200 Chinese letters or 125 words of
an alphabetic script a minute (news is read at about 270 and 160).
"""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.rich_text import RichText

from courses.channels.teaching import Lesson

LETTERS_A_MINUTE, WORDS_A_MINUTE = 200, 125
TIBETAN_SYLLABLES_A_MINUTE = 150
PAUSE = 2  # seconds after each line
THINKING = 20  # seconds of silence after a question
CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
TIBETAN = re.compile(r"[\u0f40-\u0fbc]+")
WORD = re.compile(r"[^\W\d_\u0f00-\u0fff\u3400-\u9fff\U00020000-\U0003ffff]+|\d+")


@dataclass(frozen=True)
class Line:
    """``text`` is read out; a ``cue`` (silence, another voice) is not."""

    text: str = ""
    cue: str = ""
    silence: int = PAUSE

    @property
    def seconds(self) -> float:
        return spoken_seconds(self.text) + self.silence


@dataclass(frozen=True)
class Script:
    lesson: Lesson
    lines: list

    @property
    def seconds(self) -> int:
        return round(sum(line.seconds for line in self.lines))

    @property
    def minutes(self) -> int:
        return max(1, round(self.seconds / 60))


def spoken_seconds(text: str) -> float:
    chinese, tibetan, words = (len(kind.findall(text)) for kind in (CHINESE, TIBETAN, WORD))
    return 60 * (chinese / LETTERS_A_MINUTE + tibetan / TIBETAN_SYLLABLES_A_MINUTE + words / WORDS_A_MINUTE)


def script_of(lesson: Lesson) -> Script:
    """Headings and connecting words are in the lesson's language. Pictures are told, films and papers are mentioned."""
    with override(lesson.language):
        lines = [Line(lesson.heading), *([Line(lesson.summary)] if lesson.summary else [])]
        if lesson.content_note:
            lines.append(Line(lesson.content_note))
        for part in lesson.parts:
            lines += _said(part)
    return Script(lesson=lesson, lines=lines)


def _said(part) -> list[Line]:
    value = part.value
    match part.kind:
        case "text":
            return _rich(value)
        case "key_points":
            return [Line(_("To remember:")), *(Line(point) for point in value["points"])]
        case "scenario":
            return [
                Line(_("A case to think about: %(title)s") % {"title": value["title"]}),
                *_rich(value["situation"]),
                Line(value["question"], silence=0),
                Line(cue=_("Twenty seconds of silence, or soft music."), silence=THINKING),
                *_rich(value["reflection"]),
            ]
        case "content_notice":
            leave = _("Whoever would rather not hear it may switch off for about %(n)s minutes.")
            return [Line(value["text"]), Line(leave % {"n": value["minutes"]}, silence=8)]
        case "citation":
            return [Line(_cited(value)), Line(value["says"])]
        case "image":
            return [
                Line(cue=_("A picture stands here. It shows:"), silence=0),
                Line(value["alternative_text"]),
            ]
        case "audio" | "video":
            return [
                Line(cue=_("A recording stands here: %(title)s") % {"title": value["title"]}),
                *_rich(value["transcript"]),
            ]
        case "table":
            return _table(value)
        case "document" | "quiz" | "h5p":
            return [Line(cue=_("Something to do or to read stands here; it is not read out."), silence=0)]
        case _other:
            return _texts(part.block)


def _rich(value) -> list[Line]:
    soup = BeautifulSoup(value.source if value else "", "html.parser")
    found = [
        " ".join(element.get_text().split())
        for element in soup.find_all(["p", "h2", "h3", "h4", "li", "blockquote"])
        if not element.find(["p", "li"])
    ]
    return [Line(text) for text in found if text]


def _table(value):
    head, *rows = ([str(cell) for cell in row] for row in value["rows"])
    said = [
        "; ".join(f"{name}: {cell}" for name, cell in zip(head, row, strict=False) if cell) for row in rows
    ]
    return [Line(value["caption"]), *(Line(text) for text in said)]


def _cited(value):
    source = value.get("source")
    if source is None:
        return _("The law says:")
    if value["articles"]:
        return _("%(law)s, %(articles)s, says:") % {"law": source.title, "articles": value["articles"]}
    return _("%(law)s says:") % {"law": source.title}


def _texts(block) -> list[Line]:
    """Of a block that has no words of its own here: its texts, in their order."""
    value = block.value
    if isinstance(value, RichText):
        return _rich(value)
    if isinstance(value, str):
        return [Line(value)]
    parts = value.values() if hasattr(value, "values") else []
    return [
        line
        for part in parts
        for line in (
            _rich(part)
            if isinstance(part, RichText)
            else [Line(part)]
            if isinstance(part, str) and part
            else []
        )
    ]
