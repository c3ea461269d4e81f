"""Phones: what they take along, what they may bring back, what they are told to remove. Over HTTP, as they do it."""

import base64
import datetime
import hashlib
import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from learning.models import (
    Device,
    DevicePack,
    FactBatch,
    FactBatchAnswer,
    Participant,
    RegisterEntry,
    SessionFact,
)
from learning.sessions.close import close_session
from learning.sessions.devices import revoke, take_pack
from learning.sessions.rules import Refused
from learning.sessions.sealed import device_key, sealed
from learning.sessions.sync import LARGEST_KEPT
from tests.factories.cadres import make_facilitator, make_supervisor
from tests.learning.sessions.test_sync import NAME, a_session, fact

pytestmark = pytest.mark.django_db
ORDERS = "/en/sessions/device/orders/"


def ask(client, address, question):
    return client.post(address, json.dumps(question), content_type="application/json")


def send(client, session, facts, device, **more):
    return ask(client, f"/en/sessions/{session.uuid}/facts/", {"device": str(device), "facts": facts, **more})


@pytest.fixture
def device():
    return uuid.uuid4()


@pytest.fixture
def phone(client_for, facilitator, session, device):
    """The facilitator's browser, after it took the session along."""
    client = client_for(facilitator)
    client.pack = ask(
        client, f"/en/sessions/{session.uuid}/bundle/", {"device": str(device), "name": "Android"}
    ).json()
    return client


# The pack


def test_pack_has_no_key_of_the_test_and_no_feedback(phone):
    assert [set(option) for question in phone.pack["test"] for option in question["options"]] == [
        {"id", "text"}
    ] * 6
    assert [set(question) for question in phone.pack["test"]] == [{"id", "type", "prompt", "options"}] * 2


def test_pack_brings_the_register_of_its_own_session_and_nobody_else(
    client_for, facilitator, session, make_session, enter, notice, record
):
    enter(NAME)
    other = make_session()
    record("notice-given", {"how": "shown"}, to=other)
    enter("司马秀英", to=other)
    answer = ask(
        client_for(facilitator), f"/en/sessions/{session.uuid}/bundle/", {"device": str(uuid.uuid4())}
    )
    assert [line["name"] for line in answer.json()["register"]] == [NAME]
    assert "司马秀英" not in answer.content.decode()


def test_pack_names_its_device_its_end_and_tickets_of_its_own(phone, session, device, facilitator):
    pack = DevicePack.objects.get()
    assert (pack.device.uuid, pack.device.user, pack.session) == (device, facilitator, session)
    assert pack.keep_until == session.ends_at + datetime.timedelta(days=14)
    assert base64.b64decode(phone.pack["key"]) == device_key(device)
    second = take_pack(session=session, device_uuid=uuid.uuid4(), name="", by=facilitator)
    assert (phone.pack["tickets_from"], second.block) == (1, 1)


def test_taking_along_twice_is_one_pack(phone, session, device):
    ask(phone, f"/en/sessions/{session.uuid}/bundle/", {"device": str(device)})
    assert DevicePack.objects.count() == 1


@pytest.mark.parametrize("who", ["other-facilitator", "supervisor", None])
def test_only_who_leads_the_session_takes_it_along(client_for, session, units, who):
    user = {
        "other-facilitator": lambda: make_facilitator("other", unit=units["p1a1"]),
        "supervisor": lambda: make_supervisor("sup", unit=units["p1"]),
        None: lambda: None,
    }[who]()
    answer = ask(client_for(user), f"/en/sessions/{session.uuid}/bundle/", {"device": str(uuid.uuid4())})
    assert (answer.status_code, answer.json()["code"]) == ((403, "not-yours") if user else (401, "sign-in"))
    assert not Device.objects.exists()


def test_lessons_come_as_text_that_loads_nothing(session, phone):
    html = json.dumps(phone.pack["modules"], ensure_ascii=False)
    assert "src=" not in html
    assert "<script" not in html


