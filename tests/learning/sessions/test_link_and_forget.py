"""Linked, unlinked, merged, unmerged: every row and count as before. Consent withdrawn: counts as before, and the name nowhere.

A table of the ways in which a name comes in, times the ways in which it goes: after each, the whole database and everything in the
storage is searched.
"""

import io
import json
import uuid
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from openpyxl import load_workbook
from pypdf import PdfReader

from learning.certificates.code import spaced_code
from learning.certificates.issue import certify_attendance, store_file
from learning.models import Participant, RegisterEntry, SessionFact
from learning.sessions.close import close_session
from learning.sessions.consent import withdraw_consent
from learning.sessions.devices import take_pack
from learning.sessions.inbox import take_in_file
from learning.sessions.linking import join, link, part, unlink
from learning.sessions.paper import take_in_spreadsheet, template_for
from learning.sessions.sealed import sealed
from learning.sessions.sync import take_in
from tests.factories.cadres import make_cadre
from tests.learning.sessions.test_consent import NAME, counts, tables_with
from tests.learning.sessions.test_sync import fact

pytestmark = pytest.mark.django_db


def files_with(text: str) -> list[str]:
    """Every stored file that holds ``text``, also inside a PDF, a spreadsheet or an archive."""
    found = []
    for alias in ("default", "private"):
        for path in _walk(storages[alias], ""):
            with storages[alias].open(path) as file:
                if _holds(path, file.read(), text):
                    found.append(path)
    return found


def _walk(storage, folder):
    if not storage.exists(folder or "."):
        return
    folders, files = storage.listdir(folder)
    yield from (f"{folder}/{name}".lstrip("/") for name in files)
    for inner in folders:
        yield from _walk(storage, f"{folder}/{inner}".lstrip("/"))


def _holds(path, content, text) -> bool:
    if text.encode() in content or json.dumps(text).strip('"').encode() in content:
        return True
    if content.startswith(b"%PDF"):
        return text in "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(_holds(name, archive.read(name), text) for name in archive.namelist())
    return False


# The ways in which a name comes in; each gives back the key of her line.


@pytest.fixture
def village(session, facilitator, make_session, record, client_for):
    """What the ways in and out need."""
    record("notice-given", {"how": "read-aloud"})
    for _n in range(5):
        record("attended", {"attendance": "present"}, entry=_entered(record, "李大妈"))
    return {
        "session": session,
        "by": facilitator,
        "make_session": make_session,
        "record": record,
        "client": client_for(facilitator),
    }


def _entered(record, name, **more):
    entry = uuid.uuid4()
    payload = {"consent": "own", "children": 1, "role": "parent"}
    assert record(
        "entered", {**payload, **more.pop("payload", {})}, entry=entry, name=name, **more
    ).status in ("accepted", "held")
    return entry


def _facts() -> list[dict]:
    entry = str(uuid.uuid4())
    payload = {"consent": "own", "children": 2, "consent_reference": "A-17"}
    return [
        fact("entered", payload, entry=entry, name=NAME),
        fact("attended", {"attendance": "present"}, entry=entry),
    ]


def typed_online(village):
    return _entered(village["record"], NAME)


def uploaded(village):
    facts = _facts()
    take_in(session=village["session"], body=json.dumps({"facts": facts}).encode(), by=village["by"])
    return uuid.UUID(facts[0]["entry"])


def uploaded_with_the_name_where_it_does_not_belong(village):
    facts = _facts()
    facts[0]["payload"]["name"] = facts[0]["remark"] = facts[1]["payload"]["note"] = NAME
    take_in(
        session=village["session"],
        body=json.dumps({"facts": facts, "remark": NAME}).encode(),
        by=village["by"],
    )
    return uuid.UUID(facts[0]["entry"])


def carried_as_a_file(village):
    device, facts = uuid.uuid4(), _facts()
    take_pack(session=village["session"], device_uuid=device, name="", by=village["by"])
    body = json.dumps({"session": str(village["session"].uuid), "facts": facts}).encode()
    take_in_file(file=ContentFile(sealed(body, device_uuid=device)), by=village["by"])
    return uuid.UUID(facts[0]["entry"])


