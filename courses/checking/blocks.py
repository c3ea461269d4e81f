"""A body as plain raw blocks and their texts. Pure: works on raw StreamField data, which drafts and live pages share."""

import html
import re
from dataclasses import dataclass

TAG = re.compile(r"<[^>]+>")
BREAK = re.compile(r"</(?:p|li|h[1-6])>|<br ?/?>")
HEADING = re.compile(r"<h([2-6])[ >]")
PAGE_LINK = re.compile(r'<a [^>]*linktype="page"[^>]*>')
LINK_ID = re.compile(r'\bid="(\d+)"')
NOT_PROSE = {"quiz", "citation", "image", "document"}


@dataclass(frozen=True)
class Part:
    """One block: its id, kind, raw value, and whether a content notice before it covers it."""

    id: str
    kind: str
    value: object
    is_announced: bool

    @property
    def texts(self) -> list[str]:
        """Every text in it, rich text as HTML."""
        return [text for text in _strings(self.value) if text]

    @property
    def text(self) -> str:
        return "\n".join(plain(text) for text in self.texts)

    @property
    def rich(self) -> str:
        return "\n".join(text for text in self.texts if "<" in text)

    @property
    def prose(self) -> str:
        return "" if self.kind in NOT_PROSE else self.text


def parts_of(raw: list) -> list[Part]:
    """The blocks in order; those inside a local block stand where it stands."""
    found, covered = [], 0
    for block in raw:
        found += _parts(block, is_announced=covered > 0)
        covered = max(0, covered - 1)
        if block["type"] == "content_notice":
            covered = int(block["value"].get("covers") or 1)
    return found


def plain(text: str) -> str:
    return html.unescape(TAG.sub("", BREAK.sub("\n", text)))


def linked_pages(rich: str) -> set[int]:
    ids = (LINK_ID.search(tag) for tag in PAGE_LINK.findall(rich))
    return {int(found.group(1)) for found in ids if found}


def jumps(rich: str) -> bool:
    """Is a level of heading jumped over? The page's own heading is the first level, a block's title the second."""
    level = 2
    for found in HEADING.findall(rich):
        if int(found) > level + 1:
            return True
        level = int(found)
    return False


def _parts(block, *, is_announced):
    value = block["value"]
    if block["type"] == "region":
        return [
            part for inner in value.get("content") or [] for part in _parts(inner, is_announced=is_announced)
        ]
    return [Part(id=block.get("id") or "", kind=block["type"], value=value, is_announced=is_announced)]


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("id", "type", "region", "kinds"):
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
