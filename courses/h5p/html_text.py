"""Texts of activities: HTML with the tags that its field allows, or plain text, escaped once.

Rules of H5P's reference filter. Libraries write these texts into the page as HTML, so this is what stands between a
content author and script.
"""

import html
import re

import nh3

ALWAYS = {"div", "span", "p", "br"}
TABLE = {"tr", "td", "th", "colgroup", "col", "thead", "tbody", "tfoot", "figure", "figcaption"}
COMPANIONS = {"b": {"strong"}, "strong": {"b"}, "i": {"em"}, "em": {"i"}, "ul": {"li"}, "ol": {"li"}, "del": {"s"},
              "strike": {"s"}, "table": TABLE}  # fmt: skip
NEVER = {"script", "style", "iframe", "object", "embed", "form", "input", "button", "link", "meta", "base", "svg", "math",
         "template", "noscript", "frame", "frameset", "textarea", "select", "option", "applet", "xmp", "title"}  # fmt: skip
STYLED = {"span", "p", "div", "h1", "h2", "h3", "table", "col", "figure", "td", "th", "li"}
SCHEMES = {"http", "https", "mailto", "tel", "ftp", "news", "nntp", "sftp", "ssh", "webcal", "rtsp"}
ATTRIBUTES = {
    "*": {"class", "dir", "lang", "title", "align"},
    "a": {"href", "target", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "headers", "valign", "width", "height"},
    "th": {"colspan", "rowspan", "headers", "scope", "valign", "width", "height"},
    "table": {"border", "cellpadding", "cellspacing", "summary", "width"},
    "col": {"span", "width"},
    "colgroup": {"span", "width"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "time": {"datetime"},
}
COLOUR = r"(#[a-f0-9]{3}([a-f0-9]{3})?|rgba?\([0-9., %]{1,40}\)|hsla?\([0-9.,% ]{1,40}\)|[a-z]{3,20})"
LENGTH = r"[0-9.]{1,8}(em|rem|px|pt|%)"
FONT_STYLES = {
    "size": ("font-size", LENGTH),
    "family": ("font-family", r"[-a-z0-9,\"' ]{1,200}"),
    "color": ("color", COLOUR),
    "background": ("background-color", COLOUR),
    "spacing": ("letter-spacing", LENGTH),
    "height": ("line-height", r"[0-9.]{1,8}(em|rem|px|pt|%)?"),
}
TABLE_STYLES = {
    "border-style": r"[a-z ]{1,60}",
    "border-width": rf"({LENGTH}|[ ]|0){{1,9}}",
    "border-color": rf"({COLOUR}|[ ]){{1,9}}",
    "border": rf"({LENGTH}|{COLOUR}|[ ]|0){{1,9}}",
    "border-collapse": r"(collapse|separate)",
    "padding": rf"({LENGTH}|[ ]|0){{1,9}}",
    "width": LENGTH,
    "height": LENGTH,
    "vertical-align": r"[a-z-]{1,20}",
    "background-color": COLOUR,
    "float": r"(left|right|none)",
    "text-align": r"(center|left|right|justify|start|end)",
}
TEXT_ALIGN = {"text-align": r"(center|left|right|justify|start|end)"}
SCRIPT_TAG = re.compile(r"<\s*/?\s*script\b", re.IGNORECASE)
HANDLER = re.compile(r"<[a-z][^<>]{0,2000}?[\s/\"']on[a-z]{3,30}\s*=", re.IGNORECASE)
SCRIPT_ADDRESS = re.compile(
    r"=\s*[\"']?\s*(j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t|vbscript|data\s*:\s*text/html)\s*[:;,]",
    re.IGNORECASE,
)
ENTITY = re.compile(r"&(?!(#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});)", re.IGNORECASE)


def holds_script(text: str, *, as_html: bool) -> bool:
    """Would a browser run something in it? Script tags and handlers; in HTML also addresses that are script."""
    if "<" not in text:
        return False
    if SCRIPT_TAG.search(text) or HANDLER.search(text):
        return True
    return as_html and bool(SCRIPT_ADDRESS.search(html.unescape(text)))


def plain(text: str) -> str:
    """Escaped once; what is an entity already stays one."""
    text = ENTITY.sub("&amp;", text)
    return text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&#039;")


def clean(text: str, *, tags, font=None) -> str:
    """``text`` with the field's own ``tags`` and what always goes with them. ``font``: what the field lets authors style."""
    allowed = allowed_tags(tags)
    styles = allowed_styles(font)

    def attribute(tag, name, value):
        if name == "style":
            return clean_style(value, {**styles, **(TABLE_STYLES if "table" in allowed else {})}) or None
        return value

    attributes = {tag: set(names) for tag, names in ATTRIBUTES.items() if tag == "*" or tag in allowed}
    for tag in STYLED & allowed:
        attributes.setdefault(tag, set()).add("style")
    return nh3.clean(
        text,
        tags=allowed,
        clean_content_tags={"script", "style"},
        attributes=attributes,
        attribute_filter=attribute,
        generic_attribute_prefixes={"aria-"},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer" if "a" in allowed else None,
    )


def allowed_tags(tags) -> set[str]:
    named = {
        tag.lower()
        for tag in tags
        if isinstance(tag, str) and re.fullmatch(r"[a-z][a-z0-9]{0,15}", tag.lower())
    }
    allowed = ALWAYS | named
    for tag in named:
        allowed |= COMPANIONS.get(tag, set())
    return allowed - NEVER


def allowed_styles(font) -> dict[str, str]:
    """``{property: pattern}`` that a field's ``font`` allows; alignment always."""
    styles = dict(TEXT_ALIGN)
    if isinstance(font, dict):
        styles |= dict(rule for key, rule in FONT_STYLES.items() if font.get(key))
    return styles


def clean_style(value: str, allowed: dict[str, str]) -> str:
    kept = []
    for declaration in value[:2000].split(";"):
        name, _colon, text = declaration.partition(":")
        name, text = name.strip().lower(), text.strip()
        pattern = allowed.get(name)
        if pattern and len(text) <= 200 and re.fullmatch(pattern, text, re.IGNORECASE):
            kept.append(f"{name}: {text};")
    return " ".join(kept)
