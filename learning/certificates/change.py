"""Revoke, reinstate, correct, withdraw. A certificate is never altered; what became of it is a new event."""

import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.certificates.choice import months_after
from learning.certificates.code import new_code
from learning.certificates.keys import signing_key
from learning.certificates.models import Certificate, CertificateEvent
from learning.certificates.render import check_printable
from learning.certificates.status import DAYS, Status, may_renew, status_of
from learning.progress.refresher_models import RefresherDone
from learning.progress.refreshers import refreshers_due


def status_today(certificate: Certificate) -> Status:
    """One query."""
    events = list(certificate.events.order_by("occurred_at", "pk").values_list("kind", flat=True))
    return status_of(events, valid_until=certificate.valid_until, today=timezone.localdate())


CARRIED_OVER = (
    "kind",
    "completion",
    "register_entry",
    "nomination",
    "cadre",
    "place",
    "language",
    "template",
    "valid_until",
)


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
    """The holder takes it back, and with it those that it replaced: her data and the files are gone, verifying gives the
    status only. Twice: once."""
    for each in Certificate.objects.of_same(certificate).select_for_update():
        if status_today(each) == Status.WITHDRAWN:
            continue
        CertificateEvent.objects.create(
            certificate=each, kind=CertificateEvent.Kind.WITHDRAWN, recorded_by=by
        )
        Certificate.objects.filter(pk=each.pk).update(facts={}, file="", file_digest="")
        if each.file:
            transaction.on_commit(partial(storages["private"].delete, each.file))


@transaction.atomic
def correct_name(*, certificate: Certificate, name: str, reason: str, by) -> Certificate:
    """A new certificate with the right name; this one is superseded by it. All other facts are those of the first issue.

    The same name: this one, and nothing happens. Corrected already: the one that replaced it, when it has that name.
    Raises ``ValidationError`` without a name or reason or when it does not count any more, ``MissingGlyph`` before
    anything is recorded.
    """
    name = " ".join(name.split())
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    successor = Certificate.objects.filter(replaces=certificate).first()
    if successor and successor.facts.get("name") == name:
        return successor
    if status_today(certificate) not in (Status.VALID, Status.EXPIRED):
        raise ValidationError(_("Only a certificate that counts can be corrected."))
    if not name:
        raise ValidationError({"name": _("Write the name as it shall be printed.")})
    if name == certificate.facts["name"]:
        return certificate
    _need_reason(reason)
    changed = {"name": name, "issued_on": timezone.localdate().isoformat()}
    return _supersede(certificate, changed, reason=reason.strip(), by=by)


@transaction.atomic
def renew_by_refresher(*, certificate: Certificate, months: int) -> Certificate | None:
    """She has learned again what changed, within the time for renewal: a new certificate, valid ``months`` from today, in
    place of this one; all else is as it was. None when it is not yet time, nothing was learned again since then, or
    something is still due. Twice: the new one, which is not yet due.
    """
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    today = timezone.localdate()
    if status_today(certificate) not in (Status.VALID, Status.EXPIRED) or not may_renew(
        certificate.valid_until, today
    ):
        return None
    enrolment = certificate.completion.enrolment
    opens = certificate.valid_until - datetime.timedelta(days=max(DAYS))
    learned = RefresherDone.objects.filter(refresher__enrolment=enrolment, occurred_at__date__gte=opens)
    if not learned.exists() or refreshers_due([enrolment]).get(enrolment.pk):
        return None
    changed = {"issued_on": today.isoformat(), "valid_until": months_after(today, months).isoformat()}
    return _supersede(certificate, changed, reason=_("Renewed by a refresher."), by=None)


def _supersede(certificate: Certificate, changed: dict, *, reason: str, by) -> Certificate:
    """A new certificate with some facts ``changed``, and the event that says so. Raises ``MissingGlyph`` before that."""
    issued = list(Certificate.objects.of_same(certificate).order_by("pk").values_list("number", flat=True))
    number, code = f"{issued[0]}-{len(issued) + 1}", new_code()
    facts = {**certificate.facts, **changed}
    check_printable(facts, kind=certificate.kind, code=code, number=number)
    carried = {field: getattr(certificate, field) for field in CARRIED_OVER}
    end = facts.get("valid_until")
    successor = Certificate.objects.create(
        replaces=certificate,
        code=code,
        number=number,
        facts=facts,
        signed_with=signing_key().id,
        **carried | {"valid_until": end and datetime.date.fromisoformat(end)},
    )
    CertificateEvent.objects.create(
        certificate=certificate,
        kind=CertificateEvent.Kind.SUPERSEDED,
        reason=reason,
        successor=successor,
        recorded_by=by,
    )
    return successor


def _record(certificate, kind, *, from_states, reason, by):
    _need_reason(reason)
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if status_today(certificate) not in from_states:
        return None
    return CertificateEvent.objects.create(
        certificate=certificate, kind=kind, reason=reason.strip(), recorded_by=by
    )


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason; it is kept with the decision.")})
