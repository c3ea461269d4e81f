"""The one door through which every fact of a session goes, typed online or uploaded from a device."""

import datetime
import hashlib
import hmac
import json
import uuid
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.sessions.beside import keep_beside, needs_beside
from learning.sessions.consent import forget_lines
from learning.sessions.models import Participant, SessionFact, TrainingSession
from learning.sessions.payloads import clean_payload
from learning.sessions.project import folded, project
from learning.sessions.rules import MOST_LINES, Refused, check_clock, check_name_allowed
from quizzes.models import QuestionVersion

Kind = SessionFact.Kind
OF_A_LINE = {Kind.ATTENDED, Kind.TEST_ANSWERED}
WITH_A_KEY = {Kind.POLL_COUNTED, Kind.OBSERVED}  # ``entry`` is the key of the poll or of the checklist
COUNTS_NOTHING = {  # and so is never too late
    Kind.NOTE_WRITTEN,
    Kind.FIELD_REPORTED,
    Kind.OBSERVED,
    Kind.CONSENT_WITHDRAWN,
}
MOVED = "clock"  # the reason beside a fact whose time was put right by hand
FIRST = (SessionFact.Kind.NOTICE_GIVEN, SessionFact.Kind.ENTERED)  # what other facts of an upload stand on


@dataclass(frozen=True)
class Receipt:
    """``status``: accepted, already-received, held, conflict or refused. ``code`` says why, ``message`` in words."""

    uuid: str
    status: str
    code: str = ""
    message: str = ""
    field: str = ""


@dataclass(frozen=True)
class NewFact:
    """A fact as it arrives. ``name`` goes to the participant, ``text`` to the queue or report it is written for,
    ``signature`` to the signatures: none of them stands in a fact. ``occurred_at`` None is now; ``is_shifted``: the phone's
    clock was wrong, and she who wrote it down moved the time.
    """

    uuid: uuid.UUID
    kind: str
    payload: dict
    entry: uuid.UUID | None = None
    corrects: uuid.UUID | None = None
    name: str = ""
    text: str = ""
    signature: str = ""
    occurred_at: datetime.datetime | None = None
    is_shifted: bool = False


def record_fact(*, session: TrainingSession, fact_uuid: uuid.UUID, by, **fields) -> Receipt:
    """Record one fact; ``fields`` are those of ``NewFact``, keys also as text. See ``record_facts``."""
    for name in ("entry", "corrects"):
        if fields.get(name):
            fields[name] = uuid.UUID(str(fields[name]))
    return record_facts(session=session, facts=[NewFact(uuid=uuid.UUID(str(fact_uuid)), **fields)], by=by)[0]


@transaction.atomic
def record_facts(*, session: TrainingSession, facts: list[NewFact], by) -> list[Receipt]:
    """Record facts and bring the register up to them: receipts in the order of ``facts``, whatever that order is.

    The same uuid again: ``already-received`` (same content) or ``conflict`` (other content; the first stands). After
    closing a fact is ``held`` for a decision, unless it corrects one: then it counts as an adjustment. What cannot stand
    is ``refused`` with a code, and stops no other. The number of queries does not depend on the number of facts, but for
    names that are put right: two for each.
    """
    session = TrainingSession.objects.select_for_update().get(pk=session.pk)
    desk = _Desk(session, facts, by)
    receipts = {position: desk.judge(facts[position]) for position in _in_order(facts)}
    desk.write()
    return [receipts[position] for position in range(len(facts))]


def test_outline(session: TrainingSession) -> list[dict]:
    """``[{"id", "options"}]`` of the session's test, for checking counts. One query when there is a test."""
    if not session.test_versions:
        return []
    versions = QuestionVersion.objects.in_bulk(session.test_versions)
    return [
        {"id": pk, "options": [option["id"] for option in versions[pk].content["options"]]}
        for pk in session.test_versions
    ]


