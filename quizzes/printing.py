"""From values to a PDF. Texts go in as JSON, never pasted into the source of a page."""

import datetime
import json
import threading
from functools import cache
from pathlib import Path

import typst
from django.utils.translation import get_language_info

from quizzes.fonts import check_letters, families, typst_fonts

ONE_AT_A_TIME = threading.Lock()  # a compiler used by two threads at once raises "Already borrowed"


def compile_pdf(
    template: Path, page: dict, *, day: datetime.date, files: dict[str, bytes] | None = None
) -> bytes:
    """The PDF of ``template`` (a typst file), which reads ``page`` as JSON from ``sys.inputs.page``.

    ``page`` gets ``families``, the fonts in the order in which a letter looks for them. ``files`` are pictures as SVG text
    by the name under which the template asks for them. Raises ``MissingGlyph`` before anything is drawn: a box is never
    printed. The same values and day give the same bytes.
    """
    check_letters(*strings_in(page))
    inputs = {"page": json.dumps({**page, "families": families()}, ensure_ascii=False), **(files or {})}
    made = datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC)
    with ONE_AT_A_TIME:
        result = _compiler(template.parent).compile(
            input=str(template), format="pdf", sys_inputs=inputs, timestamp=made
        )
    return result[0] if isinstance(result, list) else result


def language_for_page(code: str) -> dict:
    """``{"code": "zh", "region": "CN" or null, "rtl": false}`` as typst wants it."""
    base, _dash, script = code.partition("-")
    return {
        "code": base,
        "region": {"hans": "CN", "hant": "TW"}.get(script),
        "rtl": get_language_info(code)["bidi"],
    }


def strings_in(value):
    """Every text in a JSON-able value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings_in(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from strings_in(part)


@cache
def _compiler(root: Path) -> typst.Compiler:
    return typst.Compiler(root=str(root), font_paths=typst_fonts(), ignore_system_fonts=True)
