"""A lesson for the projector: one idea a screen.

Running text is cut at its sub-headings, then between paragraphs and list items, so that a screen holds no more than can be
read from the back of the room. Titles and sentences are the lesson's own; nothing is shortened.
"""

import io
from dataclasses import dataclass, field

import segno
from bs4 import BeautifulSoup, Tag
from django.utils.safestring import mark_safe
from wagtail.rich_text import expand_db_html

from courses.channels.teaching import Lesson

ROOM = 150.0  # what fits on a screen, in widths of a Chinese letter
LATIN_WIDTH = 0.45


@dataclass
class Slide:
    """``kind`` names the template's branch. ``html`` is rich text cut to size. ``notes`` are facilitator-note values."""

    kind: str
    title: str = ""
    html: str = ""
    value: object = None
    lesson: str = ""
    notes: list = field(default_factory=list)
    covers: int = 0  # of a content notice: how many screens it announces
    skip_to: int = 0  # the number of the screen after them
    number: int = 0


def slides_of(lessons: list[Lesson], *, address_of) -> list[Slide]:
    """All screens of the lessons, numbered from 1. ``address_of(page)`` is the full address that a QR code points to."""
    slides = []
    for lesson in lessons:
        slides += _lesson_slides(lesson, address_of)
    for number, slide in enumerate(slides, start=1):
        slide.number = number
        slide.skip_to = min(number + slide.covers + 1, len(slides)) if slide.covers else 0
    return slides


def _lesson_slides(lesson, address_of):
    first = Slide("title", lesson.heading, value=lesson.summary, notes=[n.value for n in lesson.notes])
    made = [first]
    if lesson.content_note:
        made.append(Slide("care", value={"text": lesson.content_note}))
    per_part = [_part_slides(part, lesson, address_of) for part in lesson.parts]
    for place, part in enumerate(lesson.parts):
        if part.kind == "content_notice":
            covered = per_part[place + 1 : place + 1 + (part.value.get("covers") or 1)]
            per_part[place][0].covers = sum(len(slides) for slides in covered)
    for part, slides in zip(lesson.parts, per_part, strict=True):
        if slides:
            slides[0].notes += [note.value for note in part.notes]
        made += slides
    for slide in made:
        slide.lesson = lesson.heading
    return made


def _part_slides(part, lesson, address_of) -> list[Slide]:
    value = part.value
    match part.kind:
        case "text":
            return [Slide("text", title, html) for title, html in cut(value.source)]
        case "scenario":
            situation = [
                Slide("case", value["title"], html) for _title, html in cut(value["situation"].source)
            ]
            thinking = Slide("question", value["title"], value=value["question"])
            thinking.notes = [{"reflection": value["reflection"]}] if value["reflection"] else []
            weighing = [
                Slide("reflection", value["title"], html) for _t, html in cut(value["reflection"].source)
            ]
            return [*situation, thinking, *weighing]
        case "content_notice":
            return [Slide("care", value=value)]
        case "quiz":
            return [Slide("quiz", value={"quiz": value.get("quiz"), "qr": qr(address_of(lesson.page))})]
        case kind:  # a block of which the template shows the whole
            return [Slide("block", value=part.block, title=kind)]


def cut(source: str) -> list[tuple[str, str]]:
    """``[(sub-heading or "", HTML)]`` of a rich text, each small enough for a screen. A sub-heading is repeated."""
    pieces, title = [], ""
    for element in BeautifulSoup(expand_db_html(source or ""), "html.parser").children:
        if not isinstance(element, Tag):
            if str(element).strip():
                pieces.append((title, str(element), _width(str(element))))
        elif element.name in ("h2", "h3", "h4"):
            title = element.get_text()
            pieces.append((title, "", 0))
        elif element.name in ("ul", "ol"):
            pieces += [(title, item, width) for item, width in _items(element)]
        else:
            pieces.append((title, str(element), _width(element.get_text())))
    return _packed(pieces)


def _items(items):
    """Each item of a list as a list of its own, so that a long one may go on overleaf; numbers go on."""
    for number, item in enumerate(items.find_all("li", recursive=False), start=int(items.get("start", 1))):
        start = f' start="{number}"' if items.name == "ol" else ""
        yield f"<{items.name}{start}>{item}</{items.name}>", _width(item.get_text()) + 8


def _packed(pieces) -> list[tuple[str, str]]:
    screens = []
    for title, html, width in pieces:
        fits = screens and screens[-1][0] == title and screens[-1][2] + width <= ROOM
        if fits:
            screens[-1] = (title, screens[-1][1] + html, screens[-1][2] + width)
        elif html or title:
            screens.append((title, html, width))
    filled = [(title, html) for title, html, _width_ in screens if html]
    return [(title, mark_safe(_joined(html))) for title, html in filled]


def _joined(html: str) -> str:
    """Neighbouring one-item lists of the same kind are one list again."""
    soup = BeautifulSoup(html, "html.parser")
    for items in soup.find_all(["ul", "ol"], recursive=False):
        before = items.previous_sibling
        if isinstance(before, Tag) and before.name == items.name:
            before.extend(list(items.children))
            items.decompose()
    return str(soup)


def _width(text: str) -> float:
    return sum(LATIN_WIDTH if ord(letter) < 0x2E80 else 1.0 for letter in text)


def qr(address: str) -> str:
    """A QR code as an SVG element, to stand in a page."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=2, xmldecl=False, svgns=True, omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(out.getvalue().decode())
