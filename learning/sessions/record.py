"""The one door through which every fact of a session goes, typed online or uploaded from a device."""

import datetime
import hashlib
import hmac
import json
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.sessions.models import Participant, SessionFact, TrainingSession
from learning.sessions.project import project, register_of
from learning.sessions.rules import MOST_LINES, Refused, check_clock, check_name_allowed, clean_payload
from quizzes.models import QuestionVersion


@dataclass(frozen=True)
class Receipt:
    """``status``: accepted, already-received, held, conflict or refused. ``code`` says why, ``message`` in words."""

    uuid: str
    status: str
    code: str = ""
    message: str = ""
    field: str = ""


@transaction.atomic
def record_fact(
    *,
    session: TrainingSession,
    fact_uuid: uuid.UUID,
    kind: str,
    payload: dict,
    by,
    entry: uuid.UUID | None = None,
    corrects: uuid.UUID | None = None,
    name: str = "",
    occurred_at: datetime.datetime | None = None,
) -> Receipt:
    """Record one fact and bring the register up to it.

    The same uuid again: ``already-received`` (same content) or ``conflict`` (other content; the first stands). After
    closing it is ``held`` for a decision, unless it corrects a fact: then it counts as an adjustment. What cannot
    stand is ``refused`` with a code. ``name`` goes to the participant and stands in no fact.
    """
    session = TrainingSession.objects.select_for_update().get(pk=session.pk)
    now = timezone.now()
    occurred_at = occurred_at or now
    try:
        check_clock(occurred_at, now=now)
        cleaned = clean_payload(kind, payload, test_versions=test_outline(session))
        digest = fact_digest(kind, entry, cleaned, corrects, name)
        standing = SessionFact.objects.filter(uuid=fact_uuid).first()
        if standing:
            return _repeat(standing, session, digest)
        return _record_new(
            session, fact_uuid, kind, entry, cleaned, corrects, name, occurred_at, digest, by, now
        )
    except Refused as refused:
        return Receipt(str(fact_uuid), "refused", refused.code, refused.message, refused.field)


def test_outline(session: TrainingSession) -> list[dict]:
    """``[{"id", "options"}]`` of the session's test, for checking counts. One query when there is a test."""
    if not session.test_versions:
        return []
    versions = QuestionVersion.objects.in_bulk(session.test_versions)
    return [
        {"id": pk, "options": [option["id"] for option in versions[pk].content["options"]]}
        for pk in session.test_versions
    ]


def fact_digest(kind, entry, payload, corrects, name) -> str:
    """A keyed digest of a fact's content: tells repeats from conflicts, and tells nobody what a name was."""
    content = json.dumps(
        [kind, str(entry or ""), payload, str(corrects or ""), name], sort_keys=True, ensure_ascii=False
    )
    return hmac.new(settings.SECRET_KEY.encode(), content.encode(), hashlib.sha256).hexdigest()


def _repeat(standing, session, digest) -> Receipt:
    if standing.session_id == session.pk and (standing.digest == digest or not standing.digest):
        code = {"held": "waits-for-decision", "declined": "decided-against"}.get(standing.state, "")
        return Receipt(str(standing.uuid), "already-received", code)
    message = _("A record with this key was received before, with other content. The first one stands.")
    return Receipt(str(standing.uuid), "conflict", "conflict", message)


