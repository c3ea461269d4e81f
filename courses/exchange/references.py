"""Numbers of this database in stored texts become keys that hold everywhere, and back."""

import re

import nh3
from wagtail import blocks
from wagtail.blocks.field_block import ChooserBlock

from courses.translating.shape import is_rich

LINK = re.compile(r"<a\b([^>]*)>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
TAGS = {"p", "h2", "h3", "h4", "b", "i", "strong", "em", "ol", "ul", "li", "a", "br", "hr"}
ALLOWED = {
    "a": {"href", "linktype", "id"},
    "p": {"data-block-key"},
    "li": {"data-block-key"},
    "h3": {"data-block-key"},
    "h4": {"data-block-key"},
}


def mapped(definition, raw, choose, text):
    """A copy of a block's stored value with ``choose(model, value)`` in the place of what is chosen and ``text(html)`` in the
    place of rich text."""
    if isinstance(definition, blocks.BaseStructBlock):
        raw = raw if isinstance(raw, dict) else {}
        return {
            name: mapped(child, raw.get(name), choose, text)
            for name, child in definition.child_blocks.items()
        }
    if isinstance(definition, blocks.ListBlock):
        items = [
            item["value"] if isinstance(item, dict) and item.get("type") == "item" else item
            for item in raw or []
        ]
        return [mapped(definition.child_block, item, choose, text) for item in items]
    if isinstance(definition, blocks.BaseStreamBlock):
        return stream_mapped(definition, raw, choose, text)
    if isinstance(definition, ChooserBlock):
        return choose(definition.target_model, raw) if raw not in (None, "") else None
    return text(raw) if is_rich(definition) and raw else raw


def stream_mapped(definition, raw, choose, text) -> list:
    """As ``mapped``, of a list of blocks; ids stay. Kinds that are not known are left out."""
    return [
        {
            "type": block["type"],
            "id": block.get("id"),
            "value": mapped(definition.child_blocks[block["type"]], block.get("value"), choose, text),
        }
        for block in raw or []
        if block["type"] in definition.child_blocks
    ]


def cleaned(html: str) -> str:
    """The tags and attributes that our editor makes, always written in the same way."""
    return nh3.clean(
        html, tags=TAGS, attributes=ALLOWED, link_rel=None, url_schemes={"http", "https", "mailto", "tel"}
    )


def links_mapped(html: str, change) -> str:
    """``change(linktype, id)`` gives the new id of every internal link, or None: then only its words stay."""

    def one(match):
        found = dict(ATTRIBUTE.findall(match[1]))
        if "linktype" not in found:
            return match[0]
        new = change(found["linktype"], found.get("id", ""))
        return "<a>" if new is None else f'<a linktype="{found["linktype"]}" id="{new}">'

    return LINK.sub(one, html)
