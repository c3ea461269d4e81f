"""Revoke, reinstate, withdraw. The certificate is never altered; what became of it is a new event."""

from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.certificates.models import Certificate, CertificateEvent
from learning.certificates.status import Status, status_of


def status_today(certificate: Certificate) -> Status:
    """One query."""
    events = list(certificate.events.order_by("occurred_at", "pk").values_list("kind", flat=True))
    return status_of(events, valid_until=certificate.valid_until, today=timezone.localdate())


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, by) -> CertificateEvent | None:
    """Revoked from now on, with the reason. Revoked already: nothing, None. Raises ``ValidationError`` without a reason."""
    return _record(
        certificate,
        CertificateEvent.Kind.REVOKED,
        from_states={Status.VALID, Status.EXPIRED},
        reason=reason,
        by=by,
    )


@transaction.atomic
def reinstate(*, certificate: Certificate, reason: str, by) -> CertificateEvent | None:
    """A revocation is undone. Not revoked: nothing, None."""
    return _record(
        certificate, CertificateEvent.Kind.REINSTATED, from_states={Status.REVOKED}, reason=reason, by=by
    )


@transaction.atomic
def withdraw(*, certificate: Certificate, by) -> None:
    """The holder takes it back: her data and the file are gone, verifying gives the status only. Twice: once."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if status_today(certificate) == Status.WITHDRAWN:
        return
    CertificateEvent.objects.create(
        certificate=certificate, kind=CertificateEvent.Kind.WITHDRAWN, recorded_by=by
    )
    file = certificate.file
    Certificate.objects.filter(pk=certificate.pk).update(facts={}, file="", file_digest="")
    if file:
        transaction.on_commit(lambda: storages["private"].delete(file))


def _record(certificate, kind, *, from_states, reason, by):
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason; it is kept with the decision.")})
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if status_today(certificate) not in from_states:
        return None
    return CertificateEvent.objects.create(
        certificate=certificate, kind=kind, reason=reason.strip(), recorded_by=by
    )