# What it brings back


def test_receipts_come_back_as_json_and_stand_beside_the_upload(phone, session, device):
    facts = a_session(people=1)
    answer = send(phone, session, [*facts, {}], device)
    receipts = answer.json()["receipts"]
    assert receipts[0] == {"uuid": facts[0]["uuid"], "status": "accepted", "code": "", "message": ""}
    assert (receipts[-1]["status"], receipts[-1]["code"]) == ("refused", "unreadable")
    batch = FactBatch.objects.get()
    assert batch.device.uuid == device
    kept = FactBatchAnswer.objects.get(batch=batch).receipts
    assert [one["status"] for one in kept] == [one["status"] for one in receipts]
    assert NAME not in json.dumps(kept, ensure_ascii=False)


def standing() -> list:
    return [
        list(model.objects.order_by("pk").values()) for model in (SessionFact, RegisterEntry, Participant)
    ]


HOSTILE = {
    # what is sent -> (status, code, whether the records are kept)
    "other-unit": (403, "not-yours", True),
    "session-of-nobody": (403, "not-yours", True),
    "no-device": (400, "no-device", True),
    "other-account": (403, "other-account", True),
    "revoked": (403, "device-revoked", True),
    "50-megabytes": (413, "too-large", False),
    "not-json": (400, "unreadable", False),
    "a-number": (400, "unreadable", False),
    "nul-bytes": (400, "unreadable", False),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_upload_is_refused_with_a_code_kept_and_touches_nothing(
    what, phone, client_for, session, device, units, facilitator
):
    send(phone, session, a_session(), device)
    before, kept_before = standing(), FactBatch.objects.count()
    facts = a_session()
    body = json.dumps({"device": str(device), "facts": facts}).encode()
    address = f"/en/sessions/{session.uuid}/facts/"
    client = phone
    if what == "other-unit":
        client = client_for(make_facilitator("far", unit=units["p2a"]))
    elif what == "session-of-nobody":
        address = f"/en/sessions/{uuid.uuid4()}/facts/"
    elif what == "no-device":
        body = json.dumps({"facts": facts}).encode()
    elif what == "other-account":
        other = make_facilitator("near", unit=units["p1a1"])
        session.facilitators.create(user=other, name="near")
        client = client_for(other)
    elif what == "revoked":
        revoke(device=Device.objects.get(), by=facilitator)
    elif what == "50-megabytes":
        body = b"x" * (50 * 1024 * 1024)
    elif what == "not-json":
        body = b"{"
    elif what == "a-number":
        body = b"7"
    elif what == "nul-bytes":
        body = b"\x00" * 100
    answer = client.post(address, body, content_type="application/json")
    status, code, readable = HOSTILE[what]
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"]
    assert standing() == before
    batch = FactBatch.objects.latest("pk")
    assert FactBatch.objects.count() == kept_before + 1
    assert (batch.refusal, batch.size, batch.sent_by_id is not None) == (code, len(body), True)
    assert (batch.facts is not None) == readable
    if not readable:
        assert batch.digest == hashlib.sha256(body).hexdigest()
    assert NAME not in json.dumps(batch.facts, ensure_ascii=False)


@pytest.mark.parametrize("year", [1970, 2099])
def test_record_of_a_phone_with_a_wrong_clock_is_refused_and_the_others_stand(phone, session, device, year):
    wrong = fact("heads-counted", {"under_14": 1, "others": 2}, occurred_at=f"{year}-01-01T00:00:00+00:00")
    receipts = send(phone, session, [wrong, *a_session()], device).json()["receipts"]
    assert [one["status"] for one in receipts] == ["refused"] + ["accepted"] * 6
    assert receipts[0]["code"] == "clock"
    assert wrong["uuid"] in json.dumps(FactBatch.objects.get().facts)


def test_nobody_signed_in_gets_a_code_instead_of_a_page(client_for, session, device):
    answer = send(client_for(None), session, a_session(), device)
    assert (answer.status_code, answer.json()["code"]) == (401, "sign-in")


def test_late_fact_is_held_and_counts_as_an_adjustment_once_it_is_accepted(
    phone, session, device, facilitator, client_for
):
    send(phone, session, a_session(), device)
    result = close_session(session=session, by=facilitator)
    assert result.reached == 5
    late = a_session(people=1)[1:3]
    receipts = send(phone, session, late, device).json()["receipts"]
    assert [(one["status"], one["code"]) for one in receipts] == [("held", "late")] * 2
    result.refresh_from_db()
    assert result.reached == 5
    for one in late:
        phone.post(
            f"/en/sessions/{session.uuid}/held/",
            {"fact": one["uuid"], "action": "accept", "reason": "没有信号"},
        )
    result.refresh_from_db()
    assert result.reached == 6
    decided = SessionFact.objects.filter(uuid__in=[one["uuid"] for one in late])
    assert set(decided.values_list("is_adjustment", "state", "state_reason", "decided_by")) == {
        (True, "accepted", "没有信号", facilitator.pk)
    }


# As a file that somebody carries


@pytest.fixture
def carry(client_for, units):
    """``carry(file)``: somebody of another unit, without any right here, uploads it."""
    client = client_for(make_facilitator("carrier", unit=units["p2a"]))

    def make(content: bytes):
        return client.post("/en/sessions/file/", {"file": SimpleUploadedFile("session.json", content)})

    return make


def in_a_file(session, facts, device) -> bytes:
    return sealed(json.dumps({"session": str(session.uuid), "facts": facts}).encode(), device_uuid=device)


def test_file_that_somebody_carries_counts_as_hers_and_tells_nobody_anything(
    phone, carry, session, device, facilitator
):
    facts = a_session()
    file = in_a_file(session, facts, device)
    assert NAME.encode() not in file
    page = carry(file).content.decode()
    assert "taken in: 6" in page
    assert NAME not in page
    batch = FactBatch.objects.get()
    assert (batch.way, batch.recorded_by, batch.sent_by.username) == ("file", facilitator, "carrier")
    assert set(SessionFact.objects.values_list("recorded_by", flat=True)) == {facilitator.pk}
    again = send(phone, session, facts, device).json()["receipts"]
    assert {one["status"] for one in again} == {"already-received"}
    assert SessionFact.objects.count() == 6


def test_file_twice_is_received_once(phone, carry, session, device):
    file = in_a_file(session, a_session(), device)
    carry(file)
    assert "received before: 6" in carry(file).content.decode()
    assert SessionFact.objects.count() == 6


@pytest.mark.parametrize(
    "what", ["changed", "other-key", "unknown-device", "revoked", "other-session", "no-file-of-ours", "large"]
)
def test_file_that_is_not_hers_is_refused_and_kept(
    phone, carry, session, device, make_session, facilitator, units, what
):
    facts = a_session()
    file = in_a_file(session, facts, device)
    if what == "changed":
        outer = json.loads(file)
        outer["data"] = outer["data"][:-8] + "AAAAAAA="
        file = json.dumps(outer).encode()
    elif what == "other-key":
        outer = json.loads(in_a_file(session, facts, uuid.uuid4()))
        file = json.dumps({**outer, "device": str(device)}).encode()
    elif what == "unknown-device":
        file = in_a_file(session, facts, uuid.uuid4())
    elif what == "revoked":
        revoke(device=Device.objects.get(), by=facilitator)
    elif what == "other-session":
        session.facilitators.all().delete()
    elif what == "no-file-of-ours":
        file = b"\x89PNG"
    elif what == "large":
        file = b"x" * (3 * LARGEST_KEPT)
    page = carry(file).content.decode()
    assert "notice--danger" in page
    assert not SessionFact.objects.exists()
    batch = FactBatch.objects.get()
    assert batch.refusal
    assert batch.sent_by.username == "carrier"


# What it is told


def test_pack_that_is_to_be_removed_is_named_until_the_phone_says_it_has(phone, session, device, client):
    assert ask(client, ORDERS, {"device": str(device)}).json()["remove"] == []
    phone.post(f"/en/sessions/devices/{device}/{session.uuid}/remove/")
    assert ask(client, ORDERS, {"device": str(device)}).json()["remove"] == [str(session.uuid)]
    assert (
        "to be removed when the phone is next online" in phone.get("/en/sessions/devices/").content.decode()
    )
    ask(client, ORDERS, {"device": str(device), "removed": [str(session.uuid)]})
    assert ask(client, ORDERS, {"device": str(device)}).json()["remove"] == []
    assert DevicePack.objects.get().removed_at is not None
    assert "removed, as the phone said" in phone.get("/en/sessions/devices/").content.decode()


def test_lost_phone_is_shut_out_and_told_to_remove_everything_without_signing_in(
    phone, session, device, client
):
    phone.post(f"/en/sessions/devices/{device}/revoke/")
    assert ask(client, ORDERS, {"device": str(device)}).json()["revoked"] is True
    with pytest.raises(Refused, match="lost"):
        take_pack(session=session, device_uuid=device, name="", by=session.created_by)


@pytest.mark.parametrize("question", [{}, {"device": 7}, {"device": "x"}, {"device": None}, [], "x"])
def test_question_without_a_device_is_refused(client, question):
    assert ask(client, ORDERS, question).status_code == 400


def test_phones_are_governed_by_their_owner_and_those_above_the_session(
    client_for, phone, device, session, units
):
    who = {
        "above": make_supervisor("above", unit=units["p1"]),
        "sister": make_supervisor("sister", unit=units["p1a2"]),
        "colleague": make_facilitator("colleague", unit=units["p1a1"]),
    }
    may = {}
    for name, user in who.items():
        client = client_for(user)
        shown = "Android" in client.get("/en/sessions/devices/").content.decode()
        answer = client.post(f"/en/sessions/devices/{device}/{session.uuid}/remove/")
        assert shown == (answer.status_code == 302)
        may[name] = shown
    assert may == {"above": True, "sister": False, "colleague": False}


@pytest.mark.parametrize("phones", [1, 4, 12])
def test_list_of_phones_takes_as_many_queries_for_one_as_for_many(
    client_for, facilitator, session, phones, django_assert_max_num_queries
):
    for _n in range(phones):
        take_pack(session=session, device_uuid=uuid.uuid4(), name="", by=facilitator)
    client = client_for(facilitator)
    client.get("/en/sessions/devices/")
    with django_assert_max_num_queries(12):
        client.get("/en/sessions/devices/")


@pytest.mark.parametrize("uploads", [1, 4, 12])
def test_list_of_uploads_takes_as_many_queries_for_one_as_for_many(
    phone, session, device, uploads, django_assert_max_num_queries
):
    for _n in range(uploads):
        send(phone, session, [], device)
    phone.get(f"/en/sessions/{session.uuid}/uploads/")
    with django_assert_max_num_queries(14):
        phone.get(f"/en/sessions/{session.uuid}/uploads/")


def test_app_says_nothing_about_anybody_and_works_without_signing_in(client, facilitator, session):
    page = client.get("/en/sessions/device/")
    assert page.status_code == 200
    assert session.title not in page.content.decode()
    worker = client.get("/service-worker.js")
    assert "/zh-hans/sessions/device/" in worker.content.decode()
    assert worker["Content-Type"].startswith("text/javascript")


def test_time_of_a_pack_is_at_least_three_days(make_session, facilitator):
    old = make_session(hours_ago=24 * 60)
    pack = take_pack(session=old, device_uuid=uuid.uuid4(), name="", by=facilitator)
    assert pack.keep_until > timezone.now() + datetime.timedelta(days=2)
