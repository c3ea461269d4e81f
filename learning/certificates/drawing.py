"""A certificate as a file: its frozen facts and signed statement, in the look of today."""

import io

from PIL import Image

from learning.certificates.keys import key_called
from learning.certificates.models import Certificate
from learning.certificates.render import render
from learning.certificates.statement import make_statement
from learning.certificates.templating import look_of


def drawn(certificate: Certificate, *, format: str = "pdf") -> bytes:
    """``format``: ``pdf`` or ``png``. The same look gives the same bytes."""
    page = {"kind": certificate.kind, "code": certificate.code}
    statement = make_statement(key=key_called(certificate.signed_with), facts=certificate.facts, **page)
    look = look_of(certificate.template, certificate.facts)
    return render(
        certificate.facts, number=certificate.number, statement=statement, format=format, look=look, **page
    )


SMALL_WIDTH = 1000  # pixels: readable on a phone and on a desk, and small enough for 2G


def small_picture(certificate: Certificate) -> bytes:
    """For the holder's page: WebP of about 25 KB. The picture to keep, with the credential inside, is the PNG."""
    with Image.open(io.BytesIO(drawn(certificate, format="png"))) as large:
        size = (SMALL_WIDTH, round(large.height * SMALL_WIDTH / large.width))
        small = large.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    content = io.BytesIO()
    small.save(content, "WEBP", quality=55, method=6)
    return content.getvalue()
