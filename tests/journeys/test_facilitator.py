"""Journey 3: a facilitator plans a session, takes it along, records without a network, uploads, closes."""

import datetime
import json
import uuid

import pytest
from django.utils import timezone

from learning.models import (
    Certificate,
    FactBatch,
    Participant,
    RegisterEntry,
    SessionFact,
    SessionResult,
    TrainingSession,
)
from learning.sessions.project import right_options
from learning.sessions.record import test_outline as outline_of_test
from tests.factories.cadres import make_facilitator
from tests.factories.courses import make_course, make_quiz
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    units = make_tree()
    course = make_course("care", modules=2, lessons=1, quiz=False)
    test = make_quiz("room-test", purpose="session", questions=2)
    return {"units": units, "course": course, "test": test, "by": make_facilitator("chen", unit=units["p1a"])}


def plan(client, village) -> TrainingSession:
    from courses.outline import outline_of

    begins = timezone.localtime() - datetime.timedelta(hours=3)
    form = {
        "title": "监护人课堂",
        "unit": village["units"]["p1a1"].pk,
        "venue": "活动室",
        "language": "本地方言",
        "capacity": 40,
        "starts_at": begins.strftime("%Y-%m-%dT%H:%M"),
        "test": village["test"].pk,
        "ends_at": (begins + datetime.timedelta(minutes=90)).strftime("%Y-%m-%dT%H:%M"),
        "modules": [module.key for module in outline_of(village["course"]).modules],
        "override_reason": "experienced",
    }
    answer = client.post("/en/sessions/new/", form)
    assert answer.status_code == 302, answer.content.decode()
    return TrainingSession.objects.get()


def facts_of(session, *, people: int) -> list[dict]:
    at = timezone.now().isoformat()
    facts = [
        {
            "uuid": str(uuid.uuid4()),
            "kind": "notice-given",
            "occurred_at": at,
            "payload": {"how": "read-aloud"},
        }
    ]
    for number in range(people):
        entry = str(uuid.uuid4())
        named = {
            "name": f"王大妈{number}",
            "payload": {"role": "grandparent", "children": 2, "consent": "own", "age_band": "60-up"},
        }
        facts.append(
            {"uuid": str(uuid.uuid4()), "kind": "entered", "entry": entry, "occurred_at": at, **named}
        )
        facts.append(
            {
                "uuid": str(uuid.uuid4()),
                "kind": "attended",
                "entry": entry,
                "occurred_at": at,
                "payload": {"attendance": "present"},
            }
        )
    right = right_options(session)
    other = {
        str(version["id"]): next(
            option for option in version["options"] if option != right[str(version["id"])]
        )
        for version in outline_of_test(session)
    }
    for phase, share in (("before", 2), ("after", people)):
        counts = {
            version: {option: share, other[version]: people - share} for version, option in right.items()
        }
        payload = {"phase": phase, "people": people, "counts": counts}
        facts.append(
            {"uuid": str(uuid.uuid4()), "kind": "test-counted", "occurred_at": at, "payload": payload}
        )
    return facts


DEVICE = str(uuid.uuid4())


def upload(client, session, facts):
    batch = json.dumps({"device": DEVICE, "facts": facts})
    return client.post(f"/en/sessions/{session.uuid}/facts/", batch, content_type="application/json")


