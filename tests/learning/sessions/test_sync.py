"""Uploads: stored first and without names, judged fact by fact, and nothing hostile gets through or stops the rest."""

import json
import uuid

import pytest
from django.utils import timezone

from learning.models import FactBatch, Participant, RegisterEntry, SessionFact, SessionResult
from learning.sessions.close import close_session
from learning.sessions.sync import LARGEST_KEPT, MOST_FACTS, BatchRefused, take_in
from quizzes.append_only import AppendOnlyError

pytestmark = pytest.mark.django_db
NAME = "欧阳翠兰"


def fact(kind, payload, **fields) -> dict:
    return {
        "uuid": str(uuid.uuid4()),
        "kind": kind,
        "occurred_at": timezone.now().isoformat(),
        "payload": payload,
        **fields,
    }


def a_session(people=2) -> list[dict]:
    """What a device has written down: notice, people with names, who came, heads."""
    facts = [fact("notice-given", {"how": "read-aloud"})]
    for number in range(people):
        entry = str(uuid.uuid4())
        facts.append(fact("entered", {"consent": "own"}, entry=entry, name=f"{NAME}{number}"))
        facts.append(fact("attended", {"attendance": "present"}, entry=entry))
    return [*facts, fact("heads-counted", {"under_14": 1, "others": 2})]


@pytest.fixture
def send(session, facilitator):
    """``send(facts)``: receipts. ``send(body=...)``: the upload as bytes."""

    def make(facts=None, *, body=None, to=None):
        body = json.dumps({"facts": facts}).encode() if body is None else body
        return take_in(session=to or session, body=body, by=facilitator)

    return make


def statuses(receipts) -> list[str]:
    return [receipt.status for receipt in receipts]


def standing() -> dict:
    models = (SessionFact, RegisterEntry, Participant, SessionResult)
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_every_fact_gets_a_receipt_in_the_order_it_was_sent(send):
    facts = a_session()
    receipts = send(facts)
    assert [receipt.uuid for receipt in receipts] == [one["uuid"] for one in facts]
    assert statuses(receipts) == ["accepted"] * 6


def test_same_upload_again_is_already_received_and_gives_the_same_rows(send):
    facts = a_session()
    send(facts)
    before = standing()
    assert statuses(send(facts)) == ["already-received"] * 6
    assert standing() == before
    assert FactBatch.objects.count() == 2


def test_upload_in_parts_and_overlapping_gives_the_same_rows(send, make_session):
    facts = a_session()
    send(facts[:3])
    send(facts[1:5])
    assert statuses(send(facts)) == ["already-received"] * 5 + ["accepted"]
    assert (SessionFact.objects.count(), RegisterEntry.objects.count()) == (6, 2)


def test_upload_is_stored_with_its_sender_and_without_names(send, session, facilitator):
    facts = a_session()
    facts[1]["payload"]["name"] = NAME
    facts[1]["payload"]["phone"] = "13800000000"
    facts[1]["remark"] = f"{NAME} 病了"
    send(facts)
    batch = FactBatch.objects.get()
    stored = json.dumps(batch.facts, ensure_ascii=False)
    assert (batch.session, batch.sent_by, batch.refusal, len(batch.facts)) == (session, facilitator, "", 6)
    assert NAME not in stored
    assert "13800000000" not in stored
    assert [one["uuid"] for one in batch.facts] == [one["uuid"] for one in facts]
    assert batch.facts[2]["payload"] == {"attendance": "present"}


def test_digest_of_an_upload_does_not_depend_on_the_names(send):
    facts = a_session(people=1)
    send(facts)
    send([{**one, "name": "another"} if "name" in one else one for one in facts])
    first, second = FactBatch.objects.order_by("pk")
    assert first.digest == second.digest


def test_upload_is_stored_before_it_is_judged(send, session, facilitator, monkeypatch):
    def fail(**fields):
        raise RuntimeError

    monkeypatch.setattr("learning.sessions.sync.record_facts", fail)
    with pytest.raises(RuntimeError):
        send(a_session())
    assert len(FactBatch.objects.get().facts) == 6
    assert not SessionFact.objects.exists()


