"""A Word file as modules and lessons (Office Open XML, ECMA-376). No database.

Headings of the first rank become modules, of the second lessons; deeper ones stay headings in the text. Lists, tables, links,
bold and italic come along, pictures with whatever alternative text Word has. Everything else is named in ``untaken``.
"""

import posixpath
from dataclasses import dataclass, field
from html import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from courses.exchange.archive import BrokenFile, open_zip, read_member

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
MOST_XML, MOST_PICTURE, MOST_PICTURES = 30 * 1024 * 1024, 20 * 1024 * 1024, 200
MOST_COLUMNS, MOST_ROWS, CELL = 8, 60, 500
HEADINGS = {f"{word} {rank}": rank for word in ("heading", "标题") for rank in range(1, 7)}
NOT_TAKEN = {
    f"{W}footnoteReference": _("footnote"),
    f"{W}endnoteReference": _("endnote"),
    f"{W}commentReference": _("comment"),
    f"{W}object": _("embedded object"),
    f"{M}oMath": _("formula"),
    f"{W}txbxContent": _("text box"),
    f"{W}del": _("deleted text of a tracked change"),
    f"{W}sym": _("special sign"),
}


@dataclass
class Lesson:
    heading: str
    blocks: list = field(
        default_factory=list
    )  # (kind, value): ("text", html) | ("table", {...}) | ("image", name)


@dataclass
class Module:
    heading: str
    lessons: list = field(default_factory=list)


@dataclass
class Document:
    """``pictures``: ``{name: (bytes, alternative text or "")}``. ``untaken``: ``[(what, where, its text)]``."""

    title: str
    modules: list = field(default_factory=list)
    pictures: dict = field(default_factory=dict)
    untaken: list = field(default_factory=list)


def read_docx(content: bytes, *, name: str) -> Document:
    """Raises ``BrokenFile`` with a sentence; entities, bombs and paths that lead outside are refused."""
    archive = open_zip(content)
    if "word/document.xml" not in archive.namelist():
        raise BrokenFile(_("This is no Word file (.docx)."))
    return _Reader(archive, name.rsplit(".", 1)[0].strip() or _("Without a heading")).read()


