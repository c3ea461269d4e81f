"""What a certificate is worth today. Pure: events and a day in, a status out."""

import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from learning.certificates.models import CertificateEvent

DAYS = (90, 30, 7)  # before the end: when holders are reminded, and from the first on they may renew


class Status(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


STATUS_NAMES = {
    Status.VALID: _("valid"),
    Status.EXPIRED: _("expired"),
    Status.REVOKED: _("revoked"),
    Status.SUPERSEDED: _("replaced"),
    Status.WITHDRAWN: _("withdrawn by the holder"),
}


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


def may_renew(valid_until: datetime.date | None, today: datetime.date) -> bool:
    """From the first reminder on, and after the end."""
    return valid_until is not None and (valid_until - today).days <= max(DAYS)
