"""Rows of sheets on their way in: typed into a form, or from a spreadsheet. What the number means knows who asks."""

import io
import zipfile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

LARGEST, MOST_ROWS, MOST_COLUMNS = 2 * 1024 * 1024, 2000, 110


class NoSheets(ValueError):
    """It cannot be read; says why in words."""


def rows_of(post, files) -> list[tuple]:
    """``[(number, variant, answers)]`` of a posted form: of its file; or of its one sheet with a field a question
    (``answer``, repeated); or of its lines. Raises ``NoSheets``."""
    if files.get("file"):
        return rows_of_spreadsheet(files["file"])
    if "answer" in post:
        number = post.get("number", "").strip()
        return [(number, post.get("variant", ""), post.getlist("answer")[:MOST_COLUMNS])] if number else []
    lines = zip(post.getlist("number"), post.getlist("variant"), post.getlist("answers"), strict=False)
    return [line for line in lines if line[0].strip()][:MOST_ROWS]


def rows_of_spreadsheet(upload) -> list[tuple]:
    """The first line names the columns; then number, variant, and answers in one column or in one a question."""
    if upload.size > LARGEST:
        raise NoSheets(_("This file is too large."))
    try:
        book = load_workbook(io.BytesIO(upload.read()), read_only=True, data_only=True)
        lines = list(book.active.iter_rows(values_only=True, max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS))
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, AttributeError) as error:
        raise NoSheets(_("This is no spreadsheet that can be read (xlsx).")) from error
    rows = []
    for line in lines[1:]:
        cells = [_text(cell) for cell in line]
        if len(cells) >= 3 and cells[0]:
            answers = cells[2:]
            while answers and not answers[-1]:
                answers.pop()
            rows.append((cells[0], cells[1], answers[0] if len(answers) == 1 else answers))
    return rows


def _text(cell) -> str:
    """As it was typed: a spreadsheet keeps 12 as 12.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
