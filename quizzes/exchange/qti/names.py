"""QTI 3.0 is 2.1 with other names: ``qti-choice-interaction`` for ``choiceInteraction``, ``max-choices`` for ``maxChoices``."""

import re
from xml.etree.ElementTree import Element

NAMESPACES = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HTML = {
    "div",
    "p",
    "span",
    "img",
    "br",
    "ul",
    "ol",
    "li",
    "em",
    "strong",
    "b",
    "i",
    "sub",
    "sup",
    "table",
    "tr",
    "td",
}
HTML |= {
    "th",
    "tbody",
    "thead",
    "caption",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "a",
    "object",
    "pre",
}


def to_version(element: Element, version: str) -> Element:
    """The same tree under the names of ``version``, with its namespace on the root."""
    turned = _turned(element, version) if version == "3.0" else _copied(element)
    turned.set("xmlns", NAMESPACES[version])
    return turned


def plain(element: Element) -> Element:
    """The tree under the names of 2.1, without namespaces, whichever version it was."""
    tag = element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
    made = Element(_camel(tag.removeprefix("qti-")) if tag.startswith("qti-") else tag)
    for name, value in element.attrib.items():
        made.set(name if name == XML_LANG else _camel(name.rsplit("}", 1)[-1]), value)
    made.text, made.tail = element.text, element.tail
    made.extend(plain(child) for child in element)
    return made


def _turned(element, version):
    made = Element(element.tag if element.tag in HTML else f"qti-{_kebab(element.tag)}")
    for name, value in element.attrib.items():
        made.set(name if name == XML_LANG else _kebab(name), value)
    made.text, made.tail = element.text, element.tail
    made.extend(_turned(child, version) for child in element)
    return made


def _copied(element):
    made = Element(element.tag, dict(element.attrib))
    made.text, made.tail = element.text, element.tail
    made.extend(_copied(child) for child in element)
    return made


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: "-" + found[1].lower(), name)


def _camel(name: str) -> str:
    return re.sub(r"-([a-z])", lambda found: found[1].upper(), name)
