"""Facts in any order, with repeats, splits, delays and two devices: the same register, and receipts that are right.

The fold alone is asked many times; what stores and answers, a few times, and ``HYPOTHESIS_PROFILE=thorough`` many times more.
"""

import datetime
import json
import os
import uuid

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from learning.models import RegisterEntry, SessionFact
from learning.sessions.fold import Fact, fold
from learning.sessions.project import register_of
from learning.sessions.sync import take_in

IS_THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
TICKETS = st.integers(1, 4)
NAMES = st.sampled_from(["", "", "王芳", "李秀英"])
ATTENDANCE = st.sampled_from(["present", "late", "absent"])
FOR_NOW = {"no-entry", "notice-first", "corrects"}  # may stand once another has arrived
LINE = ("ticket", "role", "age_band", "children", "attendance", "minutes")


class TwoPhonesAndAFold(RuleBasedStateMachine):
    """Two phones write facts down; parts of them arrive in any order, more than once. No database: what stands is what was folded."""

    phones = st.integers(0, 1)

    def __init__(self):
        super().__init__()
        self.written: list[list[Fact]] = [[], []]
        self.arrived: list[Fact] = []

    def write(self, phone, kind, entry, payload, corrects=None):
        key = f"{uuid.uuid5(uuid.NAMESPACE_OID, f'{phone}/{len(self.written[phone])}')}"
        self.written[phone].append(Fact(key, kind, entry, payload, corrects))

    @rule(phone=phones)
    def says_what_is_kept(self, phone):
        self.write(phone, "notice-given", None, {"how": "read-aloud"})

    @rule(phone=phones, ticket=TICKETS, children=st.integers(0, 2))
    def registers(self, phone, ticket, children):
        self.write(phone, "entered", f"line-{ticket}", {"ticket": ticket, "children": children})

    @rule(phone=phones, ticket=TICKETS, attendance=ATTENDANCE)
    def marks(self, phone, ticket, attendance):
        self.write(phone, "attended", f"line-{ticket}", {"attendance": attendance, "minutes": None})

    @rule(
        phone=phones, ticket=TICKETS, phase=st.sampled_from(["before", "after"]), option=st.sampled_from("ab")
    )
    def keys_answers(self, phone, ticket, phase, option):
        self.write(phone, "test-answered", f"line-{ticket}", {"phase": phase, "answers": {"7": option}})

    @rule(phone=phones, phase=st.sampled_from(["before", "after"]), people=st.integers(1, 3))
    def counts_hands(self, phone, phase, people):
        self.write(
            phone, "test-counted", None, {"phase": phase, "people": people, "counts": {"7": {"a": people}}}
        )

    @rule(phone=phones, under_14=st.integers(0, 2))
    def counts_heads(self, phone, under_14):
        self.write(phone, "heads-counted", None, {"under_14": under_14, "others": 1})

    @rule(phone=phones, mark=st.sampled_from(["good", "poor"]))
    def hears_feedback(self, phone, mark):
        self.write(phone, "feedback-given", None, {"marks": {"clear": mark}})

    @rule(phone=phones, data=st.data())
    def corrects(self, phone, data):
        marks = [fact for fact in self.written[phone] if fact.kind in ("attended", "heads-counted")]
        if marks:
            wrong = data.draw(st.sampled_from(marks))
            better = (
                {"attendance": "left-early", "minutes": 30} if wrong.entry else {"under_14": 5, "others": 0}
            )
            self.write(phone, wrong.kind, wrong.entry, better, wrong.uuid)

    @rule(phone=phones, data=st.data())
    def some_of_it_arrives(self, phone, data):
        if self.written[phone]:
            self.arrived += data.draw(st.lists(st.sampled_from(self.written[phone]), min_size=1, max_size=6))

    @invariant()
    def only_what_arrived_counts_and_its_order_does_not(self):
        register = folded_summary(self.arrived)
        once = {fact.uuid: fact for fact in self.arrived}
        assert register == folded_summary(sorted(once.values(), key=lambda fact: fact.uuid))
        assert register == folded_summary([*reversed(self.arrived), *self.arrived])
        lines = {fact.entry for fact in once.values() if fact.kind == "entered"}
        assert set(register["lines"]) == lines
        assert register["feedback"] == sum(fact.kind == "feedback-given" for fact in once.values())

    @invariant()
    def what_disagrees_counts_for_nothing_and_what_agrees_counts_once(self):
        once = {fact.uuid: fact for fact in self.arrived}
        corrected = {fact.corrects for fact in once.values()}
        standing = [fact for fact in once.values() if fact.uuid not in corrected]
        register = fold(self.arrived)
        heads = {tuple(sorted(fact.payload.items())) for fact in standing if fact.kind == "heads-counted"}
        assert register.heads_in_conflict == (len(heads) > 1)
        assert register.heads_total == (sum(dict(heads.pop()).values()) if len(heads) == 1 else 0)
        for entry, line in register.lines.items():
            said = {(f.payload["attendance"]) for f in standing if f.kind == "attended" and f.entry == entry}
            expected = "conflict" if len(said) > 1 else next(iter(said), "unknown")
            assert line.attendance == expected

    def teardown(self):
        """Each phone sends all it has, in another order: the same register, whoever came first."""
        first, second = self.written
        assert folded_summary(first + second) == folded_summary([*reversed(second), *first, *self.arrived])


