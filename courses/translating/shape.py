"""The shape of a block: which of its parts are texts to translate. Works on stored values, so on any block. No database."""

import re

from wagtail import blocks

BLOCK_KEYS = re.compile(r'\s+data-block-key="[^"]*"')
BETWEEN_TAGS = re.compile(r">\s+<")
WHITE = re.compile(r"\s+")


def leaves(definition, raw, path: str = ""):
    """``(path, definition, value)`` of every part without parts: ``("points/0", CharBlock, "...")``."""
    if isinstance(definition, blocks.BaseStructBlock):
        for name, child in definition.child_blocks.items():
            yield from leaves(child, (raw or {}).get(name), _join(path, name))
    elif isinstance(definition, blocks.ListBlock):
        for place, item in enumerate(raw or []):
            yield from leaves(definition.child_block, _item(item), _join(path, place))
    elif isinstance(definition, blocks.BaseStreamBlock):
        for place, item in enumerate(raw or []):
            child = definition.child_blocks.get(item["type"])
            if child is not None:
                yield from leaves(child, item["value"], _join(path, place))
    else:
        yield path, definition, raw


def is_text(definition) -> bool:
    return isinstance(definition, (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock))


def is_rich(definition) -> bool:
    return isinstance(definition, blocks.RichTextBlock)


def texts_of_block(definition, raw) -> dict[str, str]:
    """``{path: text}`` of the texts that are not empty, in their order."""
    return {
        path: value for path, leaf, value in leaves(definition, raw) if is_text(leaf) and normalised(value)
    }


def canonical(definition, raw) -> dict:
    """What the block says and shows, whatever way it is stored: ``{path: value}`` without what is empty."""
    found = {}
    for path, leaf, value in leaves(definition, raw):
        value = normalised(value) if is_text(leaf) else value
        if value not in (None, "", [], {}):
            found[path] = value
    return found


def with_texts(definition, raw, texts: dict[str, str], path: str = ""):
    """A copy of ``raw`` that has ``texts`` as its texts; what is no text stays."""
    if isinstance(definition, blocks.BaseStructBlock):
        return {
            name: with_texts(child, (raw or {}).get(name), texts, _join(path, name))
            for name, child in definition.child_blocks.items()
        }
    if isinstance(definition, blocks.ListBlock):
        return [
            _with_item(item, with_texts(definition.child_block, _item(item), texts, _join(path, place)))
            for place, item in enumerate(raw or [])
        ]
    if isinstance(definition, blocks.BaseStreamBlock):
        return [
            {
                **item,
                "value": with_texts(
                    definition.child_blocks[item["type"]], item["value"], texts, _join(path, place)
                ),
            }
            for place, item in enumerate(raw or [])
            if item["type"] in definition.child_blocks
        ]
    return texts.get(path, "") if is_text(definition) else raw


def normalised(text) -> str:
    """The text without what an editor's form changes when nothing was changed: keys of paragraphs, white space."""
    if not text:
        return ""
    text = BLOCK_KEYS.sub("", str(text))
    return WHITE.sub(" ", BETWEEN_TAGS.sub("><", text)).strip()


def _join(path, name):
    return f"{path}/{name}" if path else str(name)


def _item(item):
    return item["value"] if isinstance(item, dict) and item.get("type") == "item" else item


def _with_item(item, value):
    return {**item, "value": value} if isinstance(item, dict) and item.get("type") == "item" else value
