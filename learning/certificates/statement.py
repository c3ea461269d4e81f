"""What the QR code says besides the address: a signed statement, so that a certificate can be checked without network.

``1.<key>.<facts>.<signature>`` stands behind the ``#`` of the address, so no server ever sees it. ``facts`` is the JSON
list ``[kind, issued on, valid until or "", name or "", title]``, as printed in the certificate's first language; of a minor
it has no name. Signed (Ed25519, RFC 8032) is ``certificate statement 1``, the code and these facts, a line each. The leading
1 fixes the algorithm: nothing inside can choose another. ``static/js/statement.js`` reads the same.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from enum import StrEnum

from learning.certificates.keys import SigningKey
from quizzes.texts import in_language

VERSION = "1"
LONGEST = 2000  # letters of a statement that we bother to read


class Seal(StrEnum):
    """What a statement is worth."""

    GENUINE = "genuine"
    ALTERED = "altered"  # one of our keys, but not this content
    FOREIGN = "foreign"  # a key that is not ours
    DOWNGRADED = "downgraded"  # signed in another way than the one there is
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Reading:
    """``facts`` only of a genuine one: ``{"kind", "issued_on", "valid_until", "name", "title"}``."""

    seal: Seal
    facts: dict | None = None


def make_statement(*, key: SigningKey, facts: dict, kind: str, code: str) -> str:
    """The same facts and key give the same statement."""
    name = "" if facts.get("is_minor") else facts["name"]
    title = in_language(facts["titles"], facts["languages"][0])
    said = [kind, facts["issued_on"], facts.get("valid_until") or "", name, title]
    content = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    signature = key.sign(signed_bytes(code, content))
    return ".".join([VERSION, key.id, _encode(content), _encode(signature)])


def read_statement(statement: str, *, code: str, keys: dict[str, SigningKey]) -> Reading:
    """Never raises, whatever stands there."""
    parts = statement.split(".")
    if len(statement) > LONGEST or len(parts) != 4:
        return Reading(Seal.UNREADABLE)
    version, key_id, content, signature = parts
    if version != VERSION:
        return Reading(Seal.DOWNGRADED)
    if key_id not in keys:
        return Reading(Seal.FOREIGN)
    try:
        content, signature = _decode(content), _decode(signature)
        if not keys[key_id].has_signed(signed_bytes(code, content), signature):
            return Reading(Seal.ALTERED)
        said = json.loads(content)
        names = ("kind", "issued_on", "valid_until", "name", "title")
        return Reading(Seal.GENUINE, dict(zip(names, said, strict=True)))
    except (binascii.Error, ValueError):
        return Reading(Seal.ALTERED)


def signed_bytes(code: str, content: bytes) -> bytes:
    return b"certificate statement %s\n%s\n%s" % (VERSION.encode(), code.encode(), content)


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
