"""The one door of facts: once, never overwritten, held after closing, and no name without notice and consent."""

import datetime
import json
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from learning.models import Participant, RegisterEntry, SessionFact, SessionResult
from learning.sessions.close import close_session
from learning.sessions.plan import cancel_session
from learning.sessions.project import project, register_of
from learning.sessions.record import record_fact
from learning.sessions.review import decide

pytestmark = pytest.mark.django_db
HEADS = {"under_14": 2, "others": 6}


def everything() -> dict:
    """Every row of a session's tables."""
    models = (SessionFact, RegisterEntry, Participant, SessionResult)
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_same_fact_again_is_already_received_and_changes_nothing(session, record, notice):
    key, entry = uuid.uuid4(), uuid.uuid4()
    line = {"role": "parent", "children": 2, "consent": "own"}
    first = record("entered", line, uuid_=key, entry=entry, name="王大妈")
    before = everything()
    again = record("entered", dict(reversed(line.items())), uuid_=key, entry=entry, name="王大妈")
    assert (first.status, again.status) == ("accepted", "already-received")
    assert everything() == before


def test_same_key_with_other_content_is_a_conflict_and_the_first_stands(session, record):
    key = uuid.uuid4()
    record("heads-counted", HEADS, uuid_=key)
    before = everything()
    receipt = record("heads-counted", {**HEADS, "others": 7}, uuid_=key)
    assert (receipt.status, receipt.code) == ("conflict", "conflict")
    assert everything() == before


def test_same_key_with_another_name_is_a_conflict(record, notice):
    key, entry = uuid.uuid4(), uuid.uuid4()
    record("entered", {"consent": "own"}, uuid_=key, entry=entry, name="王大妈")
    receipt = record("entered", {"consent": "own"}, uuid_=key, entry=entry, name="李大妈")
    assert receipt.status == "conflict"
    assert Participant.objects.get().name == "王大妈"


def test_key_of_another_sessions_fact_is_a_conflict(record, make_session):
    key, other = uuid.uuid4(), make_session()
    record("heads-counted", HEADS, uuid_=key)
    assert record("heads-counted", HEADS, uuid_=key, to=other).status == "conflict"
    assert not other.facts.exists()


def test_fact_keeps_who_recorded_it_and_both_clocks(session, record, facilitator):
    at = timezone.now() - datetime.timedelta(hours=2)
    record("heads-counted", HEADS, occurred_at=at)
    fact = SessionFact.objects.get()
    assert (fact.recorded_by, fact.recorded_by_name, fact.occurred_at) == (facilitator, "chen", at)
    assert fact.received_at > at


def test_refused_fact_leaves_no_row(session, record):
    for kind, payload, entry in [
        ("heads-counted", {"under_14": -1, "others": 2}, None),
        ("attended", {"attendance": "present"}, uuid.uuid4()),
        ("entered", {}, None),
        ("closed", {}, None),
    ]:
        receipt = record(kind, payload, entry=entry)
        assert receipt.status == "refused", kind
        assert receipt.message
    assert not SessionFact.objects.exists()
    assert not RegisterEntry.objects.exists()


def test_correction_of_a_fact_of_another_session_is_refused(record, make_session):
    key = uuid.uuid4()
    record("heads-counted", HEADS, uuid_=key)
    receipt = record("heads-counted", HEADS, to=make_session(), corrects=key)
    assert (receipt.status, receipt.code, receipt.field) == ("refused", "corrects", "corrects")


def test_correction_replaces_and_both_facts_are_kept(session, record):
    first = record("heads-counted", HEADS)
    record("heads-counted", {"under_14": 0, "others": 5}, corrects=first.uuid)
    assert register_of(session).reached == 5
    assert SessionFact.objects.count() == 2


def test_when_a_correction_is_decided_against_what_it_corrected_stands_again(session, record, facilitator):
    first = record("heads-counted", HEADS)
    second = record("heads-counted", {"under_14": 0, "others": 5}, corrects=first.uuid)
    decide(fact=SessionFact.objects.get(uuid=second.uuid), accept=False, reason="数了两次", by=facilitator)
    assert register_of(session).reached == 8


def test_cancelled_session_takes_nothing_in(session, record):
    cancel_session(session=session)
    receipt = record("heads-counted", HEADS)
    assert (receipt.status, receipt.code) == ("refused", "cancelled")
    assert not SessionFact.objects.exists()