def fact_digest(kind, entry, payload, corrects, name, *beside: str) -> str:
    """A keyed digest of a fact's content: tells repeats from conflicts, and tells nobody what a name was."""
    said = [kind, str(entry or ""), payload, str(corrects or ""), name, *filter(None, beside)]
    content = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hmac.new(settings.SECRET_KEY.encode(), content.encode(), hashlib.sha256).hexdigest()


def _in_order(facts) -> list[int]:
    """Positions, such that what a fact stands on comes before it: notices, lines, the rest; each before its corrections."""
    by_uuid = {fact.uuid: fact for fact in facts}

    def depth(fact) -> int:
        passed = set()
        while fact.corrects in by_uuid and fact.uuid not in passed:
            passed.add(fact.uuid)
            fact = by_uuid[fact.corrects]
        return len(passed)

    def rank(position):
        fact = facts[position]
        kind = FIRST.index(fact.kind) if fact.kind in FIRST else len(FIRST)
        return kind, depth(fact)

    return sorted(range(len(facts)), key=rank)


def _key_of(fact: NewFact) -> uuid.UUID:
    """Whose line it is depends on the name, so two names for one line are two people and disagree; nobody can test a guess."""
    return uuid.uuid5(fact.entry, fact_digest("name", fact.entry, {}, None, fact.name.strip()))


