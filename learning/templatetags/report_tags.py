"""How figures are written, and plots as SVG made by the server: they print, and work without scripts."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from learning.reports.spreadsheet import cell_number, not_all_counted, row_label

register = template.Library()
register.filter(not_all_counted)


@register.filter
def cell_of(row, figure):
    return row.cells[figure.key]


@register.filter
def figure_text(cell) -> str:
    """``12``, ``83.3%``, ``+12.5``, or unknown."""
    number = cell_number(cell)
    if number is None:
        return _("unknown")
    if cell.unit == "%":
        return f"{number_format(number, 1)}%"
    if cell.unit == "points":
        return f"{'+' if number > 0 else ''}{number_format(number, 1)}"
    return number_format(number, force_grouping=True)


@register.filter
def label_of(row) -> str:
    return row_label(row.key, row.names)


@register.inclusion_tag("learning/reports/bars.html")
def coverage_bars(table, figure_key="coverage"):
    """Horizontal bars in percent, one per row; unknown is said, not drawn as nothing."""
    bars = []
    for number, row in enumerate(table.rows):
        cell = row.cells[figure_key]
        value = cell_number(cell)
        bars.append(
            {
                "label": row_label(row.key, row.names),
                "value": value,
                "text": figure_text(cell),
                "width": f"{(value or 0) * 3.2:.1f}",
                "y": number * 44,
                "bar_y": number * 44 + 20,
                "text_y": number * 44 + 14,
            }
        )
    return {"bars": bars, "height": max(44, len(bars) * 44)}