class _Reader:
    def __init__(self, archive, title):
        self.archive = archive
        self.names = set(archive.namelist())
        self.document = Document(title=title)
        self.relations = self._relations()
        self.ranks, self.lists = self._ranks(), self._lists()
        self.html, self.open_list = [], None

    def read(self) -> Document:
        body = self._xml("word/document.xml").find(f"{W}body")
        if body is None:
            raise BrokenFile(_("This is no Word file (.docx)."))
        self._walk(body)
        self._end_text()
        self._rest()
        if not any(lesson.blocks for module in self.document.modules for lesson in module.lessons):
            raise BrokenFile(_("No text was found in this file."))
        return self.document

    def _walk(self, parent):
        for element in parent:
            if element.tag == f"{W}p":
                self._paragraph(element)
            elif element.tag == f"{W}tbl":
                self._table(element)
            elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"):
                self._walk(element)
            elif element.tag not in (
                f"{W}sectPr",
                f"{W}sdtPr",
                f"{W}bookmarkStart",
                f"{W}bookmarkEnd",
                f"{W}proofErr",
            ):
                self._leave(_("unknown part"), _words(element))

    # headings

    def _paragraph(self, element):
        rank = self._rank(element)
        text = " ".join(_words(element).split())
        if rank == 0 and text:
            self.document.title = text[:200]
        elif rank == 1 and text:
            self._end_text()
            self.document.modules.append(Module(heading=text[:200]))
        elif rank == 2 and text:
            self._end_text()
            self._module().lessons.append(Lesson(heading=text[:200]))
        elif rank and text:
            self._end_list()
            tag = "h3" if rank == 3 else "h4"
            self.html.append(f"<{tag}>{escape(text)}</{tag}>")
            self._inline(element)  # for what it may hold besides words
        else:
            self._body_paragraph(element)

    def _body_paragraph(self, element):
        html = self._inline(element)
        kind = self._list_kind(element)
        if kind and html.strip():
            if self.open_list != kind:
                self._end_list()
                self.html.append(f"<{kind}>")
                self.open_list = kind
            self.html.append(f"<li>{html.strip()}</li>")
        elif html.strip():
            self._end_list()
            self.html.append(f"<p>{html.strip()}</p>")

    def _module(self) -> Module:
        if not self.document.modules:
            self.document.modules.append(Module(heading=self.document.title))
        return self.document.modules[-1]

    def _lesson(self) -> Lesson:
        module = self._module()
        if not module.lessons:
            module.lessons.append(Lesson(heading=module.heading))
        return module.lessons[-1]

    def _end_list(self):
        if self.open_list:
            self.html.append(f"</{self.open_list}>")
            self.open_list = None

    def _end_text(self):
        self._end_list()
        if self.html:
            self._lesson().blocks.append(("text", "".join(self.html)))
            self.html = []

    # inside a paragraph

    def _inline(self, element) -> str:
        parts = []
        for child in element:
            if child.tag == f"{W}r":
                parts.append(self._run(child))
            elif child.tag == f"{W}hyperlink":
                target = self.relations.get(child.get(f"{R}id"), ("", False))[0]
                inner = self._inline(child)
                safe = target.startswith(("http://", "https://", "mailto:", "tel:"))
                parts.append(f'<a href="{escape(target)}">{inner}</a>' if safe and inner else inner)
            elif child.tag in NOT_TAKEN:
                self._leave(NOT_TAKEN[child.tag], _words(child))
            elif child.tag not in (f"{W}pPr", f"{W}rPr"):
                parts.append(self._inline(child))
        return "".join(parts)

    def _run(self, run) -> str:
        html = ""
        for child in run:
            if child.tag == f"{W}t":
                html += escape(child.text or "", quote=False)
            elif child.tag in (f"{W}br", f"{W}cr"):
                html += "<br/>"
            elif child.tag in (f"{W}tab", f"{W}noBreakHyphen"):
                html += " " if child.tag.endswith("tab") else "-"
            elif child.tag in NOT_TAKEN:
                self._leave(NOT_TAKEN[child.tag], _words(child))
            elif child.tag in (f"{W}drawing", f"{W}pict") or child.tag.endswith("AlternateContent"):
                self._drawing(child)
        for tag, mark in ((f"{W}b", "b"), (f"{W}i", "i")):
            property_ = run.find(f"{W}rPr/{tag}")
            if html.strip() and property_ is not None and property_.get(f"{W}val") not in ("0", "false"):
                html = f"<{mark}>{html}</{mark}>"
        return html

    def _drawing(self, element):
        pictures = [blip.get(f"{R}embed") for blip in element.iter(f"{A}blip")]
        pictures += [data.get(f"{R}id") for data in element.iter(f"{V}imagedata")]
        told = next((p.get("descr") or "" for p in element.iter(f"{WP}docPr")), "")
        boxes = list(element.iter(f"{W}txbxContent"))
        for box in boxes[:1]:  # the same box may stand twice, for old and new readers
            self._leave(_("text box"), _words(box))
        taken = [self._picture(relation, told) for relation in dict.fromkeys(filter(None, pictures))]
        if not taken and not boxes:
            self._leave(_("drawing or chart"), told)

    def _picture(self, relation, told):
        target, external = self.relations.get(relation, ("", True))
        path = posixpath.normpath(posixpath.join("word", target)).lstrip("/")
        if external or path not in self.names or len(self.document.pictures) >= MOST_PICTURES:
            self._leave(_("picture that is not in the file"), told or target)
            return
        if not path.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".webp")):
            self._leave(_("picture of a kind that browsers do not show"), path.rsplit("/", 1)[-1])
            return
        self.document.pictures.setdefault(
            path, (read_member(self.archive, path, most=MOST_PICTURE), told[:300])
        )
        self._end_text()
        self._lesson().blocks.append(("image", path))

    # tables

    def _table(self, element):
        rows = []
        for row in element.findall(f"{W}tr"):
            cells = []
            for cell in row.findall(f"{W}tc"):
                if cell.find(f".//{W}tbl") is not None:
                    self._leave(_("table inside a table"), _words(cell))
                for paragraph in cell.findall(f"{W}p"):
                    self._in_a_cell(paragraph)
                text = " ".join(_words(cell).split())
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                wide = int(span.get(f"{W}val") or 1) if span is not None else 1
                cells += [text[:CELL], *[""] * (min(wide, MOST_COLUMNS) - 1)]
            rows.append(cells)
        width = max((len(row) for row in rows), default=0)
        rows = [row + [""] * (width - len(row)) for row in rows]
        if width > MOST_COLUMNS or len(rows) > MOST_ROWS:
            self._leave(_("table that is too large"), " | ".join(cell for row in rows for cell in row))
        elif len(rows) < 2:
            self._end_list()
            self.html += [f"<p>{escape(cell, quote=False)}</p>" for row in rows for cell in row if cell]
        else:
            self._end_text()
            self._lesson().blocks.append(("table", {"caption": "", "rows": rows}))

    def _in_a_cell(self, paragraph):
        """Pictures and notes in a cell: its words are taken with the cell."""
        self._inline(paragraph)

    # the parts around the text

    def _rest(self):
        kinds = (
            ("word/header", _("header of the pages")),
            ("word/footer", _("footer of the pages")),
            ("word/footnotes", _("footnotes")),
            ("word/comments", _("comments")),
        )
        for start, what in kinds:
            for name in sorted(self.names):
                if (
                    name.startswith(start)
                    and name.endswith(".xml")
                    and "Extended" not in name
                    and "Ids" not in name
                ):
                    words = " ".join(_words(self._xml(name)).split())
                    if words:
                        self._leave(what, words)

    def _leave(self, what, text):
        modules = self.document.modules
        where = (
            modules[-1].lessons[-1].heading
            if modules and modules[-1].lessons
            else (modules[-1].heading if modules else "")
        )
        self.document.untaken.append((str(what), where, " ".join(text.split())[:200]))

    def _relations(self) -> dict:
        name = "word/_rels/document.xml.rels"
        if name not in self.names:
            return {}
        return {
            relation.get("Id"): (relation.get("Target") or "", relation.get("TargetMode") == "External")
            for relation in self._xml(name)
        }

    def _ranks(self) -> dict:
        """``{style id: rank}``; 0 is the title of the document."""
        if "word/styles.xml" not in self.names:
            return {}
        found = {}
        for style in self._xml("word/styles.xml").findall(f"{W}style"):
            told = style.find(f"{W}name")
            word = (told.get(f"{W}val") or "").lower() if told is not None else ""
            outline = style.find(f"{W}pPr/{W}outlineLvl")
            if word in HEADINGS:
                found[style.get(f"{W}styleId")] = HEADINGS[word]
            elif word in ("title", "标题"):
                found[style.get(f"{W}styleId")] = 0
            elif (
                outline is not None
                and (outline.get(f"{W}val") or "9").isdigit()
                and int(outline.get(f"{W}val")) < 6
            ):
                found[style.get(f"{W}styleId")] = int(outline.get(f"{W}val")) + 1
        return found

    def _rank(self, paragraph):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if own is not None and (own.get(f"{W}val") or "").isdigit() and int(own.get(f"{W}val")) < 6:
            return int(own.get(f"{W}val")) + 1
        return self.ranks.get(style.get(f"{W}val")) if style is not None else None

    def _lists(self) -> dict:
        """``{(list id): "ul" or "ol"}`` of the first level."""
        if "word/numbering.xml" not in self.names:
            return {}
        root = self._xml("word/numbering.xml")
        abstract = {}
        for definition in root.findall(f"{W}abstractNum"):
            format_ = definition.find(f"{W}lvl/{W}numFmt")
            bullet = format_ is None or format_.get(f"{W}val") in ("bullet", "none")
            abstract[definition.get(f"{W}abstractNumId")] = "ul" if bullet else "ol"
        return {
            number.get(f"{W}numId"): abstract.get(number.find(f"{W}abstractNumId").get(f"{W}val"), "ul")
            for number in root.findall(f"{W}num")
            if number.find(f"{W}abstractNumId") is not None
        }

    def _list_kind(self, paragraph) -> str | None:
        number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is not None:
            return self.lists.get(number.get(f"{W}val"), "ul") if number.get(f"{W}val") != "0" else None
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = (style.get(f"{W}val") or "").lower() if style is not None else ""
        return "ol" if name.startswith("listnumber") else "ul" if name.startswith("listbullet") else None

    def _xml(self, name):
        try:
            return fromstring(read_member(self.archive, name, most=MOST_XML), forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
            raise BrokenFile(
                _("The file cannot be opened. It may be damaged, or only half of it arrived.")
            ) from error


def _words(element) -> str:
    parts = []
    for inner in element.iter():
        if inner.tag in (f"{W}t", f"{W}delText", f"{M}t"):
            parts.append(inner.text or "")
        elif inner.tag in (f"{W}p", f"{W}br", f"{W}tab"):
            parts.append(" ")
    return "".join(parts)
