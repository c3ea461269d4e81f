"""Text from the HTML of other programs, in one or several languages. Pure.

Moodle marks languages by ``<span lang="en" class="multilang">`` or ``{mlang en}...{mlang}``; both are read.
"""

import re
from html import escape
from html.parser import HTMLParser

from django.conf import settings
from django.utils.translation import gettext as _

BLOCKS = {
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "br",
    "tr",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
}
SILENT = {"script", "style", "head", "title"}
MLANG = re.compile(r"\{mlang\s+([\w,\- ]+)\}(.*?)\{mlang\}", re.DOTALL)
ALIASES = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans", "zh-hans-cn": "zh-hans"}
LONGEST = 20_000  # characters of one text


def our_language(code: str | None) -> str | None:
    """The language of the site that ``zh_cn``, ``en-US``... means; None when we do not have it."""
    wanted = (code or "").strip().lower().replace("_", "-")
    ours = {known.lower(): known for known, _name in settings.LANGUAGES}
    wanted = ALIASES.get(wanted, wanted)
    return ours.get(wanted) or ours.get(wanted.split("-")[0])


class _Reader(HTMLParser):
    """Pieces ``[(language or None, text)]``; None is text for every language."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pieces, self.pictures, self.foreign = [], [], set()
        self._stack, self._silent = [], 0

    @property
    def _language(self):
        return next((language for _tag, language in reversed(self._stack) if language), None)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in SILENT:
            self._silent += 1
        elif tag == "img":
            self.pictures.append((attrs.get("src") or "", attrs.get("alt") or ""))
            self._add(attrs.get("alt") or "")
        elif tag in BLOCKS:
            self._add("\n- " if tag == "li" else "\n")
        if tag == "span":
            marked = attrs.get("lang") and "multilang" in (attrs.get("class") or "")
            self._stack.append((tag, attrs["lang"] if marked else None))

    def handle_endtag(self, tag):
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in BLOCKS and tag != "br":
            self._add("\n")
        elif tag == "span" and self._stack:
            self._stack.pop()

    def handle_data(self, data):
        self._add(data)

    def _add(self, text):
        if not self._silent and text:
            self.pieces.append((self._language, text))


def texts_from(html: str, *, language: str, item=None, plain: bool = False) -> dict:
    """``{"en": "..."}``; what is in no marked language is in ``language``. Losses are noted on ``item``."""
    html = (html or "")[:LONGEST]
    html = MLANG.sub(
        lambda found: "".join(
            f'<span lang="{code.strip()}" class="multilang">{found[2]}</span>' for code in found[1].split(",")
        ),
        html,
    )
    if plain and "multilang" not in html:
        text = tidy(html)
        return {language: text} if text else {}
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if item is not None and reader.pictures:
        item.note(_("A picture in a text is not taken over; its text alternative stands in its place."))
    return _by_language(reader, language, item)


def line_from(html: str) -> str:
    """A name or a path of a category, which other programs let be HTML as well: in the site's language, on one line."""
    found = texts_from(html, language=settings.LANGUAGE_CODE)
    text = found.get(settings.LANGUAGE_CODE) or next(iter(found.values()), "")
    return " ".join(text.split())


def category_from(path: str) -> str:
    """``Helplines/Basics`` of ``$course$/top/Helplines/Basics``: without the context that it had in the other program.
    A doubled slash is a slash within a name."""
    return re.sub(r"^(\$\w+\$(/|$))?([Tt]op(/|$))?", "", line_from(path)).strip("/ ")


def pictures_in(html: str) -> list[tuple]:
    """``[(src, alt)]``."""
    reader = _Reader()
    reader.feed((html or "")[:LONGEST])
    return reader.pictures


def _by_language(reader, language, item):
    marked = {code for code, _text in reader.pieces if code and code != "other"}
    ours = {code: our_language(code) for code in marked}
    foreign = sorted(code for code, known in ours.items() if known is None)
    if foreign and item is not None:
        item.note(
            _("Texts in languages that this site does not have are left out: %(languages)s.")
            % {"languages": ", ".join(foreign)}
        )
    found = {}
    for wanted in dict.fromkeys([known for known in ours.values() if known] or [language]):
        text = "".join(
            text
            for code, text in reader.pieces
            if code is None or ours.get(code) == wanted or (code == "other" and wanted == language)
        )
        if tidy(text):
            found[wanted] = tidy(text)
    return found


def multilang(texts: dict) -> str:
    """The texts as HTML that Moodle's filter understands; a single one without marks."""
    if len(texts) < 2:
        return escape(next(iter(texts.values()), ""), quote=False).replace("\n", "<br>")
    return "".join(
        f'<span lang="{code}" class="multilang">{escape(text, quote=False)}</span>'.replace("\n", "<br>")
        for code, text in texts.items()
    )


def tidy(text: str) -> str:
    text = text.replace("\x00", "").replace("\xa0", " ").replace("\r", "")
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()