def typed_from_paper(village):
    book = load_workbook(io.BytesIO(template_for(village["session"])))
    book.worksheets[0].append([70, NAME, "是", "", "", 1, "", "", ""])
    content = io.BytesIO()
    book.save(content)
    take_in_spreadsheet(session=village["session"], file=ContentFile(content.getvalue()), by=village["by"])
    return RegisterEntry.objects.get(ticket=70).uuid


def misspelt_and_put_right(village):
    entry = _entered(village["record"], "欧阳翠")
    wrong = SessionFact.objects.get(entry=entry, kind="entered")
    village["record"]("entered", {"consent": "own"}, entry=entry, name=NAME, corrects=wrong.uuid)
    return entry


def known_from_another_session(village):
    other = village["make_session"]()
    village["record"]("notice-given", {"how": "shown"}, to=other)
    _entered(village["record"], NAME, to=other)
    person = Participant.objects.get(name=NAME)
    return _entered(village["record"], "", payload={"participant": str(person.uuid)})


def disputed_by_two_phones(village):
    entry = _entered(village["record"], NAME)
    village["record"]("entered", {"consent": "own", "children": 7}, entry=entry, name=NAME)
    return entry


def came_after_closing(village):
    close_session(session=village["session"], by=village["by"])
    return typed_online(village)


def certified(village):
    """A certificate of attendance with her name lies in the storage."""
    entry = typed_online(village)
    village["record"]("attended", {"attendance": "present"}, entry=entry)
    close_session(session=village["session"], by=village["by"])
    store_file(certificate=certify_attendance(entry=RegisterEntry.objects.get(uuid=entry)))
    assert files_with(NAME)
    return entry


# The ways in which it goes.


def on_her_page(village, entry):
    village["client"].post(f"/en/sessions/{village['session'].uuid}/register/{entry}/forget/")


def written_down_on_the_phone(village, entry):
    facts = [fact("consent-withdrawn", {}, entry=str(entry))]
    receipts = take_in(
        session=village["session"], body=json.dumps({"facts": facts}).encode(), by=village["by"]
    )
    assert [receipt.status for receipt in receipts] == ["accepted"]


def as_the_other_entry_of_the_same_person(village, entry):
    line = RegisterEntry.objects.filter(uuid=entry).first()
    person = line.participant if line and line.participant else Participant.objects.get(name=NAME)
    other = Participant.objects.create(unit=person.unit, name=NAME)
    join(participant=person, other=other)
    withdraw_consent(participant=other, by=village["by"])


WAYS_IN = [
    typed_online,
    uploaded,
    uploaded_with_the_name_where_it_does_not_belong,
    carried_as_a_file,
    typed_from_paper,
    misspelt_and_put_right,
    known_from_another_session,
    certified,
]
WAYS_OUT = [on_her_page, written_down_on_the_phone, as_the_other_entry_of_the_same_person]


@pytest.mark.parametrize("out", WAYS_OUT, ids=lambda way: way.__name__)
@pytest.mark.parametrize("way_in", WAYS_IN, ids=lambda way: way.__name__)
def test_name_that_came_in_is_nowhere_once_consent_is_withdrawn_and_counts_stay(
    village, way_in, out, on_commit
):
    entry = way_in(village)
    assert Participant._meta.db_table in tables_with(NAME)
    before = counts()
    with on_commit():
        out(village, entry)
    assert tables_with(NAME) == set()
    assert files_with(NAME) == []
    assert tables_with("A-17") == set() or way_in not in (uploaded, carried_as_a_file)
    assert counts() == before
    assert Participant.objects.filter(name="李大妈").count() == 5


@pytest.mark.parametrize("way_in", [disputed_by_two_phones, came_after_closing], ids=lambda way: way.__name__)
def test_name_that_waits_for_a_decision_goes_too(village, way_in):
    way_in(village)
    before = counts()
    withdraw_consent(participant=Participant.objects.get(name=NAME), by=village["by"])
    assert tables_with(NAME) == set()
    assert counts() == before


