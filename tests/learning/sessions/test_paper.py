"""The register typed from paper goes through the same verbs as a phone's upload, and a ticket is the same line on both."""

import io
import json
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from learning.models import FactBatch, Participant, RegisterEntry, SessionFact
from learning.sessions.models import AgeBand, CarerRole
from learning.sessions.paper import line_of_ticket, take_in_spreadsheet, template_for
from learning.sessions.project import register_of
from learning.sessions.sync import LARGEST_KEPT, BatchRefused, take_in
from tests.learning.sessions.test_sync import fact

pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def filled(session):
    """``filled(rows, notice="是", under_14=4)``: the spreadsheet of the page, filled in."""
    empty = template_for(session)

    def make(rows, *, notice="是", under_14=4, others=1) -> bytes:
        book = load_workbook(io.BytesIO(empty))
        register, more = book.worksheets
        for number, row in enumerate(rows, start=4):
            for column, value in enumerate(row, start=1):
                register.cell(number, column, value)
        for row, value in ((2, notice), (3, under_14), (4, others)):
            more.cell(row, 3, value)
        content = io.BytesIO()
        book.save(content)
        return content.getvalue()

    return make


@pytest.fixture
def type_in(session, facilitator):
    return lambda content: take_in_spreadsheet(session=session, file=ContentFile(content), by=facilitator)


def labels(session) -> list:
    return [
        (
            entry.ticket,
            entry.participant.name if entry.participant else "",
            entry.role,
            entry.age_band,
            entry.children,
            entry.attendance,
        )
        for entry in session.register.select_related("participant")
    ]


def test_rows_become_the_register_as_the_paper_has_it(filled, type_in, session):
    rows = [
        [1, "王芳", "是", str(CarerRole.GRANDPARENT.label), str(AgeBand.FROM_60.label), 2, "", "", ""],
        [2, "", "", "parent", "", 0, "", "", ""],
        [3, "", "", "", "", "", "", "absent", ""],
    ]
    receipts = type_in(filled(rows))
    assert {receipt.status for _about, receipt in receipts} == {"accepted"}
    assert labels(session) == [
        (1, "王芳", "grandparent", "60-up", 2, "present"),
        (2, "", "parent", "", 0, "present"),
        (3, "", "", "", None, "absent"),
    ]
    register = register_of(session)
    assert (register.notice_given, register.heads) == (True, {"under_14": 4, "others": 1})
    batch = FactBatch.objects.get()
    assert batch.way == "sheet"
    assert "王芳" not in json.dumps(batch.facts, ensure_ascii=False)


def test_same_file_again_is_already_received(filled, type_in):
    content = filled([[1, "王芳", "是", "parent", "", 2, "", "", ""]])
    type_in(content)
    before = list(SessionFact.objects.values())
    assert {receipt.status for _about, receipt in type_in(content)} == {"already-received"}
    assert list(SessionFact.objects.values()) == before


def test_row_that_cannot_stand_is_said_and_stops_no_other(filled, type_in, session):
    rows = [
        [1, "王芳", "", "parent", "", 2, "", "", ""],
        ["一", "", "", "parent", "", 2, "", "", ""],
        [3, "", "", "aunt", "", "", "", "", ""],
        [4, "", "", "", "under-14", "", "", "", ""],
        [5, "", "", "parent", "", "many", "", "", ""],
        [6, "", "", "parent", "", 1, "", "", ""],
    ]
    refused = {
        about: receipt.code
        for about, receipt in type_in(filled(rows))
        if receipt.status == "refused" and receipt.code != "no-entry"
    }
    assert refused == {
        "1 号": "name-needs-consent",
        "一 号": "number",
        "3 号": "choice",
        "4 号": "count-as-head",
        "5 号": "number",
    }
    assert [entry.ticket for entry in RegisterEntry.objects.all()] == [6]
    assert not Participant.objects.exists()


def test_paper_and_phone_agree_on_the_line_of_a_ticket_and_what_differs_is_a_conflict(
    filled, type_in, session, facilitator
):
    entry = str(line_of_ticket(session, 1))
    phone = [
        fact("entered", {"ticket": 1, "role": "parent", "children": 2}, entry=entry),
        fact("attended", {"attendance": "present"}, entry=entry),
    ]
    take_in(session=session, body=json.dumps({"facts": phone}).encode(), by=facilitator)
    type_in(filled([[1, "", "", "", "", "", "", "absent", ""]], notice=""))
    assert RegisterEntry.objects.count() == 1
    assert [(kind, subject) for kind, subject, _uuids in register_of(session).conflicts] == [
        ("attended", entry)
    ]


HOSTILE = ["not a spreadsheet", "another file", "of another session", "too large", "a bomb of nothing"]


@pytest.mark.parametrize("what", HOSTILE)
def test_file_that_is_not_the_spreadsheet_is_refused_and_kept(what, filled, type_in, session, make_session):
    content = {
        "not a spreadsheet": lambda: b"PK\x03\x04 no archive",
        "another file": lambda: _foreign(),
        "of another session": lambda: template_for(make_session()),
        "too large": lambda: b"x" * (LARGEST_KEPT + 1),
        "a bomb of nothing": lambda: b"",
    }[what]()
    with pytest.raises(BatchRefused):
        type_in(content)
    assert not SessionFact.objects.exists()
    assert FactBatch.objects.get().refusal


def _foreign() -> bytes:
    from openpyxl import Workbook

    content = io.BytesIO()
    Workbook().save(content)
    return content.getvalue()


def test_page_downloads_takes_in_and_says_what_became_of_it(client_for, facilitator, session, filled):
    client = client_for(facilitator)
    answer = client.get(f"/en/sessions/{session.uuid}/register.xlsx")
    assert answer["Content-Type"] == XLSX
    file = SimpleUploadedFile(
        "register.xlsx", filled([[1, "王芳", "", "parent", "", 2, "", "", ""]]), content_type=XLSX
    )
    page = client.post(f"/en/sessions/{session.uuid}/spreadsheet/", {"file": file}).content.decode()
    assert "A name is kept only with consent" in page
    assert "taken in: 2" in page


def test_two_downloads_are_two_keys(session):
    keys = {load_workbook(io.BytesIO(template_for(session))).worksheets[0]["B1"].value for _n in range(2)}
    assert len(keys) == 2
    assert all(uuid.UUID(key) for key in keys)
