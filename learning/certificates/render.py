"""Facts in, file out. Pure but for reading the template and the fonts: the same facts give the same bytes."""

import datetime
import json
import threading
from functools import cache
from pathlib import Path

import typst
import zxingcpp
from django.conf import settings
from django.utils.translation import get_language_info

from learning.certificates.fonts import check_letters, families, typst_fonts
from learning.certificates.look import PLAIN, Look
from learning.certificates.pdf_text import has_marks, tell_parts
from learning.certificates.wording import printed

TEMPLATE = Path(__file__).parent / "typst" / "certificate.typ"
PDF_STANDARDS = ["a-2a", "ua-1"]  # archival with real text; tagged for screen readers
PICTURE_PPI = {"landscape": 192, "portrait": 192, "card": 400}  # three pixels for each module of the QR code
ONE_AT_A_TIME = threading.Lock()  # a typst compiler used by two threads at once raises "Already borrowed"


def verify_address(code: str) -> str:
    """Where the QR code points, in every language."""
    return f"{settings.SITE_URL.rstrip('/')}/verify/{code}/"


def render(
    facts: dict,
    *,
    kind: str,
    code: str,
    number: str,
    statement: str = "",
    format: str = "pdf",
    look: Look = PLAIN,
) -> bytes:
    """A PDF (archival, tagged) or PNG; its QR code carries the signed ``statement``. Raises ``MissingGlyph`` before
    anything is drawn."""
    inputs = page_inputs(facts, kind=kind, code=code, number=number, statement=statement, look=look)
    content = compile_page(inputs, format=format, day=facts["issued_on"], design=look.design)
    return tell_parts(content) if format == "pdf" and has_marks(inputs["facts"]) else content


def check_printable(facts: dict, *, kind: str, code: str, number: str) -> None:
    """Raises ``MissingGlyph`` for the first letter of the certificate that cannot be printed. Draws nothing."""
    check_letters(*_strings(printed(facts, kind=kind, code=code, number=number)))


def page_inputs(
    facts: dict, *, kind: str, code: str, number: str, look: Look, statement: str = ""
) -> dict[str, str]:
    """What the page reads: texts as JSON, never pasted into its source; pictures as SVG."""
    texts = printed(facts, kind=kind, code=code, number=number)
    check_letters(*_strings(texts))
    page = {
        **texts,
        "languages": [_language(code) for code in texts["languages"]],
        "design": look.design,
        "brand": look.brand,
        "accent": look.accent,
        "families": families(),
        "verify_address": verify_address(code),
    }
    pictures = {"emblem": look.emblem, "seal": look.seal}
    pictures |= {f"signature-{place}": picture for place, picture in enumerate(look.signatures)}
    return {
        "facts": json.dumps(page, ensure_ascii=False),
        "qr": _qr(f"{verify_address(code)}#{statement}" if statement else verify_address(code), look.brand),
        **{name: picture.as_svg() for name, picture in pictures.items() if picture},
    }


def compile_page(inputs: dict[str, str], *, format: str, day: str, design: str) -> bytes:
    """The renderer alone. ``day`` is the date that stands inside the PDF."""
    made = datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC)
    options = (
        {"ppi": PICTURE_PPI[design]}
        if format == "png"
        else {"pdf_standards": PDF_STANDARDS, "timestamp": made}
    )
    with ONE_AT_A_TIME:
        result = _compiler().compile(input=str(TEMPLATE), format=format, sys_inputs=inputs, **options)
    return result[0] if isinstance(result, list) else result


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=str(TEMPLATE.parent), font_paths=typst_fonts(), ignore_system_fonts=True)


def _language(code: str) -> dict:
    return {"code": code.split("-")[0], "rtl": get_language_info(code)["bidi"]}


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _qr(text: str, colour: str) -> str:
    """An SVG, as coarse as can be (the code beside it is there for when it is damaged). With a fixed mask: trying all eight costs as much as the whole page, and random content needs no best one."""
    square = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="L", dataMask=3)
    rows = memoryview(square.to_image(add_quiet_zones=False)).tolist()
    path = "".join(_dark_runs(row, y) for y, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {len(rows) + 2} {len(rows) + 2}">'
        f'<path fill="{colour}" d="{path}"/></svg>'
    )


def _dark_runs(row: list[int], y: int) -> str:
    """The dark modules of one row, neighbours joined, as a piece of an SVG path."""
    path, start = "", None
    for x, light in enumerate([*row, 255]):
        if not light and start is None:
            start = x
        elif light and start is not None:
            path += f"M{start} {y}h{x - start}v1H{start}z"
            start = None
    return path