def test_withdrawal_that_arrives_before_the_line_keeps_the_name_out(village):
    facts = _facts()
    said = fact("consent-withdrawn", {}, entry=facts[0]["entry"])
    for batch in ([said], facts, facts):
        take_in(session=village["session"], body=json.dumps({"facts": batch}).encode(), by=village["by"])
    assert tables_with(NAME) == set()
    assert RegisterEntry.objects.filter(uuid=facts[0]["entry"], attendance="present").count() == 1


# Link, unlink, merge, unmerge.


def rows() -> dict:
    return {
        model: list(model.objects.order_by("pk").values())
        for model in (RegisterEntry, SessionFact, Participant)
    }


@pytest.fixture
def two(village, units):
    for name in (NAME, "欧阳阿姨"):
        entry = _entered(village["record"], name)
        village["record"]("attended", {"attendance": "present"}, entry=entry)
    close_session(session=village["session"], by=village["by"])
    one, other = (Participant.objects.get(name=name) for name in (NAME, "欧阳阿姨"))
    return one, other, make_cadre("lan", unit=units["p1a1"])


ACTS = {
    "link": [lambda one, other, cadre: link(participant=one, cadre=cadre)],
    "link twice": [lambda one, other, cadre: link(participant=one, cadre=cadre)] * 2,
    "merge": [lambda one, other, cadre: join(participant=one, other=other)],
    "merge twice": [lambda one, other, cadre: join(participant=one, other=other)] * 2,
    "merge both ways": [
        lambda one, other, cadre: join(participant=one, other=other),
        lambda one, other, cadre: join(participant=other, other=one),
    ],
    "link and merge": [
        lambda one, other, cadre: link(participant=one, cadre=cadre),
        lambda one, other, cadre: join(participant=one, other=other),
    ],
}


@pytest.mark.parametrize("act", ACTS)
def test_linking_and_merging_move_no_line_and_no_count_and_can_be_taken_back(two, act):
    one, other, cadre = two
    before, counted = rows(), counts()
    for step in ACTS[act]:
        step(one, other, cadre)
        assert counts() == counted
        assert rows()[RegisterEntry] == before[RegisterEntry]
        assert rows()[SessionFact] == before[SessionFact]
    assert rows() != before
    for person in (one, other):
        unlink(participant=person)
        part(participant=person)
    assert rows() == before
    assert counts() == counted


@pytest.mark.parametrize("asked", [0, 1, 2])
def test_of_three_entries_of_one_person_all_are_forgotten_whichever_is_asked(two, village, asked):
    one, other, _cadre = two
    third = Participant.objects.create(unit=one.unit, name="翠兰")
    join(participant=one, other=other)
    join(participant=third, other=other)
    withdraw_consent(participant=(one, other, third)[asked], by=village["by"])
    forgotten = Participant.objects.filter(pk__in=[one.pk, other.pk, third.pk], name="")
    assert forgotten.exclude(forgotten_at=None).count() == 3


@pytest.mark.parametrize("case", ["other unit", "forgotten"])
def test_entries_that_cannot_be_one_person_are_not_merged(two, units, village, case):
    one, other, _cadre = two
    into = {
        "other unit": lambda: Participant.objects.create(unit=units["p2a"], name=NAME),
        "forgotten": lambda: withdraw_consent(participant=other, by=village["by"]),
    }[case]()
    with pytest.raises(ValidationError):
        join(participant=one, other=into)
    one.refresh_from_db()
    assert one.same_as is None


def test_her_certificate_can_be_had_by_code_that_verifies_it(village):
    certificate = certify_attendance(entry=RegisterEntry.objects.get(uuid=certified(village)))
    page = village["client"].get(f"/en/sessions/{village['session'].uuid}/").content.decode()
    assert spaced_code(certificate.code) in page
    verified = village["client"].get(f"/en/verify/{certificate.code}/").content.decode()
    assert NAME in verified
