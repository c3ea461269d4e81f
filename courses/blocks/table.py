"""A table of words. Its first row is always the heading, so that a screen reader can say which column it is in."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError

MOST_COLUMNS = 8


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(max_length=200, label=_("What the table shows"))
    rows = blocks.ListBlock(
        blocks.ListBlock(
            blocks.CharBlock(required=False, max_length=500, label=_("Cell")),
            min_num=1,
            max_num=MOST_COLUMNS,
            label=_("Row"),
        ),
        min_num=2,
        max_num=60,
        label=_("Rows"),
        help_text=_("The first row holds the headings of the columns."),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns of words, the first row as heading.")
        template = "courses/blocks/table.html"
        preview_value = {
            "caption": "找谁",
            "rows": [["情况", "电话"], ["有危险", "110"], ["想问法律", "12348"]],
        }

    def clean(self, value):
        cleaned = super().clean(value)
        if len({len(row) for row in cleaned["rows"]}) > 1:
            message = ValidationError(_("Every row has to have as many cells as the first one."))
            raise StructBlockValidationError(block_errors={"rows": message})
        return cleaned

    def get_context(self, value, parent_context=None):
        rows = [list(row) for row in value["rows"] or []]
        return {**super().get_context(value, parent_context), "head": rows[:1], "body": rows[1:]}