def folded_summary(facts) -> dict:
    register = fold(facts)
    return {
        **summary(register),
        "tests": register.tests,
        "answers": [register.answers(phase) for phase in ("before", "after")],
        "feedback": len(register.feedback),
    }


def test_fold_is_the_same_in_any_order_with_repeats_splits_and_delays():
    run_state_machine_as_test(
        TwoPhonesAndAFold,
        settings=settings(
            max_examples=1000 if IS_THOROUGH else 80,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


class TwoPhones(RuleBasedStateMachine):
    """Two phones write facts down; batches of them arrive whenever they do. ``world``: session and facilitator of the test."""

    world: dict

    @initialize()
    def begin(self):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.session = self.world["make_session"]()
        self.written = [[], []]
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
        heads = [fact for fact in self.written[phone] if fact["kind"] == "heads-counted"]
        standing = self.standing(heads)
        arrived = [fact for fact in heads if fact["uuid"] in standing]
        if arrived:
            forged = {**data.draw(st.sampled_from(arrived)), "payload": {"under_14": 99, "others": 99}}
            receipts = self.post([forged])
            assert [receipt.status for receipt in receipts] == ["conflict"]

    def post(self, facts):
        return take_in(session=self.session, body=json.dumps({"facts": facts}).encode(), by=self.world["by"])

    def send(self, facts):
        stood = self.standing(facts)
        receipts = self.post(facts)
        assert [receipt.uuid for receipt in receipts] == [fact["uuid"] for fact in facts]
        for receipt in receipts:
            if receipt.uuid in stood:
                assert receipt.status == "already-received", receipt
            else:
                assert receipt.status == "accepted" or receipt.code in FOR_NOW, receipt
            if receipt.status == "accepted":
                stood.add(receipt.uuid)
        self.register_is_what_the_facts_fold_into()

    def standing(self, facts) -> set[str]:
        found = SessionFact.objects.filter(uuid__in=[fact["uuid"] for fact in facts])
        return set(map(str, found.values_list("uuid", flat=True)))

    def register_is_what_the_facts_fold_into(self):
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


@pytest.mark.django_db
def test_facts_in_any_order_with_repeats_splits_and_delays_make_the_same_register(make_session, facilitator):
    class Machine(TwoPhones):
        world = {"make_session": make_session, "by": facilitator}

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=100 if IS_THOROUGH else 15,
            stateful_step_count=30 if IS_THOROUGH else 20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