def test_after_closing_a_fact_is_held_and_counts_for_nothing_until_somebody_decides(
    session, record, enter, facilitator
):
    for _n in range(6):
        enter()
    result = close_session(session=session, by=facilitator)
    late = record("heads-counted", HEADS)
    assert (late.status, late.code) == ("held", "late")
    assert record("heads-counted", HEADS, uuid_=uuid.UUID(late.uuid)).code == "waits-for-decision"
    result.refresh_from_db()
    assert result.reached == 6
    fact = SessionFact.objects.get(uuid=late.uuid)
    decide(fact=fact, accept=True, reason="手机没电", by=facilitator)
    result.refresh_from_db()
    fact.refresh_from_db()
    assert (result.reached, result.heads) == (14, 8)
    assert (fact.state, fact.is_adjustment, fact.decided_by, fact.state_reason) == (
        "accepted",
        True,
        facilitator,
        "手机没电",
    )
    assert fact.decided_at is not None


def test_held_fact_that_is_declined_never_counts_and_is_kept_with_the_reason(
    session, record, enter, facilitator
):
    enter()
    result = close_session(session=session, by=facilitator)
    late = record("heads-counted", HEADS)
    fact = SessionFact.objects.get(uuid=late.uuid)
    decide(fact=fact, accept=False, reason="重复", by=facilitator)
    result.refresh_from_db()
    assert result.reached == 1
    again = record("heads-counted", HEADS, uuid_=fact.uuid)
    assert (again.status, again.code) == ("already-received", "decided-against")
    decide(fact=fact, accept=True, reason="也许", by=facilitator)
    fact.refresh_from_db()
    assert (fact.state, fact.state_reason) == ("declined", "重复")


def test_decision_needs_a_reason(session, record, facilitator):
    receipt = record("heads-counted", HEADS)
    with pytest.raises(ValidationError):
        decide(fact=SessionFact.objects.get(uuid=receipt.uuid), accept=False, reason="  ", by=facilitator)
    assert SessionFact.objects.get().state == "accepted"


def test_correction_after_closing_counts_as_an_adjustment(session, record, facilitator):
    first = record("heads-counted", HEADS)
    result = close_session(session=session, by=facilitator)
    receipt = record("heads-counted", {"under_14": 0, "others": 20}, corrects=first.uuid)
    assert receipt.status == "accepted"
    assert SessionFact.objects.get(uuid=receipt.uuid).is_adjustment
    assert not SessionFact.objects.get(uuid=first.uuid).is_adjustment
    result.refresh_from_db()
    assert (result.reached, result.reported_reached) == (20, 18)


def test_correction_of_fewer_than_five_moves_the_exact_figure_and_not_the_reported_one(
    session, record, facilitator
):
    first = record("heads-counted", HEADS)
    result = close_session(session=session, by=facilitator)
    record("heads-counted", {"under_14": 2, "others": 9}, corrects=first.uuid)
    result.refresh_from_db()
    assert (result.reached, result.reported_reached) == (11, 8)


NAMES = [
    ("王大妈", {"consent": "own", "age_band": "60-up"}, True, "accepted", ""),
    ("王大妈", {"consent": "own"}, False, "refused", "notice-first"),
    ("王大妈", {}, True, "refused", "name-needs-consent"),
    ("", {}, False, "accepted", ""),
    (
        "小王",
        {"age_band": "under-14", "consent": "guardian", "consent_reference": "A-7"},
        True,
        "accepted",
        "",
    ),
    ("小王", {"age_band": "under-14", "consent": "guardian"}, True, "refused", "guardian-slip"),
    ("小王", {"age_band": "under-14", "consent": "own"}, True, "refused", "count-as-head"),
    ("", {"age_band": "under-14"}, True, "refused", "count-as-head"),
    ("小王", {"age_band": "14-17", "consent": "own"}, True, "accepted", ""),
    ("小王", {"age_band": "14-17", "consent": "guardian"}, True, "refused", "count-as-head"),
    ("", {"age_band": "14-17"}, True, "refused", "count-as-head"),
    ("王" * 121, {"consent": "own"}, True, "refused", "text"),
]


@pytest.mark.parametrize(("name", "payload", "notice_given", "status", "code"), NAMES)
def test_name_is_written_down_only_after_notice_and_with_consent(
    session, record, name, payload, notice_given, status, code
):
    if notice_given:
        record("notice-given", {"how": "shown"})
    receipt = record("entered", payload, entry=uuid.uuid4(), name=name)
    assert (receipt.status, receipt.code) == (status, code)
    names = [name] if name and status == "accepted" else []
    assert list(Participant.objects.values_list("name", flat=True)) == names
    assert RegisterEntry.objects.count() == (status == "accepted")


