"""What a certificate is worth today. Pure: events and a day in, a status out."""

import datetime
from enum import StrEnum

from learning.certificates.models import CertificateEvent


class Status(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


def status_of(events: list[str], *, valid_until: datetime.date | None, today: datetime.date) -> Status:
    """``events`` are kinds in the order of their happening. Withdrawn stays withdrawn; reinstating undoes a revocation."""
    if CertificateEvent.Kind.WITHDRAWN in events:
        return Status.WITHDRAWN
    last = events[-1] if events else None
    if last == CertificateEvent.Kind.REVOKED:
        return Status.REVOKED
    if CertificateEvent.Kind.SUPERSEDED in events:
        return Status.SUPERSEDED
    if valid_until and today > valid_until:
        return Status.EXPIRED
    return Status.VALID
