"""Take in what a device recorded: stored first, then judged fact by fact, with a receipt for each."""

import datetime
import hashlib
import json
import re
import uuid
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _

from learning.sessions.device_models import FactBatchAnswer
from learning.sessions.models import FactBatch, SessionFact, TrainingSession
from learning.sessions.record import NewFact, Receipt, record_facts

LARGEST_KEPT = 1024 * 1024  # bytes; of larger uploads only digest, size and sender are kept
MOST_FACTS = 5000
KEPT_FOR = datetime.timedelta(days=365)
UPLOADABLE = {
    SessionFact.Kind.NOTICE_GIVEN,
    SessionFact.Kind.ENTERED,
    SessionFact.Kind.ATTENDED,
    SessionFact.Kind.HEADS_COUNTED,
    SessionFact.Kind.TEST_COUNTED,
    SessionFact.Kind.TEST_ANSWERED,
    SessionFact.Kind.POLL_COUNTED,
    SessionFact.Kind.FEEDBACK_GIVEN,
    SessionFact.Kind.FEEDBACK_COUNTED,
    SessionFact.Kind.NOTE_WRITTEN,
    SessionFact.Kind.FIELD_REPORTED,
    SessionFact.Kind.OBSERVED,
    SessionFact.Kind.TRAITS_TALLIED,
    SessionFact.Kind.CONSENT_WITHDRAWN,
}
CODE = re.compile(r"[A-Za-z0-9:+._-]{0,64}")
KEPT = ("uuid", "kind", "occurred_at", "shifted", "entry", "corrects")
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
    "language",
    "notice",
    "signed",
    "pass",
    "answers",
    "marks",
    "items",
    "about",
    "urgent",
    "subject",
    "channel",
    "source",
    "law",
    "voluntary",
)


class BatchRefused(Exception):
    """The upload as a whole cannot be taken. ``code`` for machines, the text for people."""

    def __init__(self, code: str, message: str):
        self.code = code
        super().__init__(message)


@dataclass(frozen=True)
class Origin:
    """Where an upload comes from. ``by``: whose records they are; ``sent_by``: who brought them, None: she herself."""

    by: object
    device: object = None
    sent_by: object = None
    way: str = FactBatch.Way.DEVICE

    @property
    def columns(self) -> dict:
        return {
            "recorded_by": self.by,
            "sent_by": self.sent_by or self.by,
            "device": self.device,
            "way": self.way,
        }


def take_in(*, session: TrainingSession, body: bytes, by, origin: Origin | None = None) -> list[Receipt]:
    """``body``: ``{"facts": [{"uuid", "kind", "occurred_at", "entry", "payload", "corrects", "name", "text", "signature", "shifted"}]}``.

    The batch is stored first, without names, texts and signatures. Its facts go through ``record_facts``; one that is refused stops no other.
    What was answered is stored beside it. Sending twice gives the same rows. Raises ``BatchRefused``; that is kept too.
    """
    origin = origin or Origin(by=by)
    try:
        records = _read(body)
    except BatchRefused as refused:
        _keep(session, body, origin, facts=None, refusal=refused.code)
        raise
    batch = _keep(session, body, origin, facts=[_without_name(record) for record in records])
    return _answered(batch, _record(session, records, origin.by))


def take_in_records(
    *, session: TrainingSession, records: list[dict], size: int, origin: Origin
) -> list[Receipt]:
    """The same for records that were read from something else than JSON. ``size`` of that in bytes."""
    kept = [_without_name(record) for record in records]
    batch = _stored(session, origin, kept, size, hashlib.sha256(_nameless(kept, b"")).hexdigest())
    return _answered(batch, _record(session, records, origin.by))


def refuse(*, session: TrainingSession | None, body: bytes, code: str, origin: Origin) -> None:
    """Keep an upload that nobody may make, for inspection: the records without names when they can be read."""
    try:
        facts = [_without_name(record) for record in _read(body)]
    except BatchRefused:
        facts = None
    _keep(session, body, origin, facts=facts, refusal=code)


def refuse_large(*, session: TrainingSession | None, digest: str, size: int, origin: Origin) -> None:
    """Keep that a too large upload came: digest, size and sender."""
    _stored(session, origin, None, size, digest, refusal="too-large")


def delete_old_uploads(*, now: datetime.datetime) -> int:
    """Uploads that came more than a year ago go, with what was answered; facts stay. How many."""
    old = FactBatch.objects.filter(received_at__lt=now - KEPT_FOR)
    with transaction.atomic():
        answers = FactBatchAnswer.objects.filter(batch__in=old)
        answers._raw_delete(
            using=answers.db
        )  # evidence of facts is the facts; this is what inspection needs, for a stated time
        return old._raw_delete(using=old.db)


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


def _keep(session, body, origin, *, facts, refusal="") -> FactBatch:
    digest = hashlib.sha256(_nameless(facts, body)).hexdigest()
    return _stored(session, origin, facts, len(body), digest, refusal)


def _stored(session, origin, facts, size, digest, refusal="") -> FactBatch:
    return FactBatch.objects.create(
        session=session, digest=digest, size=size, facts=facts, refusal=refusal, **origin.columns
    )


def _answered(batch, receipts) -> list[Receipt]:
    kept = [{"uuid": one.uuid, "status": one.status, "code": one.code} for one in receipts]
    FactBatchAnswer.objects.create(batch=batch, receipts=kept)
    return receipts


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


def _record(session, records, by) -> list[Receipt]:
    read = [_readable(record) for record in records]
    facts = [fact for fact in read if isinstance(fact, NewFact)]
    try:
        receipts = iter(record_facts(session=session, facts=facts, by=by))
    except DatabaseError:  # one of them, or somebody else's with the same key at the same moment
        receipts = iter([_record_alone(session, fact, by) for fact in facts])
    return [next(receipts) if isinstance(one, NewFact) else one for one in read]


def _record_alone(session, fact, by) -> Receipt:
    try:
        return record_facts(session=session, facts=[fact], by=by)[0]
    except DatabaseError:
        return _unreadable(str(fact.uuid))


def _unreadable(key: str) -> Receipt:
    return Receipt(key, "refused", "unreadable", _("This record cannot be read."))


def _readable(record) -> NewFact | Receipt:
    """The fact, or the receipt that says that it cannot be read."""
    try:
        return _fact(record)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        key = str(_harmless(record.get("uuid")) or "")[:36] if isinstance(record, dict) else ""
        return _unreadable(key)


def _fact(record) -> NewFact:
    if record["kind"] not in UPLOADABLE:
        raise ValueError("kind")
    occurred_at = parse_datetime(record["occurred_at"])
    if occurred_at is None or not is_aware(occurred_at):
        raise ValueError("occurred_at")
    name, text, signature = (record.get(key) or "" for key in ("name", "text", "signature"))
    if not all(isinstance(value, str) for value in (name, text, signature)) or not name.isprintable():
        raise ValueError("text")
    return NewFact(
        uuid=uuid.UUID(str(record["uuid"])),
        kind=record["kind"],
        payload=record.get("payload") or {},
        entry=uuid.UUID(str(record["entry"])) if record.get("entry") else None,
        corrects=uuid.UUID(str(record["corrects"])) if record.get("corrects") else None,
        occurred_at=occurred_at.astimezone(datetime.UTC),
        name=name,
        text=text,
        signature=signature,
        is_shifted=bool(record.get("shifted")),
    )
