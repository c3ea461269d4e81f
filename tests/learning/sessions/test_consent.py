"""Consent is withdrawn: the name is in no row any more, and every count stays."""

import json
import uuid

import pytest
from django.db import connection

from learning.models import Participant, RegisterEntry, SessionFact, SessionResult
from learning.sessions.close import close_session
from learning.sessions.consent import withdraw_consent
from learning.sessions.linking import link, unlink
from learning.sessions.sync import take_in
from tests.factories.cadres import make_cadre

pytestmark = pytest.mark.django_db
NAME = "欧阳翠兰"


def tables_with(text: str) -> set[str]:
    """Every table of the database that holds ``text`` in some row, as it stands or escaped in JSON."""
    escaped = json.dumps(text).strip('"')
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            dump = str(cursor.fetchall())
            if text in dump or escaped in dump or escaped.replace("\\", "\\\\") in dump:
                found.add(table)
    return found


def counts() -> list:
    lines = RegisterEntry.objects.order_by("pk").values(
        "ticket", "role", "age_band", "children", "attendance"
    )
    results = SessionResult.objects.values("reached", "heads", "children", "reported_reached")
    return [*lines, *results]


@pytest.fixture
def line(record, notice):
    """What a device would send for a line with a name, and the door it went through."""
    fact = {"uuid_": uuid.uuid4(), "entry": uuid.uuid4(), "name": NAME}
    payload = {"role": "grandparent", "age_band": "60-up", "children": 2, "consent": "own"}
    record("entered", payload, **fact)
    record("attended", {"attendance": "present"}, entry=fact["entry"])
    return {"fact": fact, "payload": payload}


@pytest.fixture
def participant(line, enter):
    for _n in range(5):
        enter("李大妈", children=1)
    return Participant.objects.get(name=NAME)


def test_dump_finds_the_name_where_it_stands(participant):
    assert tables_with(NAME) == {Participant._meta.db_table}


@pytest.mark.parametrize("closed", [True, False])
def test_name_is_in_no_table_and_every_count_stays(participant, session, facilitator, closed):
    if closed:
        close_session(session=session, by=facilitator)
    before = counts()
    withdraw_consent(participant=participant, by=facilitator)
    assert tables_with(NAME) == set()
    assert counts() == before
    participant.refresh_from_db()
    assert participant.forgotten_at is not None
    assert participant.entries.count() == 1
    assert Participant.objects.filter(name="李大妈").count() == 5


def test_digest_by_which_a_guess_could_be_tested_goes_too(participant, line, facilitator):
    withdraw_consent(participant=participant, by=facilitator)
    facts = SessionFact.objects.filter(entry=line["fact"]["entry"]).exclude(kind="consent-withdrawn")
    assert set(facts.values_list("digest", flat=True)) == {""}


def test_withdrawing_twice_is_once(participant, facilitator):
    first = withdraw_consent(participant=participant, by=facilitator)
    facts = list(SessionFact.objects.values())
    again = withdraw_consent(participant=participant, by=facilitator)
    assert (again.forgotten_at, list(SessionFact.objects.values())) == (first.forgotten_at, facts)
    assert SessionFact.objects.filter(kind="consent-withdrawn").count() == 1


def test_device_that_sends_the_name_again_does_not_bring_it_back(
    participant, line, record, session, facilitator
):
    withdraw_consent(participant=participant, by=facilitator)
    before = counts()
    receipt = record("entered", line["payload"], **line["fact"])
    assert receipt.status == "already-received"
    assert tables_with(NAME) == set()
    assert counts() == before


@pytest.mark.parametrize("as_correction", [True, False])
def test_new_record_of_a_forgotten_person_does_not_bring_the_name_back(
    participant, line, record, facilitator, as_correction
):
    withdraw_consent(participant=participant, by=facilitator)
    corrects = line["fact"]["uuid_"] if as_correction else None
    record("entered", line["payload"], entry=line["fact"]["entry"], name=NAME, corrects=corrects)
    record(
        "entered", {**line["payload"], "participant": str(participant.uuid)}, entry=uuid.uuid4(), name=NAME
    )
    assert tables_with(NAME) == set()


def test_upload_that_brought_the_name_is_kept_without_it(session, participant, facilitator, line):
    fact = {
        "uuid": str(uuid.uuid4()),
        "kind": "entered",
        "entry": str(uuid.uuid4()),
        "occurred_at": SessionFact.objects.first().occurred_at.isoformat(),
        "name": "司马秀英",
        "payload": {"consent": "own", "name": "司马秀英"},
    }
    receipts = take_in(session=session, body=json.dumps({"facts": [fact]}).encode(), by=facilitator)
    assert [receipt.status for receipt in receipts] == ["accepted"]
    assert tables_with("司马秀英") == {Participant._meta.db_table}
    withdraw_consent(participant=Participant.objects.get(name="司马秀英"), by=facilitator)
    assert tables_with("司马秀英") == set()


def test_person_in_two_sessions_is_forgotten_in_both(participant, record, make_session, facilitator):
    other = make_session()
    record("notice-given", {"how": "read-aloud"}, to=other)
    record("entered", {"participant": str(participant.uuid), "consent": "own"}, entry=uuid.uuid4(), to=other)
    withdraw_consent(participant=participant, by=facilitator)
    assert tables_with(NAME) == set()
    assert SessionFact.objects.filter(kind="consent-withdrawn").count() == 2
    assert other.register.count() == 1


def test_link_to_a_cadre_is_a_note_that_can_be_taken_back_and_changes_no_count(
    participant, session, facilitator, units
):
    close_session(session=session, by=facilitator)
    before, row = counts(), Participant.objects.values().get(pk=participant.pk)
    cadre = make_cadre("lan", unit=units["p1a1"])
    link(participant=participant, cadre=cadre)
    assert link(participant=participant, cadre=cadre).cadre == cadre
    assert counts() == before
    unlink(participant=participant)
    assert Participant.objects.values().get(pk=participant.pk) == row
    assert counts() == before


def test_forgetting_takes_the_link_back(participant, facilitator, units):
    link(participant=participant, cadre=make_cadre("lan", unit=units["p1a1"]))
    assert withdraw_consent(participant=participant, by=facilitator).cadre is None
