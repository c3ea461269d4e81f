"""A spreadsheet as rows of texts: .xlsx, or .csv in UTF-8 or the encoding of Chinese spreadsheets."""

import csv
import datetime
import io
import re
import zipfile
from dataclasses import dataclass

import openpyxl
from django.utils.translation import gettext as _

MOST_ROWS = 300_000
LONGEST_CELL = 500  # characters
LARGEST_UNPACKED = 600 * 1024 * 1024  # bytes
HIGHEST_RATIO = 200
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class SheetRefused(Exception):
    """The file as a whole cannot be read; the text says why, for people."""


class CellRefused(Exception):
    """One cell cannot be understood; the text says why, for people."""


@dataclass(frozen=True)
class Column:
    """``names``: what its heading may be called, in any case; the first one is written into our own template."""

    field: str
    names: tuple
    required: bool = False


@dataclass(frozen=True)
class Row:
    """``line`` as the spreadsheet counts it. ``cells``: ``{field: text}``, empty cells as ""."""

    line: int
    cells: dict

    def __getitem__(self, field: str) -> str:
        return self.cells.get(field, "")

    def day(self, field: str) -> datetime.date | None:
        """The cell as a day, None when empty; raises ``CellRefused``."""
        text = self[field]
        if not text:
            return None
        found = DAY.fullmatch(text)
        try:
            return datetime.date(*map(int, found.groups()))
        except (AttributeError, ValueError):
            raise CellRefused(
                _("“%(text)s” is not a day. Write it as 2026-01-31.") % {"text": text}
            ) from None


def read_rows(content: bytes, columns: tuple) -> list[Row]:
    """The rows below the heading that are not empty. Raises ``SheetRefused``."""
    lines = _xlsx_lines(content) if content[:4] == b"PK\x03\x04" else _csv_lines(content)
    try:
        found = _fields(next(lines, []), columns)
        rows = []
        for line, values in enumerate(lines, start=2):
            texts = [_text(value) for value in values]
            cells = {field: texts[at] for field, at in found.items() if at < len(texts) and texts[at]}
            if cells:
                rows.append(Row(line=line, cells=cells))
            if len(rows) > MOST_ROWS:
                message = _("This spreadsheet has more than %(most)s rows. Divide it.")
                raise SheetRefused(message % {"most": MOST_ROWS})
    except SheetRefused:
        raise
    except Exception as error:  # whatever a broken or hostile file makes the reader raise
        raise SheetRefused(_("This file cannot be read as a spreadsheet.")) from error
    if not rows:
        raise SheetRefused(_("This spreadsheet has no rows below its heading."))
    return rows


def _fields(heading, columns) -> dict:
    """``{field: index}``; raises ``SheetRefused`` that names the columns that are missing."""
    titles = [_text(value).casefold() for value in heading]
    found = {
        column.field: titles.index(name.casefold())
        for column in columns
        for name in reversed(column.names)
        if name.casefold() in titles
    }
    missing = [column.names[0] for column in columns if column.required and column.field not in found]
    if missing:
        message = _("The first row has to name the columns. Missing: %(missing)s.")
        raise SheetRefused(message % {"missing": "、".join(missing)})
    return found


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a code that the spreadsheet took for a number
    return UNPRINTABLE.sub("", str(value)).strip()[:LONGEST_CELL]


def _xlsx_lines(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > LARGEST_UNPACKED or unpacked > HIGHEST_RATIO * max(len(content), 10_000):
            raise SheetRefused(_("This file unpacks to far more than it should. It was not read."))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size is not believed
    except SheetRefused:
        raise
    except Exception as error:
        raise SheetRefused(_("This file cannot be read as a spreadsheet.")) from error
    yield from sheet.iter_rows(values_only=True)


def _csv_lines(content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError as error:
            raise SheetRefused(_("This file cannot be read as a spreadsheet.")) from error
    heading = text.partition("\n")[0]
    delimiter = max(",;\t，", key=heading.count)
    yield from csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=delimiter)
