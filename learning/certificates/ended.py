"""The certificates that have ended, for those who check without us: a short list for our own page, and a bitstring for
everybody's programs. Neither says a name or a code."""

import base64
import datetime
import gzip
import hashlib
from itertools import groupby
from operator import itemgetter

from django.utils import timezone

from learning.certificates.credential import CONTEXT, LIST_LENGTH, absolute, issuer_profile, sign
from learning.certificates.keys import signing_key
from learning.certificates.models import CertificateEvent
from learning.certificates.status import Status, status_of

GOOD_FOR = datetime.timedelta(days=1)  # how long a program may trust the list that it has


def fingerprint(code: str) -> str:
    """Tells a code from all others without giving it away: 96 bits of its SHA-256."""
    return base64.urlsafe_b64encode(hashlib.sha256(code.encode()).digest()[:12]).decode()


def ended() -> dict[tuple[int, str], Status]:
    """``{(pk, code): status}`` of those that something has become of and that do not count. One query."""
    events = CertificateEvent.objects.order_by("certificate_id", "occurred_at", "pk").values_list(
        "certificate_id", "certificate__code", "kind"
    )
    found = {}
    for (pk, code), rows in groupby(events, key=itemgetter(0, 1)):
        status = status_of([kind for *_which, kind in rows], valid_until=None, today=timezone.localdate())
        if status != Status.VALID:
            found[pk, code] = status
    return found


def list_for_the_page() -> dict:
    """``{"as_of": instant, "ended": {fingerprint of a code: status}}``. Expiry needs no list: it is in the statement."""
    return {
        "as_of": timezone.now().isoformat(timespec="seconds"),
        "ended": {fingerprint(code): str(status) for (_pk, code), status in sorted(ended().items())},
    }


def status_list(number: int) -> str:
    """The ``number``-th list as a signed BitstringStatusListCredential (Bitstring Status List 1.0, 2.2)."""
    bits = bytearray(LIST_LENGTH // 8)
    for pk, _code in ended():
        part, index = divmod(pk, LIST_LENGTH)
        if part == number:
            bits[index // 8] |= 0x80 >> index % 8  # the first index is the leftmost bit
    encoded = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()
    address = absolute("badge-status", number)
    now = timezone.now()
    return sign(
        {
            "@context": CONTEXT[:1],
            "id": address,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": issuer_profile({}, ""),
            "validFrom": _instant(now),
            "validUntil": _instant(now + GOOD_FOR),
            "credentialSubject": {
                "id": f"{address}#list",
                "type": "BitstringStatusList",
                "statusPurpose": "revocation",
                "encodedList": f"u{encoded}",
            },
        },
        key=signing_key(),
    )


def _instant(moment) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
