"""Text that can be copied out of a PDF exactly as it was written in, where letters carry marks.

The renderer writes a letter with marks as several glyphs and says of each that it stands for the whole letter (a mark
that is moved up or down leaves the run that would have said it once), so readers find ``X̣̄`` three times. Here each
glyph is told which part of the letter it stands for, and a line with such marks says its whole text
once more, for readers that go by position. ISO 32000-1, 9.10.3 (ToUnicode), 14.6 (marked content), 14.9.4 (ActualText).
"""

import io
import re
import unicodedata
from dataclasses import dataclass

import pikepdf
from pikepdf import ContentStreamInstruction, Name, Operator

MAPPING = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")


@dataclass
class Glyph:
    font: str
    number: int
    text: str  # what the renderer says it stands for
    span: int | None  # the place of the ActualText around it
    run: int  # the place of the tagged run that it is in
    baseline: float
    size: float
    part: str = ""  # what it stands for

    @property
    def key(self):
        return self.font, self.number


def has_marks(*texts: str) -> bool:
    """Is there a letter whose marks may be glyphs of their own?"""
    return any(_is_mark(sign) for text in texts for sign in unicodedata.normalize("NFC", text))


def tell_parts(content: bytes) -> bytes:
    """The PDF with each glyph of a marked letter standing for its part of it. The same bytes for the same bytes."""
    pdf = pikepdf.open(io.BytesIO(content))
    for page in pdf.pages:
        fonts = page.Resources.get("/Font", {})
        unicode_of = {name: _read(font.ToUnicode) for name, font in fonts.items()}
        instructions = list(pikepdf.parse_content_stream(page))
        glyphs = _glyphs(instructions, unicode_of)
        _share_out(glyphs)
        told, settled = _tell(glyphs)
        for name, texts in told.items():
            _write(fonts[name].ToUnicode, texts)
        written = _written(instructions, settled, _lines(glyphs))
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(written))
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _glyphs(instructions, unicode_of) -> list[Glyph]:
    glyphs, open_spans = [], []
    font, size, baseline = "", 0.0, 0.0
    for place, (operands, operator) in enumerate(instructions):
        if operator == Operator("Tf"):
            font, size = str(operands[0]), float(operands[1])
        elif operator == Operator("cm"):
            baseline = float(operands[5])
        elif operator in (Operator("BDC"), Operator("BMC")):
            open_spans.append((place, _actual_text(operands)))
        elif operator == Operator("EMC"):
            open_spans.pop()
        elif operator in (Operator("Tj"), Operator("TJ")):
            span, said = next((span for span in reversed(open_spans) if span[1]), (None, None))
            run = open_spans[0][0] if open_spans else place
            for number in _numbers(operands[0]):
                text = said if said is not None else unicode_of[font].get(number, "")
                glyphs.append(Glyph(font, number, text, span, run, baseline, size))
    return glyphs


def _actual_text(operands) -> str | None:
    inline = len(operands) == 2 and isinstance(operands[1], pikepdf.Dictionary)
    return str(operands[1].ActualText) if inline and "/ActualText" in operands[1] else None


def _numbers(shown) -> list[int]:
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    strings = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
    return [
        int.from_bytes(string[at : at + 2], "big") for string in strings for at in range(0, len(string), 2)
    ]


def _share_out(glyphs) -> None:
    """Neighbours that say the same letter of several signs share its signs: the first keeps what is left over."""
    start = 0
    while start < len(glyphs):
        first, end = glyphs[start], start + 1
        seen = {first.key}
        while (
            end < len(glyphs)
            and len(first.text) > 1
            and (glyphs[end].font, glyphs[end].text) == (first.font, first.text)
            and glyphs[end].key not in seen
            and end - start < len(first.text)
        ):
            seen.add(glyphs[end].key)
            end += 1
        count = end - start
        cut = len(first.text) - count + 1
        parts = [first.text[:cut], *first.text[cut:]]
        for glyph, part in zip(glyphs[start:end], parts, strict=True):
            glyph.part = part
        start = end


def _tell(glyphs) -> tuple[dict, set]:
    """``({font: {glyph: text}}, places of ActualText that are no longer needed)``."""
    told = {}
    for glyph in sorted(
        glyphs, key=lambda glyph: glyph.span is not None
    ):  # stable: unspanned ones decide first
        told.setdefault(glyph.font, {}).setdefault(glyph.number, glyph.part)
    spans = {glyph.span for glyph in glyphs if glyph.span is not None}
    needed = {glyph.span for glyph in glyphs if told[glyph.font][glyph.number] != glyph.part}
    return told, spans - needed


def _lines(glyphs) -> dict[int, str]:
    """``{place of a run: text it says}`` in lines with marks of their own: the first run says all, the others nothing."""
    lines, line = [], []
    for glyph in glyphs:
        if line and (
            abs(glyph.baseline - line[0].baseline) > line[0].size * 0.8 or glyph.size != line[0].size
        ):
            lines.append(line)
            line = []
        line.append(glyph)
    lines.append(line)
    said = {}
    for line in lines:
        if any(_is_mark(glyph.part) for glyph in line) and not _is_right_to_left(line):
            said |= dict.fromkeys((glyph.run for glyph in line), "")
            said[line[0].run] = "".join(glyph.part for glyph in line)
    return said


def _is_mark(text: str) -> bool:
    return text != "" and unicodedata.category(text[0]).startswith("M")


def _is_right_to_left(line) -> bool:
    return any(unicodedata.bidirectional(sign) in ("R", "AL") for glyph in line for sign in glyph.part)


def _written(instructions, settled, lines) -> list:
    """The instructions without the ``settled`` spans, and what the runs in ``lines`` say instead of their own."""
    written, open_spans, left_out = [], [], set()
    for place, instruction in enumerate(instructions):
        operator = instruction.operator
        if operator in (Operator("BDC"), Operator("BMC")):
            is_said = bool(open_spans) and open_spans[0] in lines
            open_spans.append(place)
            if place in settled or is_said:
                left_out.add(place)
                continue
        elif operator == Operator("EMC") and open_spans.pop() in left_out:
            continue
        text = lines.get(open_spans[0]) if open_spans else None
        if text is not None and operator == Operator("ET"):
            written.append(ContentStreamInstruction([], Operator("EMC")))
        written.append(instruction)
        if text is not None and operator == Operator("BT"):
            says = pikepdf.Dictionary(ActualText=pikepdf.String(text))
            written.append(ContentStreamInstruction([Name.Span, says], Operator("BDC")))
            lines = lines | {open_spans[0]: ""}  # once, should the run begin its text again
    return written


def _read(stream) -> dict[int, str]:
    found = MAPPING.findall(stream.read_bytes().decode("ascii"))
    return {int(number, 16): bytes.fromhex(text).decode("utf-16-be") for number, text in found}


def _write(stream, texts: dict[int, str]) -> None:
    def replaced(found):
        text = texts.get(int(found[1], 16))
        return f"<{found[1]}> <{text.encode('utf-16-be').hex().upper()}>" if text else found[0]

    stream.write(MAPPING.sub(replaced, stream.read_bytes().decode("ascii")).encode("ascii"))