def test_session_is_held_without_a_network_and_counted_once(client_for, village, on_commit):
    client = client_for(village["by"])
    session = plan(client, village)
    asked = json.dumps({"device": DEVICE, "name": "Android"})
    pack = client.post(f"/en/sessions/{session.uuid}/bundle/", asked, content_type="application/json").json()
    assert [len(question["options"]) for question in pack["test"]] == [3, 3]
    assert "correct" not in json.dumps(pack["test"])
    assert "feedback" not in json.dumps(pack["test"])

    facts = facts_of(session, people=6)
    first = upload(client, session, facts[:5]).json()["receipts"]
    again = upload(client, session, facts).json()["receipts"]
    assert [receipt["status"] for receipt in first] == ["accepted"] * 5
    assert [receipt["status"] for receipt in again] == ["already-received"] * 5 + ["accepted"] * (
        len(facts) - 5
    )
    assert SessionFact.objects.count() == len(facts)
    assert RegisterEntry.objects.count() == 6
    stored = json.dumps(list(FactBatch.objects.values_list("facts", flat=True)), ensure_ascii=False)
    assert "王大妈" not in stored
    assert "王大妈" not in json.dumps(
        list(SessionFact.objects.values_list("payload", flat=True)), ensure_ascii=False
    )

    client.post(f"/en/sessions/{session.uuid}/close/", {"name": "陈主任"})
    client.post(f"/en/sessions/{session.uuid}/close/", {"name": "陈主任"})
    result = SessionResult.objects.get()
    assert (result.reached, result.children, result.reported_reached) == (6, 12, 6)
    assert (result.before_right, result.after_right) == (4, 12)
    assert result.place.lineage == "/nation/p1/p1a/p1a1/"
    page = client.get(f"/en/sessions/{session.uuid}/").content.decode()
    assert "Right answers before: 33.3%, after: 100.0%" in page
    assert "Hands that were counted tell no gain" in page

    late = facts_of(session, people=1)[1]
    receipt = upload(client, session, [late]).json()["receipts"][0]
    assert (receipt["status"], receipt["code"]) == ("held", "late")
    result.refresh_from_db()
    assert result.reached == 6

    with on_commit():
        client.post(f"/en/certificates/sessions/{session.uuid}/")
    assert Certificate.objects.filter(kind="attendance").count() == 6


def test_same_key_with_other_content_is_a_conflict_and_never_an_overwrite(client_for, village):
    client = client_for(village["by"])
    session = plan(client, village)
    facts = facts_of(session, people=1)
    upload(client, session, facts)
    changed = {**facts[2], "payload": {"attendance": "absent"}}
    receipt = upload(client, session, [changed]).json()["receipts"][0]
    assert receipt["status"] == "conflict"
    assert RegisterEntry.objects.get().attendance == "present"
    assert FactBatch.objects.count() == 2


def test_two_devices_that_disagree_are_both_kept_and_neither_counts_until_somebody_decides(
    client_for, village
):
    client = client_for(village["by"])
    session = plan(client, village)
    facts = facts_of(session, people=1)
    other = {**facts[2], "uuid": str(uuid.uuid4()), "payload": {"attendance": "absent"}}
    upload(client, session, [*facts, other])
    assert RegisterEntry.objects.get().attendance == "conflict"
    client.post(
        f"/en/sessions/{session.uuid}/conflicts/", {"fact": other["uuid"], "reason": "纸质签到表上有她"}
    )
    assert RegisterEntry.objects.get().attendance == "present"
    declined = SessionFact.objects.get(uuid=other["uuid"])
    assert (declined.state, declined.state_reason, declined.decided_by) == (
        "declined",
        "纸质签到表上有她",
        village["by"],
    )


def test_withdrawn_consent_takes_the_name_from_everywhere_and_leaves_the_counts(
    client_for, village, on_commit
):
    from django.apps import apps
    from django.core.files.storage import storages

    client = client_for(village["by"])
    session = plan(client, village)
    upload(client, session, facts_of(session, people=5))
    client.post(f"/en/sessions/{session.uuid}/close/", {"name": "陈主任"})
    with on_commit():
        client.post(f"/en/certificates/sessions/{session.uuid}/")
    participant = Participant.objects.get(name="王大妈0")
    entry = participant.entries.get()
    certificate = Certificate.objects.get(register_entry=entry)
    assert storages["private"].exists(certificate.file)
    with on_commit():
        client.post(f"/en/sessions/{session.uuid}/register/{entry.uuid}/forget/")
    assert SessionResult.objects.get().reached == 5
    assert not storages["private"].exists(certificate.file)
    for model in apps.get_models():
        for row in model._default_manager.all().values():
            assert "王大妈0" not in str(row), model
    verified = client.get(f"/en/verify/{certificate.code}/", headers={"accept": "application/json"}).json()
    assert verified == {"status": "withdrawn"}
