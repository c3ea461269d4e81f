"""Take in what a device recorded: stored first, then judged fact by fact, with a receipt for each."""

import datetime
import hashlib
import json
import re
import uuid

from django.db import DatabaseError, transaction
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _

from learning.sessions.models import FactBatch, SessionFact, TrainingSession
from learning.sessions.record import Receipt, record_fact

LARGEST_KEPT = 1024 * 1024  # bytes; of larger uploads only digest, size and sender are kept
MOST_FACTS = 5000
UPLOADABLE = {
    SessionFact.Kind.NOTICE_GIVEN,
    SessionFact.Kind.ENTERED,
    SessionFact.Kind.ATTENDED,
    SessionFact.Kind.HEADS_COUNTED,
    SessionFact.Kind.TEST_COUNTED,
}
CODE = re.compile(r"[A-Za-z0-9:+._-]{0,64}")
KEPT = ("uuid", "kind", "occurred_at", "entry", "corrects")
KEPT_OF_PAYLOAD = (
    "how",
    "ticket",
    "participant",
    "role",
    "age_band",
    "children",
    "consent",
    "attendance",
    "minutes",
    "under_14",
    "others",
    "phase",
    "people",
    "counts",
    "why",
)


class BatchRefused(Exception):
    """The upload as a whole cannot be taken. ``code`` for machines, the text for people."""

    def __init__(self, code: str, message: str):
        self.code = code
        super().__init__(message)


def take_in(*, session: TrainingSession, body: bytes, by) -> list[Receipt]:
    """``body``: ``{"facts": [{"uuid", "kind", "occurred_at", "entry", "payload", "corrects", "name"}]}``.

    The batch is stored first, without names. Each fact goes through ``record_fact`` in a transaction of its own, so one
    that is refused stops no other. Sending twice gives the same rows. Raises ``BatchRefused``; that is kept too.
    """
    try:
        records = _read(body)
    except BatchRefused as refused:
        _keep(session, body, by, facts=None, refusal=refused.code)
        raise
    _keep(session, body, by, facts=[_without_name(record) for record in records])
    return [_record(session, record, by) for record in records]


def refuse_large(*, session: TrainingSession, digest: str, size: int, by) -> None:
    """Keep that a too large upload came: digest, size and sender."""
    FactBatch.objects.create(session=session, sent_by=by, digest=digest, size=size, refusal="too-large")


def _read(body) -> list:
    if len(body) > LARGEST_KEPT:
        raise BatchRefused("too-large", _("This upload is too large. Send it in parts."))
    try:
        records = json.loads(body)["facts"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BatchRefused("unreadable", _("This upload cannot be read.")) from error
    if not isinstance(records, list) or len(records) > MOST_FACTS:
        raise BatchRefused("unreadable", _("This upload cannot be read."))
    return records


def _keep(session, body, by, *, facts, refusal=""):
    FactBatch.objects.create(
        session=session,
        sent_by=by,
        digest=hashlib.sha256(_nameless(facts, body)).hexdigest(),
        size=len(body),
        facts=facts,
        refusal=refusal,
    )


def _nameless(facts, body) -> bytes:
    """What the digest is made of: never a name, so that it tells nobody whether a guess was right."""
    return (
        body if facts is None else json.dumps(facts, sort_keys=True, ensure_ascii=False, default=str).encode()
    )


def _without_name(record):
    """The record as it came, but for names and whatever else we did not ask for: keys, numbers and codes only."""
    if not isinstance(record, dict):
        return None
    kept = {key: _harmless(record[key]) for key in KEPT if key in record}
    payload = record.get("payload")
    if isinstance(payload, dict):
        kept["payload"] = {key: _harmless(payload[key]) for key in KEPT_OF_PAYLOAD if key in payload}
    return kept


def _harmless(value, depth: int = 0):
    """The value if it is a number or a code, a mapping of such; else None. Text that might tell of somebody is not kept."""
    if isinstance(value, dict) and depth < 3:
        return {key: _harmless(inner, depth + 1) for key, inner in value.items() if CODE.fullmatch(key)}
    if isinstance(value, str):
        return value if CODE.fullmatch(value) else None
    return value if value is None or (isinstance(value, bool | int) and abs(value) < 10**9) else None


def _record(session, record, by) -> Receipt:
    key = str(_harmless(record.get("uuid")) or "")[:36] if isinstance(record, dict) else ""
    try:
        fields = _fields(record)
        with transaction.atomic():
            return record_fact(session=session, by=by, **fields)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, DatabaseError):
        return Receipt(key, "refused", "unreadable", _("This record cannot be read."))


def _fields(record) -> dict:
    if record["kind"] not in UPLOADABLE:
        raise ValueError("kind")
    occurred_at = parse_datetime(record["occurred_at"])
    if occurred_at is None or not is_aware(occurred_at):
        raise ValueError("occurred_at")
    name = record.get("name") or ""
    if not isinstance(name, str) or not name.isprintable():
        raise ValueError("text")
    return {
        "fact_uuid": uuid.UUID(str(record["uuid"])),
        "kind": record["kind"],
        "payload": record.get("payload") or {},
        "entry": uuid.UUID(str(record["entry"])) if record.get("entry") else None,
        "corrects": uuid.UUID(str(record["corrects"])) if record.get("corrects") else None,
        "occurred_at": occurred_at.astimezone(datetime.UTC),
        "name": name,
    }
