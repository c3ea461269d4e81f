"""Signed keys with a short life: one to read a content's files, one to report what happens in it."""

import time
import uuid
from dataclasses import dataclass

from django.core import signing

from courses.h5p import conf

READ_SALT, REPORT_SALT = "h5p.read", "h5p.report"
signer = signing.Signer(salt=READ_SALT, sep="~")


def read_key(content_uuid, *, now: float | None = None) -> str:
    """For the address of a content's player and files. The same for everybody for a while, so that browsers can keep
    what they have; it ends after one to two lives of a token."""
    life = conf.setting("H5P_TOKEN_SECONDS")
    ends = (int((now or time.time()) / life) + 2) * life
    return signer.sign(f"{uuid.UUID(str(content_uuid)).hex}.{ends}")


def content_of(key: str, *, now: float | None = None) -> uuid.UUID | None:
    """The content whose files the key opens, None when it is forged or over."""
    try:
        name, _dot, ends = signer.unsign(key).partition(".")
        return uuid.UUID(name) if int(ends) > (now or time.time()) else None
    except (signing.BadSignature, ValueError):
        return None


class TokenRefused(Exception):
    """``code`` says why: ``token-missing``, ``token-forged`` or ``token-expired``."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class ReportToken:
    """Whose work is reported: one activity, one content in one version, one attempt, and what the app around keeps of
    the person (``holder``)."""

    activity_key: str
    content: str
    version: int
    attempt: str
    holder: dict


def report_token(*, activity_key: str, content, holder: dict) -> str:
    """A token for a new attempt. Who begins makes it on the server; the frame never sees it."""
    value = {
        "a": activity_key,
        "c": str(content.uuid),
        "v": content.version,
        "t": str(uuid.uuid4()),
        "h": holder,
    }
    return signing.dumps(value, salt=REPORT_SALT)


def read_report_token(token) -> ReportToken:
    """Raises ``TokenRefused``."""
    if not isinstance(token, str) or not token:
        raise TokenRefused("token-missing")
    try:
        value = signing.loads(token, salt=REPORT_SALT, max_age=conf.setting("H5P_TOKEN_SECONDS"))
        return ReportToken(value["a"], value["c"], value["v"], value["t"], value["h"])
    except signing.SignatureExpired:
        raise TokenRefused("token-expired") from None
    except (signing.BadSignature, KeyError, TypeError):
        raise TokenRefused("token-forged") from None
