"""The formats by their code: how each is read and written."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext_lazy as _

from quizzes.exchange import gift, gift_out, moodle, moodle_out
from quizzes.exchange.item import NotReadable
from quizzes.exchange.qti import package


@dataclass(frozen=True)
class Format:
    """``read(data, language=...) -> [Item]``; ``write([Item]) -> bytes``."""

    label: str
    extension: str
    media_type: str
    read: Callable
    write: Callable


FORMATS = {
    "moodle": Format(_("Moodle XML"), "xml", "application/xml", moodle.read, moodle_out.write),
    "gift": Format(_("GIFT (Moodle’s plain text)"), "txt", "text/plain", gift.read, gift_out.write),
    "qti21": Format(
        _("QTI 2.1 package"), "zip", "application/zip", package.read, partial(package.write, version="2.1")
    ),
    "qti30": Format(
        _("QTI 3.0 package"), "zip", "application/zip", package.read, partial(package.write, version="3.0")
    ),
}


def read_any(data: bytes, *, language: str) -> list:
    """Items of a file of any format, told by how it begins. Raises ``NotReadable``."""
    start = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"PK"):
        return package.read(data, language=language)
    if not start.startswith(b"<"):
        return gift.read(data, language=language)
    try:
        return moodle.read(data, language=language)
    except NotReadable as error:
        if b"ssessmentItem" in data or b"qti-assessment-item" in data:
            return package.read(data, language=language)
        raise error
