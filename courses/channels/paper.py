"""A lesson as nodes for paper: plain values that a typst template draws. Pictures become grey. No markup is kept.

Node: ``{"kind": "para" | "heading" | "item" | "table" | "box" | "image", ...}``; a run is ``{"text", "bold", "italic"}``.
"""

import base64
import io

from bs4 import BeautifulSoup, NavigableString
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image, UnidentifiedImageError
from wagtail.rich_text import RichText

from courses.channels.teaching import Lesson

WIDEST = 1200  # pixels of a picture on paper
BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "blockquote"}


def lesson_nodes(lesson: Lesson, files: dict[str, str]) -> dict:
    """``{"heading", "summary", "note", "nodes"}`` in the lesson's language. Pictures go into ``files`` as SVG by name."""
    with override(lesson.language):
        nodes = []
        for part in lesson.parts:
            nodes += _nodes(part.block, files)
            for beside in part.beside:
                if beside.value["easy_read"]:
                    nodes.append(box(_("Easy to read"), rich(beside.value["easy_read"])))
    return {
        "heading": lesson.heading,
        "summary": lesson.summary,
        "note": lesson.content_note,
        "nodes": nodes,
    }


def plain_parts(lesson: dict) -> list[str]:
    """The texts of a lesson's nodes, in their order: what two versions are compared by."""
    return [text for text in (lesson["heading"], lesson["summary"], lesson["note"]) if text] + [
        text for node in lesson["nodes"] for text in _plain(node)
    ]


def _nodes(block, files) -> list[dict]:
    value = block.value
    match block.block_type:
        case "text":
            return rich(value)
        case "key_points":
            return [box(_("Key points"), [item(point) for point in value["points"]])]
        case "scenario":
            inner = [*rich(value["situation"]), para(value["question"], bold=True)]
            weighed = rich(value["reflection"])
            return [
                box(f"{_('A case to think about')}: {value['title']}", inner),
                *([box(_("What an experienced colleague would weigh"), weighed)] if weighed else []),
            ]
        case "content_notice":
            return [box(_("Before you go on"), [para(value["text"])])]
        case "citation":
            source = value.get("source")
            cited = (
                [para(" ".join(filter(None, [source.title, value["articles"]])), bold=True)] if source else []
            )
            return [box(_("What the law says"), [*cited, para(value["says"])])]
        case "table":
            rows = [[str(cell) for cell in row] for row in value["rows"]]
            return [{"kind": "table", "caption": value["caption"], "rows": rows}] if rows else []
        case "image":
            return _picture(value, files)
        case "audio" | "video":
            return [box(value["title"], rich(value["transcript"]))]
        case "document":
            return [para(value["title"])]
        case "quiz":
            quiz = value.get("quiz")
            return [box(_("Try what you know"), [para(quiz.title)])] if quiz else []
        case _other:
            return _texts(value)


def _texts(value) -> list[dict]:
    """Of a block that has no form of its own on paper: its texts."""
    if isinstance(value, RichText):
        return rich(value)
    if isinstance(value, str):
        return [para(value)]
    return [node for part in (value.values() if hasattr(value, "values") else []) for node in _texts(part)]


def _picture(value, files):
    drawn = grey_svg(value["image"]) if value.get("image") else None
    told = [para(text) for text in [value["caption"]] if text]
    if drawn is None:
        return [para(value["alternative_text"]), *told]
    name = f"picture-{len(files) + 1}"
    files[name] = drawn
    return [{"kind": "image", "file": name, "alt": value["alternative_text"]}, *told]


def grey_svg(image) -> str | None:
    """The picture in grey, wrapped into an SVG; None when it cannot be opened."""
    if image.is_svg():
        return None  # its colours cannot be taken away safely: its words stand in its place
    try:
        with image.get_willow_image() as _willow, image.open_file() as file:
            picture = Image.open(file)
            picture.thumbnail((WIDEST, WIDEST))
            grey = picture.convert("L")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
    out = io.BytesIO()
    grey.save(out, "PNG", optimize=True)
    width, height = grey.size
    data = base64.b64encode(out.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" '
        f'height="{height}"><image width="{width}" height="{height}" xlink:href="data:image/png;base64,{data}"/></svg>'
    )


def rich(value) -> list[dict]:
    """Paragraphs, headings and items of a rich text."""
    soup = BeautifulSoup(value.source if value else "", "html.parser")
    return [node for child in soup.children for node in _element(child)]


def _element(child, level=0):
    if isinstance(child, NavigableString):
        if child.strip():
            yield para(child.strip())
    elif child.name in ("ul", "ol"):
        for number, entry in enumerate(
            child.find_all("li", recursive=False), start=int(child.get("start", 1))
        ):
            own = [part for part in entry.children if getattr(part, "name", None) not in ("ul", "ol")]
            yield {
                "kind": "item",
                "runs": _runs(own),
                "number": number if child.name == "ol" else 0,
                "level": level,
            }
            for nested in entry.find_all(["ul", "ol"], recursive=False):
                yield from _element(nested, level + 1)
    elif child.name in ("h2", "h3", "h4"):
        yield {"kind": "heading", "runs": _runs(child.children)}
    else:
        runs = _runs(child.children)
        if runs:
            yield {"kind": "para", "runs": runs}


def _runs(children, bold=False, italic=False) -> list[dict]:
    found = []
    for child in children:
        if isinstance(child, NavigableString):
            text = " ".join(str(child).split("\n"))
            if text:
                found.append({"text": text, "bold": bold, "italic": italic})
        elif child.name == "br":
            found.append({"text": "\n", "bold": False, "italic": False})
        else:
            found += _runs(
                child.children, bold or child.name in ("b", "strong"), italic or child.name in ("i", "em")
            )
    return found


def para(text, bold=False) -> dict:
    return {"kind": "para", "runs": [{"text": text, "bold": bold, "italic": False}]}


def item(text) -> dict:
    return {"kind": "item", "runs": [{"text": text, "bold": False, "italic": False}], "number": 0, "level": 0}


def box(title, nodes) -> dict:
    return {"kind": "box", "title": title, "nodes": nodes}


def _plain(node):
    if "runs" in node:
        yield "".join(run["text"] for run in node["runs"]).strip()
    elif node["kind"] == "box":
        yield node["title"]
        for inner in node["nodes"]:
            yield from _plain(inner)
    elif node["kind"] == "table":
        yield node["caption"]
        yield from (" | ".join(row) for row in node["rows"])
    elif node["kind"] == "image":
        yield node["alt"]
