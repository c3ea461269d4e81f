"""A certificate as a file: its frozen facts and signed statement, in the look of today."""

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
