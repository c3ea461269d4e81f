"""What may differ in a written answer without making it wrong. Pure."""

import re
import unicodedata
from functools import cache

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from opencc_purepy import OpenCC
from wagtail import blocks

WIDTH, CASE, SPACE, SCRIPT = "width", "case", "space", "script"
FORGIVEN = [
    (WIDTH, _("full-width and half-width letters, digits and marks")),
    (CASE, _("capital and small letters")),
    (SPACE, _("spaces")),
    (SCRIPT, _("traditional and simplified characters")),
]
CODES = [code for code, _label in FORGIVEN]


def alike(text: str, forgive) -> str:
    """``text`` with everything levelled that is forgiven: two answers are the same when these are equal."""
    text = unicodedata.normalize("NFKC" if WIDTH in forgive else "NFC", text)
    text = re.sub(r"\s+", "" if SPACE in forgive else " ", text).strip()
    if SCRIPT in forgive:
        text = _simplifier().convert(text)
    return text.casefold() if CASE in forgive else text


def forgive_block() -> blocks.MultipleChoiceBlock:
    return blocks.MultipleChoiceBlock(
        choices=FORGIVEN,
        default=CODES,
        required=False,
        widget=CheckboxSelectMultiple,
        label=_("These make no difference"),
    )


def kept(codes) -> list[str]:
    """Known codes, in their own order."""
    return [code for code in CODES if code in (codes or [])]


@cache
def _simplifier():
    """Loaded once, when the first such answer is marked."""
    return OpenCC("t2s")
