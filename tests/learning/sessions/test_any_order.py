"""Facts in any order, with repeats, splits, delays and two devices: the same register, and receipts that are right."""

import datetime
import json
import uuid

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from learning.models import RegisterEntry, SessionFact
from learning.sessions.project import register_of
from learning.sessions.sync import take_in

pytestmark = pytest.mark.django_db
TICKETS = st.integers(1, 4)
NAMES = st.sampled_from(["", "", "王芳", "李秀英"])
ATTENDANCE = st.sampled_from(["present", "late", "absent"])
FOR_NOW = {"no-entry", "notice-first", "corrects"}  # may stand once another has arrived
LINE = ("ticket", "role", "age_band", "children", "attendance", "minutes")


class TwoPhones(RuleBasedStateMachine):
    """Two phones write facts down; batches of them arrive whenever they do. ``world``: session and facilitator of the test."""

    world: dict

    @initialize()
    def begin(self):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.session = self.world["make_session"]()
        self.written = [[], []]
        self.receipts: dict[str, list[str]] = {}
        self.clock = timezone.now() - datetime.timedelta(hours=1)

    def teardown(self):
        if not hasattr(self, "session"):
            return
        try:
            self.everything_arrives_at_last()
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def write(self, phone, kind, payload, **more):
        self.clock += datetime.timedelta(seconds=1)
        fact = {
            "uuid": str(uuid.uuid4()),
            "kind": kind,
            "payload": payload,
            "occurred_at": self.clock.isoformat(),
            **more,
        }
        self.written[phone].append(fact)
        return fact

    def line(self, ticket) -> str:
        return str(uuid.uuid5(self.session.uuid, f"ticket-{ticket}"))

    phones = st.integers(0, 1)

    @rule(phone=phones)
    def says_what_is_kept(self, phone):
        self.write(phone, "notice-given", {"how": "read-aloud"})

    @rule(phone=phones, ticket=TICKETS, name=NAMES, children=st.integers(0, 2))
    def registers(self, phone, ticket, name, children):
        payload = {"ticket": ticket, "children": children, "consent": "own" if name else ""}
        self.write(phone, "entered", payload, entry=self.line(ticket), name=name)

    @rule(phone=phones, ticket=TICKETS, attendance=ATTENDANCE)
    def marks(self, phone, ticket, attendance):
        self.write(phone, "attended", {"attendance": attendance}, entry=self.line(ticket))

    @rule(phone=phones, under_14=st.integers(0, 2))
    def counts_heads(self, phone, under_14):
        self.write(phone, "heads-counted", {"under_14": under_14, "others": 1})

    @rule(phone=phones, data=st.data())
    def corrects(self, phone, data):
        marks = [fact for fact in self.written[phone] if fact["kind"] in ("attended", "heads-counted")]
        if marks:
            wrong = data.draw(st.sampled_from(marks))
            better = (
                {"attendance": "left-early"} if wrong["kind"] == "attended" else {"under_14": 5, "others": 0}
            )
            self.write(phone, wrong["kind"], better, corrects=wrong["uuid"], entry=wrong.get("entry"))

    @rule(phone=phones, ticket=TICKETS)
    def takes_consent_back(self, phone, ticket):
        self.write(phone, "consent-withdrawn", {}, entry=self.line(ticket))

    @rule(phone=phones, data=st.data())
    def some_of_it_arrives(self, phone, data):
        """Any part, in any order, more than once: an upload cut in pieces, delayed, sent again."""
        if self.written[phone]:
            part = data.draw(st.lists(st.sampled_from(self.written[phone]), min_size=1, max_size=6))
            self.send(part)

    @rule(phone=phones, data=st.data())
    def a_key_comes_again_with_other_content(self, phone, data):
        arrived = [
            fact for fact in self.written[phone] if fact["kind"] == "heads-counted" and self.stands(fact)
        ]
        if arrived:
            forged = {**data.draw(st.sampled_from(arrived)), "payload": {"under_14": 99, "others": 99}}
            receipts = self.post([forged])
            assert [receipt.status for receipt in receipts] == ["conflict"]

    def post(self, facts):
        return take_in(session=self.session, body=json.dumps({"facts": facts}).encode(), by=self.world["by"])

    def send(self, facts):
        stood = {fact["uuid"] for fact in facts if self.stands(fact)}
        receipts = self.post(facts)
        assert [receipt.uuid for receipt in receipts] == [fact["uuid"] for fact in facts]
        for receipt in receipts:
            if receipt.uuid in stood:
                assert receipt.status == "already-received", receipt
            else:
                assert receipt.status == "accepted" or receipt.code in FOR_NOW, receipt
            if receipt.status == "accepted":
                stood.add(receipt.uuid)

    def stands(self, fact) -> bool:
        return SessionFact.objects.filter(uuid=fact["uuid"]).exists()

    @invariant()
    def register_is_what_the_facts_fold_into(self):
        if not hasattr(self, "session"):
            return
        folded = register_of(self.session)
        rows = {str(row["uuid"]): row for row in self.session.register.values("uuid", *LINE)}
        assert set(rows) == set(folded.lines)
        assert all(rows[key]["attendance"] == line.attendance for key, line in folded.lines.items())
        assert RegisterEntry.objects.filter(session=self.session).count() == len(folded.lines)

    def everything_arrives_at_last(self):
        """Each phone sends all it has until nothing new is taken in; then nothing is lost, and the order made no difference."""
        everything = self.written[0] + self.written[1]
        for _round in range(len(everything) + 1):
            if not any(receipt.status == "accepted" for receipt in self.post(everything)):
                break
        register = summary(register_of(self.session))
        other = self.world["make_session"]()
        for batch in ([*reversed(everything)], everything, everything):
            take_in(
                session=other,
                body=json.dumps({"facts": moved(batch, self.session, other)}).encode(),
                by=self.world["by"],
            )
        assert summary(register_of(other)) == {
            **register,
            "lines": renamed(register["lines"], self.session, other),
        }


def moved(facts, session, other) -> list[dict]:
    """The same facts as those of another session, with keys of their own."""

    def key(value):
        return str(uuid.uuid5(other.uuid, value)) if value else None

    lines = {
        str(uuid.uuid5(session.uuid, f"ticket-{n}")): str(uuid.uuid5(other.uuid, f"ticket-{n}"))
        for n in range(1, 5)
    }
    return [
        {
            **fact,
            "uuid": key(fact["uuid"]),
            "corrects": key(fact.get("corrects")),
            "entry": lines.get(fact.get("entry")),
        }
        for fact in facts
    ]


def renamed(lines, session, other) -> dict:
    names = {
        str(uuid.uuid5(session.uuid, f"ticket-{n}")): str(uuid.uuid5(other.uuid, f"ticket-{n}"))
        for n in range(1, 5)
    }
    return {names[key]: line for key, line in lines.items()}


def summary(register) -> dict:
    """What a register comes to, without keys of facts and people."""
    return {
        "lines": {
            key: (
                line.attendance,
                line.is_disputed,
                None if line.is_disputed else line.details["children"],
                line.came,
            )
            for key, line in register.lines.items()
        },
        "heads": register.heads,
        "heads_in_conflict": register.heads_in_conflict,
        "notice": register.notice_given,
        "reached": register.reached,
        "children": register.children,
        "conflicts": sorted(kind for kind, _subject, _uuids in register.conflicts),
    }


def test_facts_in_any_order_with_repeats_splits_and_delays_make_the_same_register(make_session, facilitator):
    class Machine(TwoPhones):
        world = {"make_session": make_session, "by": facilitator}

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
