"""An uploaded file, a scan or a photograph: is it ours, and is it as we issued it?"""

import hashlib
import io
import re
import threading
from dataclasses import dataclass, field
from enum import StrEnum

import pypdfium2
import zxingcpp
from PIL import Image, UnidentifiedImageError

from learning.certificates.baking import SIGNATURE, badge_of
from learning.certificates.code import ALPHABET, LENGTH, clean_code
from learning.certificates.keys import published_keys
from learning.certificates.models import Certificate, CertificatePrint
from learning.certificates.statement import Reading, read_statement
from learning.certificates.wording import printed

LARGEST_FILE = 8 * 1024 * 1024  # bytes
LARGEST_SIDE = 2400  # pixels to which a page or picture is drawn, enough for a code the size of a thumb
MOST_PIXELS = 60_000_000
ONE_AT_A_TIME = threading.Lock()  # PDFium must not be used by two threads at once
ADDRESS = re.compile(r"/verify/([^/?#\s]{1,80})/?(?:#(\S{1,2000}))?")
PRINTED_CODE = re.compile(
    rf"(?<![A-Z0-9])(?:[{ALPHABET}]{{5}}-){{{LENGTH // 5 - 1}}}[{ALPHABET}]{{5}}(?![A-Z0-9])"
)
UNREADABLE = (
    pypdfium2.PdfiumError,
    UnidentifiedImageError,
    Image.DecompressionBombError,
    IndexError,  # a PDF without a page
    OSError,
    ValueError,
)
UNLIKE = ("name", "course", "number", "issued", "valid")


class Sameness(StrEnum):
    SAME = "same"  # to the last byte what we issued
    CHANGED = "changed"  # a file that carries one of our codes, and is not what we issued
    PICTURE = "picture"  # a scan or photograph: its code is ours, what else stands on it has to be compared
    UNKNOWN = "unknown"  # nothing of ours was found in it
    UNREADABLE = "unreadable"  # neither a PDF nor a picture


@dataclass
class Recognised:
    """``missing``: what we printed and the file does not say. ``seal``: of its QR code, where it was read."""

    sameness: Sameness
    certificate: Certificate | None = None
    code: str = ""
    reading: Reading | None = None
    missing: list[str] = field(default_factory=list)


def recognise(content: bytes) -> Recognised:
    """At most two queries. Keeps nothing of the file."""
    digest = hashlib.sha256(content).hexdigest()
    known = CertificatePrint.objects.select_related("certificate").filter(digest=digest).first()
    if known:
        return Recognised(Sameness.SAME, known.certificate, known.certificate.code)
    try:
        pictures, text = _opened(content)
    except UNREADABLE:
        return Recognised(Sameness.UNREADABLE)
    code, statement = _code_in(pictures, text)
    certificate = Certificate.objects.filter(code=code).first() if code else None
    if certificate is None:
        return Recognised(Sameness.UNKNOWN, code=code)
    reading = read_statement(statement, code=code, keys=published_keys()) if statement else None
    found = Recognised(Sameness.PICTURE, certificate, code, reading)
    if text.strip():
        found.sameness, found.missing = Sameness.CHANGED, _missing(certificate, text)
    elif content.startswith(SIGNATURE) and certificate.facts and content == badge_of(certificate):
        found.sameness = Sameness.SAME
    return found


def _opened(content: bytes) -> tuple[list[Image.Image], str]:
    """Its first page as a picture, and its text. Raises whatever PDFium or Pillow say about what is neither."""
    if not content.startswith(b"%PDF"):
        picture = Image.open(io.BytesIO(content), formats=["PNG", "JPEG", "WEBP"])
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        picture = picture.convert("L")
        picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
        return [picture], ""
    with ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(content)
        try:
            page = document[0]
            scale = LARGEST_SIDE / max(*page.get_size(), 1)
            text = page.get_textpage().get_text_range()
            return [page.render(scale=min(scale, 12), grayscale=True).to_pil()], text
        finally:
            document.close()


def _code_in(pictures, text) -> tuple[str, str]:
    """``(code, statement)`` of its QR code, else the code that it says in letters."""
    for picture in pictures:
        for square in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode):
            if address := ADDRESS.search(square.text):
                return clean_code(address[1]), address[2] or ""
    said = PRINTED_CODE.search(text)
    return (clean_code(said[0]) if said else ""), ""


def _missing(certificate, text) -> list[str]:
    """What was printed, in the certificate's first language, and does not stand in ``text``."""
    if not certificate.facts:
        return []
    page = printed(certificate.facts, kind=certificate.kind, code=certificate.code, number=certificate.number)
    keys = UNLIKE[1:] if certificate.facts.get("is_minor") else UNLIKE  # a minor's name is told to nobody
    lines = [page[key] if isinstance(page[key], str) else (page[key] or [""])[0] for key in keys]
    said = _squeezed(text)
    return [line for line in lines if line and _squeezed(line) not in said]


def _squeezed(text: str) -> str:
    """Without white space and the signs that a reader puts where a word was divided."""
    return re.sub(r"[\s\ufffe\u00ad\u200b-]+", "", text)
