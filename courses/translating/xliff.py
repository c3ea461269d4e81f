"""XLIFF 2.1 (OASIS): a course's texts for outside translators, out and in. No database.

A ``<file>`` is a page, a ``<group>`` a unit of ours, a ``<unit>`` one of its texts. Tags of rich text are inline codes
(``<pc>``, ``<ph>``) whose originals stand in ``<originalData>``, so that a translation tool guards them. White space and
codes are kept, so what goes out and comes in unchanged is the same.
"""

import re
from dataclasses import dataclass
from html import escape, unescape
from xml.etree import ElementTree as ET

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from courses.translating.state import CURRENT, STALE

NS = "urn:oasis:names:tc:xliff:document:2.0"
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^>]*?)(/?)>")
VOID = {"br", "hr", "img", "embed"}
STATES = {CURRENT: "final", STALE: "translated"}
MOST_BYTES = 20 * 1024 * 1024
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class BrokenFile(Exception):
    """What comes from outside cannot be read; ``str()`` is a sentence for people."""


@dataclass(frozen=True)
class Brought:
    """One text from a file: which, what it was translated from, and the translation ("" when there is none)."""

    page_key: str
    unit: str
    path: str
    source: str
    target: str


def write_xliff(pages, *, source_language: str, target_language: str) -> bytes:
    """``pages``: ``PageRows`` in order. The same texts give the same bytes."""
    ET.register_namespace("", NS)
    root = ET.Element(
        _n("xliff"), {"version": "2.1", "srcLang": _tag(source_language), "trgLang": _tag(target_language)}
    )
    root.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for page in pages:
        file = ET.SubElement(
            root, _n("file"), {"id": f"p-{page.texts.key}", "original": page.texts.heading()[:200]}
        )
        for row in page.rows:
            if row.unit.source_texts:
                _write_unit(file, row)
    _indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="utf-8") + b"\n"


def _write_unit(file, row):
    group = ET.SubElement(file, _n("group"), {"id": f"u-{_id(row.unit.name)}", "name": row.unit.name})
    notes = ET.SubElement(group, _n("notes"))
    ET.SubElement(notes, _n("note"), {"category": "kind"}).text = row.unit.label
    for path, source in row.unit.source_texts.items():
        unit = ET.SubElement(
            group, _n("unit"), {"id": f"t-{_id(row.unit.name)}.{_id(path)}", "name": path or "text"}
        )
        target = row.unit.target_texts.get(path, "")
        rich = row.unit.rich_at(path)
        data = {}
        if rich:
            data = _codes(source) | _codes(target, len(_codes(source)), _codes(source))
            if data:
                original = ET.SubElement(unit, _n("originalData"))
                for tag, code in data.items():
                    ET.SubElement(original, _n("data"), {"id": code}).text = tag
        segment = ET.SubElement(
            unit, _n("segment"), {"state": STATES.get(row.state.code, "initial") if target else "initial"}
        )
        _fill(ET.SubElement(segment, _n("source")), source, rich, data)
        if target:
            _fill(ET.SubElement(segment, _n("target")), target, rich, data)


def _codes(html: str, start: int = 0, known=()) -> dict:
    """``{tag: data id}`` of the distinct tags in a rich text."""
    found = {}
    for match in TAG.finditer(html or ""):
        if match[0] not in found and match[0] not in known:
            found[match[0]] = f"d{start + len(found) + 1}"
    return found


def _fill(element, text, rich, data):
    """The text with its tags as inline codes. A tag without a partner is a ``<ph>``."""
    text = CONTROL.sub("", text)
    if not rich:
        element.text = text
        return
    stack, position = [(element, None)], 0
    partners = _partners(text)
    for number, match in enumerate(TAG.finditer(text), start=1):
        _append(stack[-1][0], unescape(text[position : match.start()]))
        position = match.end()
        if match.start() not in partners:
            ET.SubElement(stack[-1][0], _n("ph"), {"id": str(number), "dataRef": data[match[0]]})
        elif match[1]:
            opened, _tag_name = stack.pop()
            opened.set("dataRefEnd", data[match[0]])
        else:
            code = ET.SubElement(stack[-1][0], _n("pc"), {"id": str(number), "dataRefStart": data[match[0]]})
            stack.append((code, match[2]))
    _append(stack[-1][0], unescape(text[position:]))


def _partners(text) -> set[int]:
    """Where tags begin that open or close a well-nested pair."""
    stack, good = [], set()
    for match in TAG.finditer(text):
        name = match[2].lower()
        if name in VOID or match[4]:
            continue
        if not match[1]:
            stack.append((name, match.start()))
        elif stack and stack[-1][0] == name:
            good |= {stack.pop()[1], match.start()}
    return good


def _append(element, text):
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def read_xliff(content: bytes) -> tuple[str, list[Brought]]:
    """``(target language as the file names it, texts)``. Raises ``BrokenFile``. Entities and DTDs are refused."""
    if len(content) > MOST_BYTES:
        raise BrokenFile(_("The file is larger than %(n)s MB.") % {"n": MOST_BYTES // 1024 // 1024})
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BrokenFile(
            _("This is no well-formed XLIFF file. It may be damaged or only half of it arrived.")
        ) from error
    if root.tag != _n("xliff") or not str(root.get("version", "")).startswith("2."):
        raise BrokenFile(_("This is no XLIFF 2 file. Ask for XLIFF 2.0 or 2.1, or use PO."))
    return root.get("trgLang") or "", [text for file in root.iter(_n("file")) for text in _file_texts(file)]


def _file_texts(file):
    key = (file.get("id") or "").removeprefix("p-")
    for group in file.iter(_n("group")):
        for unit in group.iter(_n("unit")):
            data = {element.get("id"): element.text or "" for element in unit.iter(_n("data"))}
            rich = unit.find(_n("originalData")) is not None
            segments = unit.findall(_n("segment")) + unit.findall(_n("ignorable"))
            parts = [child for child in unit if child in segments]  # a tool may have split the text
            yield Brought(
                page_key=key,
                unit=group.get("name") or "",
                path="" if unit.get("name") == "text" else unit.get("name") or "",
                source="".join(_read(part.find(_n("source")), data, rich) for part in parts),
                target="".join(_read(part.find(_n("target")), data, rich) for part in parts),
            )


def _read(element, data, rich) -> str:
    if element is None:
        return ""
    quote = (lambda text: escape(text, quote=False)) if rich else (lambda text: text)
    parts = [quote(element.text or "")]
    for child in element:
        name = child.tag.removeprefix(f"{{{NS}}}")
        if name == "pc":
            parts += [
                data.get(child.get("dataRefStart"), ""),
                _read(child, data, rich),
                data.get(child.get("dataRefEnd"), ""),
            ]
        elif name == "ph":
            parts.append(data.get(child.get("dataRef"), ""))
        else:  # a tool's own marks: their text counts
            parts.append(_read(child, data, rich))
        parts.append(quote(child.tail or ""))
    return "".join(parts)


def _indent(element, depth=1):
    """A line an element; nothing inside a source or target, where white space is text."""
    if element.tag in (_n("source"), _n("target"), _n("data"), _n("note")) or not len(element):
        return
    element.text = "\n" + " " * depth
    for child in element:
        _indent(child, depth + 1)
        child.tail = "\n" + " " * depth
    element[-1].tail = "\n" + " " * (depth - 1)


def _n(name):
    return f"{{{NS}}}{name}"


def _id(text):
    return re.sub(r"[^\w.-]", "_", text) or "text"


def _tag(code):
    return {"zh-hans": "zh-Hans"}.get(code, code)