class _Desk:
    """A locked session with its facts read once, on which any number of new ones is judged and then written."""

    def __init__(self, session: TrainingSession, arriving: list[NewFact], by):
        self.session, self.by, self.now = session, by, timezone.now()
        self.by_name = (by.get_full_name() or by.get_username()) if by else str(_("by her own phone"))
        self.outline = test_outline(session)
        self.standing = {fact.uuid: fact for fact in session.facts.select_related("corrects")}
        uuids = {fact.uuid for fact in arriving} - set(self.standing)
        self.elsewhere = set(SessionFact.objects.filter(uuid__in=uuids).values_list("uuid", flat=True))
        entries = {fact.entry for fact in arriving if fact.entry}
        others = SessionFact.objects.filter(entry__in=entries).exclude(session=session)
        self.entries_elsewhere = set(others.values_list("entry", flat=True)) if entries else set()
        register = folded(fact for fact in self.standing.values() if fact.state == SessionFact.State.ACCEPTED)
        self.notice_given = register.notice_given
        self.person_of_line = {
            uuid.UUID(key): line.details.get("participant") for key, line in register.lines.items()
        }
        self.line_of_person = {person: entry for entry, person in self.person_of_line.items() if person}
        self.entered = {fact.entry for fact in self.standing.values() if fact.kind == FIRST[1]}
        withdrawn = (f for f in self.standing.values() if f.kind == SessionFact.Kind.CONSENT_WITHDRAWN)
        self.withdrawn = {fact.entry for fact in withdrawn}
        self.people = self._people(arriving)
        self.beside: list[tuple[NewFact, dict]] = []
        self.new: list[SessionFact] = []
        self.new_people: list[Participant] = []

    def judge(self, fact: NewFact) -> Receipt:
        occurred_at = fact.occurred_at or self.now
        try:
            check_clock(occurred_at, now=self.now)
            payload = clean_payload(fact.kind, fact.payload, test_versions=self.outline)
            digest = fact_digest(
                fact.kind, fact.entry, payload, fact.corrects, fact.name, fact.text, fact.signature
            )
            if fact.uuid in self.standing or fact.uuid in self.elsewhere:
                return self._repeat(fact, digest)
            return self._take(fact, payload, digest, occurred_at)
        except Refused as refused:
            return Receipt(str(fact.uuid), "refused", refused.code, refused.message, refused.field)

    def write(self) -> None:
        """People, then facts (each after the one it corrects), then the register."""
        Participant.objects.bulk_create(self.new_people)
        waiting = self.new
        while waiting:
            ready = [fact for fact in waiting if fact.corrects is None or fact.corrects.pk]
            SessionFact.objects.bulk_create(ready)
            waiting = [fact for fact in waiting if fact.pk is None]
        if self.beside:
            keep_beside(self.session, self.beside, now=self.now)
        if any(
            fact.state == SessionFact.State.ACCEPTED and fact.kind not in COUNTS_NOTHING for fact in self.new
        ):
            project(self.session)
        withdrawn = [f.entry for f in self.new if f.kind == SessionFact.Kind.CONSENT_WITHDRAWN]
        if withdrawn:
            forget_lines(session=self.session, entries=withdrawn, by=self.by)

    def _people(self, arriving) -> dict[str, Participant]:
        """Everybody whom standing or arriving facts may mean, by key. One query."""
        keys = {fact.payload.get("participant") for fact in self.standing.values() if fact.kind == FIRST[1]}
        for fact in arriving:
            if fact.kind == FIRST[1] and isinstance(fact.payload, dict):
                keys.add(str(fact.payload.get("participant") or ""))
                keys.add(str(_key_of(fact)) if fact.entry and fact.name else "")
                if self.session.series and isinstance(fact.payload.get("pass"), str):
                    keys.add(str(self.session.series.key_of_pass(fact.payload["pass"])))
        known = Participant.objects.filter(uuid__in=[key for key in keys if key and _is_uuid(key)])
        return {str(person.uuid): person for person in known}

    def _repeat(self, fact, digest) -> Receipt:
        standing = self.standing.get(fact.uuid)
        if standing and (standing.digest == digest or not standing.digest):
            code = {"held": "waits-for-decision", "declined": "decided-against"}.get(standing.state, "")
            return Receipt(str(fact.uuid), "already-received", code)
        message = _("A record with this key was received before, with other content. The first one stands.")
        return Receipt(str(fact.uuid), "conflict", "conflict", message)

    def _take(self, fact, payload, digest, occurred_at) -> Receipt:
        if self.session.state == TrainingSession.State.CANCELLED:
            raise Refused("cancelled", _("This session was cancelled."))
        corrected = self._corrected(fact, payload)
        counts_already = corrected is not None and corrected.state == SessionFact.State.ACCEPTED
        counts_nothing = fact.kind in COUNTS_NOTHING
        held = self.session.is_closed and not counts_already and not counts_nothing
        if fact.kind == Kind.ENTERED and fact.entry in self.withdrawn:
            fact, payload, digest = self._nameless(fact, payload)
            beside = False
        else:
            beside = needs_beside(fact, payload)
        if fact.kind == Kind.ENTERED:
            payload = self._enter(fact, payload, corrected, held)
        elif fact.kind == Kind.CONSENT_WITHDRAWN:
            self._withdraw(fact)
        elif fact.kind in OF_A_LINE and fact.entry not in self.entered:
            raise Refused("no-entry", _("This line is not in the register."), "entry")
        elif fact.kind in WITH_A_KEY and fact.entry is None:
            raise Refused("no-entry", _("This record cannot be read."), "entry")
        elif fact.kind == SessionFact.Kind.NOTICE_GIVEN and not held:
            self.notice_given = True
        new = SessionFact(
            uuid=fact.uuid,
            session=self.session,
            kind=fact.kind,
            entry=fact.entry,
            payload=payload,
            digest=digest,
            corrects=corrected,
            occurred_at=occurred_at,
            received_at=self.now,
            recorded_by=self.by,
            recorded_by_name=self.by_name,
            state=SessionFact.State.HELD if held else SessionFact.State.ACCEPTED,
            state_reason="late" if held else MOVED if fact.is_shifted else "",
            is_adjustment=self.session.is_closed and not counts_nothing,
        )
        self.standing[fact.uuid] = new
        if beside:
            self.beside.append((fact, payload))
        self.new.append(new)
        if held:
            message = _(
                "The session is closed. This is kept, and counts once somebody with the right has decided."
            )
            return Receipt(str(fact.uuid), "held", "late", message)
        return Receipt(str(fact.uuid), "accepted")

    def _corrected(self, fact, payload) -> SessionFact | None:
        """The fact that is corrected: of the same session, and about the same thing."""
        if fact.corrects is None:
            return None
        corrected = self.standing.get(fact.corrects)
        if corrected is None or corrected.kind != fact.kind:
            raise Refused("corrects", _("The record that this corrects is not known here."), "corrects")
        same_entry = fact.kind == SessionFact.Kind.HEADS_COUNTED or corrected.entry == fact.entry
        if not same_entry or corrected.payload.get("phase") != payload.get("phase"):
            raise Refused("corrects", _("The record that this corrects is not known here."), "corrects")
        return corrected

    def _enter(self, fact, payload, corrected, held) -> dict:
        """Make the participant behind a line with a name, and keep only her key in the payload."""
        if fact.entry is None or fact.entry in self.entries_elsewhere:
            raise Refused("no-entry", _("This record cannot be read."), "entry")
        name = fact.name.strip()
        if len(name) > 120:
            raise Refused("text", _("Use at most 120 letters."), "name")
        if fact.entry not in self.person_of_line and len(self.person_of_line) >= MOST_LINES:
            raise Refused("register-full", _("This register is full."), "entry")
        payload = {**payload, "participant": self._key_in_payload(payload)}
        known = self._known(fact.entry, payload)
        if fact.entry not in self.withdrawn:
            check_name_allowed(
                name=name or (known.name if known else ""),
                payload=payload,
                notice_given=self.notice_given or bool(payload.get("notice")),
            )
        if payload["participant"]:
            self._person(payload["participant"], name)
        elif name:
            person = self._renamed(fact.entry, corrected, name) or self._person(str(_key_of(fact)), name)
            payload = {**payload, "participant": str(person.uuid)}
        self.entered.add(fact.entry)
        if not held:
            self.person_of_line[fact.entry] = payload["participant"]
            self.line_of_person[payload["participant"]] = fact.entry
        return payload

    def _nameless(self, fact, payload) -> tuple[NewFact, dict, str]:
        """She has taken her consent back already: what comes late brings no name, and nothing by which to guess it."""
        payload = {**payload, "participant": self.person_of_line.get(fact.entry), "consent_reference": ""}
        return replace(fact, name="", signature=""), payload, ""

    def _withdraw(self, fact) -> None:
        if fact.entry is None or fact.entry in self.entries_elsewhere:
            raise Refused("no-entry", _("This record cannot be read."), "entry")
        self.withdrawn.add(fact.entry)

    def _person(self, key: str, name: str) -> Participant:
        """She with this key, made when she is new."""
        if key not in self.people:
            self.people[key] = Participant(uuid=key, unit=self.session.unit, name=name)
            self.new_people.append(self.people[key])
        person = self.people[key]
        if name and not person.name and not person.forgotten_at:  # she had only a pass until now
            person.name = name
            if person.pk:
                person.save(update_fields=["name"])
        return person

    def _key_in_payload(self, payload) -> str | None:
        """Whom the line is about: of whom the pass of the series is, else who was found again."""
        if not payload.get("pass"):
            return payload["participant"]
        if self.session.series is None:
            raise Refused(
                "no-series", _("This session is no part of a series, so it takes no passes."), "pass"
            )
        return str(self.session.series.key_of_pass(payload["pass"]))

    def _known(self, entry, payload) -> Participant | None:
        """The person of this unit with this key, who is not yet in another line of the register. A pass counts anywhere."""
        key = payload["participant"]
        if not key:
            return None
        known = self.people.get(key)
        if known and known.unit_id != self.session.unit_id and not payload.get("pass"):
            raise Refused("other-unit", _("This person is not known in this unit."), "participant")
        if self.line_of_person.get(key, entry) != entry:
            raise Refused("already-in-register", _("She is in this register already."), "participant")
        return known

    def _renamed(self, entry, corrected, name) -> Participant | None:
        """A misspelt name is put right on the person herself, when no other line is hers. Whoever was forgotten stays so."""
        person = self.people.get((corrected and corrected.payload.get("participant")) or "")
        if person is None or person.forgotten_at or person.name == name:
            return person
        if person.pk and person.entries.exclude(uuid=entry).exists():
            return None
        person.name = name
        if person.pk:
            person.save(update_fields=["name"])
        return person


def _is_uuid(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False
