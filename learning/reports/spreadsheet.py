"""The spreadsheet: the cells of a ``Rollup``, and the cadres behind it, written row by row in constant memory."""

import io
import re

import xlsxwriter
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from learning.reports.rollup import ITSELF, TOTAL, Cell, Rollup
from quizzes.texts import in_language

IDENTIFIER = re.compile(r"(?<!\d)\d{7,18}[\dXx]?(?!\d)")  # telephone and identity numbers


def masked(text: str) -> str:
    """Free text without what looks like a telephone or an identity number."""
    return IDENTIFIER.sub("▇▇▇", text)


def row_label(key: str, names: dict) -> str:
    """What a row is called on the screen and in the file."""
    if key == TOTAL:
        return _("Total")
    if key == ITSELF:
        return _("The unit itself")
    return in_language(names, get_language()) or key


def not_all_counted(counted_at) -> str:
    moment = date_format(timezone.localtime(counted_at), "DATETIME_FORMAT")
    return _("Much has come in at once and is still being counted. These figures are as of %(moment)s.") % {
        "moment": moment
    }


def cell_number(cell: Cell) -> float | int | None:
    """The number as both the screen and the file show it; None where it is unknown."""
    return None if cell.value is None else (cell.value if isinstance(cell.value, int) else float(cell.value))


def write_report(*, by_unit: Rollup, by_course: Rollup, title: str) -> bytes:
    """An .xlsx with the sheets Units, Courses and What is counted. Texts are written as texts: no formula gets in."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True, "text_wrap": True})
    period = by_unit.question.period
    span = f"{date_format(period.first, 'DATE_FORMAT')} – {date_format(period.last, 'DATE_FORMAT')}"
    for name, table in ((_("Units"), by_unit), (_("Courses"), by_course)):
        sheet = book.add_worksheet(name)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 30, 14)
        sheet.write_string(0, 0, masked(title), bold)
        sheet.write_string(1, 0, span)
        if by_unit.counted_at:
            sheet.write_string(2, 0, not_all_counted(by_unit.counted_at))
        _write_table(sheet, table, bold)
    sheet = book.add_worksheet(_("What is counted"))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for line, figure in enumerate(by_unit.figures):
        sheet.write_string(line, 0, str(figure.label), bold)
        sheet.write_string(line, 1, str(figure.explanation))
    book.close()
    return file.getvalue()


def _write_table(sheet, table, bold):
    sheet.write_string(3, 0, _("Unit or course"), bold)
    for column, figure in enumerate(table.figures, start=1):
        unit = {"%": " (%)", "points": f" ({_('points')})"}.get(figure.unit, "")
        sheet.write_string(3, column, f"{figure.label}{unit}", bold)
    for line, row in enumerate(table.all_rows, start=4):
        sheet.write_string(line, 0, masked(row_label(row.key, row.names)))
        for column, figure in enumerate(table.figures, start=1):
            number = cell_number(row.cells[figure.key])
            if number is None:
                sheet.write_string(line, column, _("unknown"))
            else:
                sheet.write_number(line, column, number)
