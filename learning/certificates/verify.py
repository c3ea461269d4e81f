"""What anybody may read about a certificate who has its code: what was printed, and its status today."""

from learning.certificates.change import status_today
from learning.certificates.models import Certificate
from learning.certificates.status import Status

OF_THE_PAGE = ("languages", "wording", "signatures", "sources", "achievement")  # how the facts were printed


def shown_to_anyone(certificate: Certificate) -> dict:
    """``{"status", "number", "name", "titles", ...}``; of a withdrawn one the status only; of a minor no name; of a
    superseded one the number of the one that holds, not what stands on it."""
    status = status_today(certificate)
    if status == Status.WITHDRAWN:
        return {"status": str(status)}
    facts = {key: value for key, value in certificate.facts.items() if key not in OF_THE_PAGE}
    if facts.pop("is_minor", False):
        facts.pop("name")
    shown = {"status": str(status), "kind": certificate.kind, "number": certificate.number, **facts}
    if status == Status.SUPERSEDED:
        holds = Certificate.objects.of_same(certificate).standing().values_list("number", flat=True)
        shown["replaced_by"] = holds.first()
    return shown