def _record_new(
    session, fact_uuid, kind, entry, payload, corrects, name, occurred_at, digest, by, now
) -> Receipt:
    if session.state == TrainingSession.State.CANCELLED:
        raise Refused("cancelled", _("This session was cancelled."))
    corrected = _corrected(session, kind, entry, payload, corrects)
    if kind == SessionFact.Kind.ENTERED:
        payload = _enter(session, entry, payload, name.strip(), corrected)
    elif kind == SessionFact.Kind.ATTENDED and not _is_in_register(session, entry):
        raise Refused("no-entry", _("This line is not in the register."), "entry")
    counts_already = corrected is not None and corrected.state == SessionFact.State.ACCEPTED
    held = session.is_closed and not counts_already
    fact = SessionFact.objects.create(
        uuid=fact_uuid,
        session=session,
        kind=kind,
        entry=entry,
        payload=payload,
        digest=digest,
        corrects=corrected,
        occurred_at=occurred_at,
        received_at=now,
        recorded_by=by,
        recorded_by_name=by.get_full_name() or by.get_username(),
        state=SessionFact.State.HELD if held else SessionFact.State.ACCEPTED,
        state_reason="late" if held else "",
        is_adjustment=session.is_closed,
    )
    if held:
        message = _(
            "The session is closed. This is kept, and counts once somebody with the right has decided."
        )
        return Receipt(str(fact.uuid), "held", "late", message)
    project(session)
    return Receipt(str(fact.uuid), "accepted")


def _corrected(session, kind, entry, payload, corrects):
    """The fact that is corrected: of the same session, and about the same thing."""
    if corrects is None:
        return None
    fact = session.facts.filter(uuid=corrects, kind=kind).first()
    same_entry = kind == SessionFact.Kind.HEADS_COUNTED or fact is None or fact.entry == entry
    if fact is None or not same_entry or fact.payload.get("phase") != payload.get("phase"):
        raise Refused("corrects", _("The record that this corrects is not known here."), "corrects")
    return fact


def _is_in_register(session, entry) -> bool:
    return entry is not None and session.facts.filter(kind=SessionFact.Kind.ENTERED, entry=entry).exists()


def _enter(session, entry, payload, name, corrected) -> dict:
    """Make the participant behind a line with a name, and keep only her key in the payload.

    Her key depends on the name, so two names for one line are two people and disagree; nobody can test a guess with it.
    """
    if entry is None or SessionFact.objects.filter(entry=entry).exclude(session=session).exists():
        raise Refused("no-entry", _("This record cannot be read."), "entry")
    if len(name) > 120:
        raise Refused("text", _("Use at most 120 letters."), "name")
    register = register_of(session)
    if str(entry) not in register.lines and len(register.lines) >= MOST_LINES:
        raise Refused("register-full", _("This register is full."), "entry")
    known = _known(session, register, entry, payload["participant"])
    check_name_allowed(
        name=name or (known.name if known else ""), payload=payload, notice_given=register.notice_given
    )
    if payload["participant"] or not name:
        if payload["participant"] and known is None:
            Participant.objects.create(uuid=payload["participant"], unit=session.unit, name=name)
        return payload
    person = _renamed(entry, corrected, name)
    if person is None:
        key = uuid.uuid5(entry, fact_digest("name", entry, {}, None, name))
        person, _created = Participant.objects.get_or_create(
            uuid=key, defaults={"unit": session.unit, "name": name}
        )
    return {**payload, "participant": str(person.uuid)}


def _known(session, register, entry, key) -> Participant | None:
    """The person of this unit with this key, who is not yet in another line of the register."""
    if not key:
        return None
    known = Participant.objects.filter(uuid=key).first()
    if known and known.unit_id != session.unit_id:
        raise Refused("other-unit", _("This person is not known in this unit."), "participant")
    if any(
        line.details.get("participant") == key for line in register.lines.values() if line.entry != str(entry)
    ):
        raise Refused("already-in-register", _("She is in this register already."), "participant")
    return known


def _renamed(entry, corrected, name) -> Participant | None:
    """A misspelt name is put right on the person herself, when no other line is hers. Whoever was forgotten stays so."""
    if corrected is None or not corrected.payload.get("participant"):
        return None
    person = Participant.objects.filter(uuid=corrected.payload["participant"]).first()
    if person is None or person.forgotten_at or person.name == name:
        return person
    if person.entries.exclude(uuid=entry).exists():
        return None
    person.name = name
    person.save(update_fields=["name"])
    return person
