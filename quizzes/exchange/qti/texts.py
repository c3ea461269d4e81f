"""Texts by language inside QTI: ``<span xml:lang="en">...</span>`` beside each other; a single one stands bare, in the
language of the item."""

from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from quizzes.exchange.qti.names import XML_LANG
from quizzes.exchange.texts import BLOCKS, our_language, tidy


def put(element: Element, texts: dict, language: str) -> Element:
    """Write ``texts`` into ``element``; ``language`` is the item's own."""
    if set(texts) == {language}:
        _lines(element, texts[language])
    else:
        for code, text in texts.items():
            _lines(SubElement(element, "span", {XML_LANG: code}), text)
    return element


def take(element: Element | None, language: str, *, without=(), item=None) -> dict:
    """The texts of an element; what is in no marked language is in ``language``. Elements called as in ``without`` are
    passed over."""
    if element is None:
        return {}
    pieces = list(_pieces(element, None, without, item))
    marked = dict.fromkeys(code for code, _text in pieces if code)
    found = {}
    for code in marked or [language]:
        text = tidy("".join(text for own, text in pieces if own is None or own == code))
        if text:
            found[code] = text
    return found


def _pieces(element, language, without, item):
    if element.text:
        yield language, element.text if element.tag == "span" or element.text.strip() else " "
    for child in element:
        own = our_language(child.get(XML_LANG)) or language
        if child.tag in BLOCKS:
            yield language, "\n"
        if child.tag == "img" and "img" not in without:
            yield own, child.get("alt", "")
            if item is not None:
                item.note(
                    _("A picture in a text is not taken over; its text alternative stands in its place.")
                )
        elif child.tag not in without:
            yield from _pieces(child, own, without, item)
        if child.tag in BLOCKS and child.tag != "br":
            yield language, "\n"
        if child.tail:
            yield language, child.tail if child.tail.strip() else " "


def _lines(element, text):
    first, *others = text.split("\n")
    element.text = first
    for line in others:
        SubElement(element, "br").tail = line