def test_name_stands_in_the_participant_and_in_no_fact(session, record, notice, enter):
    entry = enter("王大妈", role="grandparent")
    facts = json.dumps(
        list(SessionFact.objects.values("payload", "digest", "state_reason", "recorded_by_name")),
        ensure_ascii=False,
    )
    assert "王大妈" not in facts
    line = RegisterEntry.objects.get(uuid=entry)
    assert (line.participant.name, line.role, line.participant.unit) == (
        "王大妈",
        "grandparent",
        session.unit,
    )


def test_notice_of_one_session_is_none_for_another(record, notice, make_session):
    receipt = record("entered", {"consent": "own"}, entry=uuid.uuid4(), name="王大妈", to=make_session())
    assert receipt.code == "notice-first"


def test_person_of_another_unit_is_not_known_here(record, notice, units):
    stranger = Participant.objects.create(unit=units["p1a2"], name="李大妈")
    receipt = record("entered", {"participant": str(stranger.uuid)}, entry=uuid.uuid4())
    assert (receipt.status, receipt.code) == ("refused", "other-unit")


def test_person_who_comes_again_is_one_participant(record, notice, enter, make_session):
    enter("王大妈")
    known = Participant.objects.get()
    again = {"participant": str(known.uuid), "consent": "own"}
    other = make_session()
    receipt = record("entered", again, entry=uuid.uuid4(), to=other)
    assert receipt.code == "notice-first"
    record("notice-given", {"how": "read-aloud"}, to=other)
    receipt = record("entered", again, entry=uuid.uuid4(), to=other)
    assert receipt.status == "accepted"
    receipt = record("entered", again, entry=uuid.uuid4(), to=other)
    assert receipt.code == "already-in-register"
    assert Participant.objects.get().entries.count() == 2


def test_misspelt_name_is_put_right_by_a_correction(record, notice):
    entry = uuid.uuid4()
    first = record("entered", {"consent": "own"}, entry=entry, name="王大马")
    record("entered", {"consent": "own"}, entry=entry, name="王大妈", corrects=first.uuid)
    assert Participant.objects.get().name == "王大妈"
    assert RegisterEntry.objects.count() == 1


def test_two_devices_that_gave_one_ticket_to_two_people_leave_both_in_the_register(session, enter):
    enter(ticket=7)
    enter(ticket=7)
    enter()
    assert sorted(session.register.values_list("ticket", flat=True)) == [7, 8, 9]


def test_facts_in_another_order_give_the_same_register(session, record, make_session):
    """A mark needs its line; otherwise the order of arrival makes no difference."""
    first, second = uuid.uuid4(), uuid.uuid4()
    heads = record("heads-counted", HEADS)
    record("entered", {"role": "parent"}, entry=first)
    record("attended", {"attendance": "late"}, entry=first)
    record("heads-counted", {"under_14": 0, "others": 5}, corrects=heads.uuid)
    other = make_session()
    heads = record("heads-counted", HEADS, to=other)
    record("heads-counted", {"under_14": 0, "others": 5}, corrects=heads.uuid, to=other)
    record("entered", {"role": "parent"}, entry=second, to=other)
    record("attended", {"attendance": "late"}, entry=second, to=other)
    rows = [
        [(row.ticket, row.role, row.attendance) for row in one.register.all()] for one in (session, other)
    ]
    assert rows[0] == rows[1]
    assert register_of(session).reached == register_of(other).reached == 6


def test_folding_again_changes_nothing(session, record, notice, enter, facilitator):
    enter("王大妈", children=2)
    close_session(session=session, by=facilitator)
    session.refresh_from_db()
    before = {model: [{**row, "updated_at": None} for row in rows] for model, rows in everything().items()}
    project(session)
    after = {model: [{**row, "updated_at": None} for row in rows] for model, rows in everything().items()}
    assert after == before


def test_device_with_a_wrong_clock_is_told_so(record):
    ahead = timezone.now() + datetime.timedelta(days=3)
    receipt = record("heads-counted", HEADS, occurred_at=ahead)
    assert (receipt.status, receipt.code, receipt.field) == ("refused", "clock", "occurred_at")


def test_recorded_name_is_that_of_the_person_when_she_has_one(session, facilitator):
    facilitator.first_name, facilitator.last_name = "Mei", "Chen"
    facilitator.save()
    record_fact(session=session, fact_uuid=uuid.uuid4(), kind="heads-counted", payload=HEADS, by=facilitator)
    assert SessionFact.objects.get().recorded_by_name == "Mei Chen"