def test_stored_upload_is_never_changed(send):
    send([])
    batch = FactBatch.objects.get()
    for act in (batch.save, batch.delete, FactBatch.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            act()


GOOD = {"under_14": 1, "others": 2}


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (None, "unreadable"),
        (7, "unreadable"),
        ("heads-counted", "unreadable"),
        ([], "unreadable"),
        ({}, "unreadable"),
        ({"uuid": "none", "kind": "heads-counted"}, "unreadable"),
        (fact("heads-counted", GOOD, uuid=None), "unreadable"),
        (fact("heads-counted", GOOD, uuid="../../etc/passwd"), "unreadable"),
        (fact("heads-counted", GOOD, uuid=["x"]), "unreadable"),
        (fact("closed", {}), "unreadable"),
        (fact("consent-withdrawn", {}), "no-entry"),
        (fact(["heads-counted"], GOOD), "unreadable"),
        (fact("heads-counted", GOOD, occurred_at="yesterday"), "unreadable"),
        (fact("heads-counted", GOOD, occurred_at="2026-01-01T00:00:00"), "unreadable"),
        (fact("heads-counted", GOOD, occurred_at=1767225600), "unreadable"),
        (fact("heads-counted", GOOD, occurred_at="2026-13-01T00:00:00+00:00"), "unreadable"),
        (fact("heads-counted", GOOD, occurred_at="1999-01-01T00:00:00+00:00"), "clock"),
        (fact("heads-counted", GOOD, corrects="x"), "unreadable"),
        (fact("heads-counted", GOOD, corrects=str(uuid.uuid4())), "corrects"),
        (fact("heads-counted", "many"), "payload"),
        (fact("heads-counted", [1, 2]), "payload"),
        (fact("heads-counted", None), "missing"),
        (fact("heads-counted", {"under_14": 10**30, "others": 1}), "number"),
        (fact("heads-counted", {"under_14": "1; DROP TABLE", "others": 1}), "number"),
        (fact("attended", {"attendance": "present"}), "no-entry"),
        (fact("attended", {"attendance": ["present"]}, entry=str(uuid.uuid4())), "choice"),
        (fact("attended", {"attendance": "present"}, entry="x"), "unreadable"),
        (fact("entered", {}), "no-entry"),
        (fact("entered", {}, entry=str(uuid.uuid4()), name=["欧阳"]), "unreadable"),
        (fact("entered", {}, entry=str(uuid.uuid4()), name=NAME), "notice-first"),
        (fact("entered", {"consent_reference": "x" * 61}, entry=str(uuid.uuid4())), "text"),
        (fact("test-counted", {"phase": "after", "people": 1, "counts": {"0": {}}}), "question"),
    ],
)
def test_hostile_record_is_refused_with_a_code_and_touches_nothing_else(send, record, code):
    good = fact("heads-counted", GOOD)
    receipts = send([record, good])
    assert statuses(receipts) == ["refused", "accepted"]
    assert receipts[0].code == code
    assert receipts[0].message
    assert [str(key) for key in SessionFact.objects.values_list("uuid", flat=True)] == [good["uuid"]]
    assert not Participant.objects.exists()
    assert not RegisterEntry.objects.exists()
    assert len(FactBatch.objects.get().facts) == 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\xff\xfe",
        b"null",
        b"7",
        b'"facts"',
        b"[]",
        b"{}",
        b'{"facts": null}',
        b'{"facts": {}}',
        b'{"facts": "x"}',
        b'{"facts": [' + b"0," * MOST_FACTS + b"0]}",
        b'{"facts": ' + b"[" * 100_000,
        b'{"facts": [' + b"9" * 5000 + b"]}",
    ],
    ids=range(13),
)
def test_upload_that_cannot_be_read_is_refused_and_that_is_kept(send, body):
    with pytest.raises(BatchRefused) as caught:
        send(body=body)
    assert caught.value.code == "unreadable"
    batch = FactBatch.objects.get()
    assert (batch.facts, batch.refusal, batch.size) == (None, "unreadable", len(body))
    assert len(batch.digest) == 64
    assert not SessionFact.objects.exists()


def test_of_an_upload_that_is_too_large_only_digest_size_and_sender_are_kept(send, facilitator):
    body = json.dumps({"facts": a_session(), "padding": "x" * LARGEST_KEPT}).encode()
    with pytest.raises(BatchRefused) as caught:
        send(body=body)
    assert caught.value.code == "too-large"
    batch = FactBatch.objects.get()
    assert (batch.facts, batch.size, batch.sent_by) == (None, len(body), facilitator)
    assert not SessionFact.objects.exists()


def test_line_of_another_sessions_register_is_not_taken_over(send, make_session):
    facts = a_session(people=1)
    send(facts)
    before = standing()
    entry = facts[1]["entry"]
    notice = fact("notice-given", {"how": "shown"})
    theirs = [
        notice,
        fact("entered", {"consent": "own"}, entry=entry, name="李大妈"),
        fact("attended", {"attendance": "absent"}, entry=entry),
        fact("heads-counted", GOOD, corrects=facts[-1]["uuid"]),
    ]
    receipts = send(theirs, to=make_session())
    assert statuses(receipts) == ["accepted", "refused", "refused", "refused"]
    after = standing()
    after[SessionFact] = [row for row in after[SessionFact] if str(row["uuid"]) != notice["uuid"]]
    assert after == before


def test_upload_after_closing_is_held(send, session, facilitator):
    send(a_session())
    close_session(session=session, by=facilitator)
    before = SessionResult.objects.values("reached", "heads").get()
    receipts = send(a_session()[1:])
    assert statuses(receipts) == ["held"] * 5
    assert {receipt.code for receipt in receipts} == {"late"}
    assert SessionResult.objects.values("reached", "heads").get() == before
    assert FactBatch.objects.count() == 2
