"""The certificates of one cadre, and the honours given within a unit's subtree. Reading only."""

from django.utils import timezone

from learning.certificates.code import spaced_code
from learning.certificates.models import Certificate
from learning.certificates.status import STATUS_NAMES, Status, status_of


def certificates_of(cadre) -> list[dict]:
    """Hers that no other has replaced, newest first, withdrawn ones too. Two queries."""
    standing = Certificate.objects.standing().filter(cadre=cadre)
    return with_status(standing.select_related("completion__enrolment").prefetch_related("events"))


def honours_in(unit):
    """Given to units and cadres that stood in the subtree on the day, and neither withdrawn nor revoked; newest first."""
    return (
        Certificate.objects.that_count()
        .filter(kind=Certificate.Kind.HONOUR, place__lineage__contains=f"/{unit.code}/")
        .select_related("nomination__rule", "nomination__unit", "place")
        .order_by("-issued_at", "-pk")
    )


def with_status(certificates) -> list[dict]:
    """``{"certificate", "status", "status_name", "code"}`` of each; expects prefetched events."""
    today = timezone.localdate()
    found = []
    for certificate in certificates:
        events = sorted(certificate.events.all(), key=lambda event: (event.occurred_at, event.pk))
        status = status_of([event.kind for event in events], valid_until=certificate.valid_until, today=today)
        found.append(
            {
                "certificate": certificate,
                "status": status,
                "status_name": STATUS_NAMES[status],
                "code": spaced_code(certificate.code),
                "is_there": status != Status.WITHDRAWN,
            }
        )
    return found
