"""A session's test on paper: variants, tickets, the marker's key; keyed in by line, by field and from a spreadsheet."""

import io
import json
import uuid

import pytest
from openpyxl import Workbook

from learning.reports.figures import Question
from learning.reports.rollup import rollup
from learning.sessions.close import close_session
from learning.sessions.printing.pack import pack_of
from learning.sessions.project import register_of, right_options
from learning.sessions.sheets import key_in_sheets, variants_for, withheld_from_marker
from learning.sessions.summary import reported_tests, summary_of
from quizzes.gain import gain_between
from quizzes.models import QuestionVersion, Quiz
from quizzes.paper import key_of
from tests.factories.cadres import make_cadre, make_facilitator, make_supervisor
from tests.factories.courses import make_quiz
from tests.learning.reports.test_rollup import EVER
from tests.quizzes.test_leaks import readable
from tests.quizzes.test_paper import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def room_test(db):
    make_quiz("room-test", purpose="session", questions=6)
    return Quiz.objects.get(key="room-test")


@pytest.fixture
def tickets(session, enter):
    """Three tickets by number."""
    for _n in range(3):
        enter()
    return [entry.ticket for entry in session.register.order_by("ticket")]


@pytest.fixture
def key_in(session, facilitator):
    def key_in(*rows, phase="before"):
        return [one.status for one in key_in_sheets(session=session, phase=phase, rows=rows, by=facilitator)]

    return key_in


def right_line(session, variant) -> str:
    return "".join(line.typed for line in key_of(variants_for(session)[variant], language="en"))


def right_of(session, ticket, phase="before"):
    entry = session.register.get(ticket=ticket)
    given, keys = register_of(session).answers(phase).get(str(entry.uuid)), right_options(session)
    return given and sum(given[version] == right for version, right in keys.items())


def test_each_variant_leads_back_to_the_same_answers(session, tickets, key_in):
    lines = [right_line(session, letter) for letter in "ABCD"]
    assert len(set(lines)) > 1
    rows = [
        (ticket, letter, right_line(session, letter)) for ticket, letter in zip(tickets, "BCD", strict=True)
    ]
    assert key_in(*rows) == ["received"] * 3
    assert [right_of(session, ticket) for ticket in tickets] == [6, 6, 6]
    wrong = next(line for line in lines[1:] if line != lines[0])
    key_in((tickets[0], "A", wrong), phase="after")
    assert right_of(session, tickets[0], "after") < 6


def test_variants_follow_from_the_session_alone_and_never_change(session, make_session):
    assert variants_for(session) == variants_for(session)
    assert variants_for(session) != variants_for(make_session())
    assert variants_for(session, "AB") == {key: variants_for(session)[key] for key in "AB"}


def test_the_same_sheet_ten_times_is_one_and_another_for_the_ticket_waits_for_a_decision(
    session, tickets, key_in
):
    sheet = (tickets[0], "B", right_line(session, "B"))
    assert [key_in(sheet)[0] for _n in range(10)] == ["received"] + ["already-received"] * 9
    assert session.facts.filter(kind="test-answered").count() == 1
    assert key_in((tickets[0], "B", "------")) == ["differs"]
    assert right_of(session, tickets[0]) is None
    assert key_in(sheet) == ["differs"]
    assert session.facts.filter(kind="test-answered").count() == 2


def test_sheets_that_cannot_be_read_enter_nothing_and_say_why(session, tickets, key_in):
    first, second, _third = tickets
    rows = [
        (99, "A", "AAAAAA"),
        (first, "Z", "AAAAAA"),
        (first, "A", "AAZAAA"),
        (first, "A", ""),
        (first, "A", "A A A A A A A"),
        (second, "A", "AAAAAA"),
        (second, "B", "AAAAAA"),
        ("x", "A", "A"),
        ("", "", []),
    ]
    found = [
        "no-ticket",
        "no-variant",
        "unread",
        "unread",
        "unread",
        "received",
        "twice",
        "no-ticket",
        "no-ticket",
    ]
    assert key_in(*rows) == found
    assert session.facts.filter(kind="test-answered").count() == 1


def test_keyed_in_on_the_page_by_line_by_field_and_from_a_spreadsheet(
    session, tickets, facilitator, client_for
):
    client, address = client_for(facilitator), f"/en/sessions/{session.uuid}/papers/before/"
    line = right_line(session, "C")
    page = client.post(
        address, {"number": [str(tickets[0]), ""], "variant": ["C", "A"], "answers": [line, ""]}
    ).content.decode()
    assert "1 sheet is in" in page
    client.post(address, {"number": str(tickets[1]), "variant": "C", "answer": list(line)})
    book, file = Workbook(), io.BytesIO()
    book.active.append(["ticket", "variant", "1", "2", "3", "4", "5", "6"])
    book.active.append([tickets[2], "c", *line.lower()])
    book.save(file)
    for _again in range(2):
        file.seek(0)
        file.name = "sheets.xlsx"
        page = client.post(address, {"file": file}).content.decode()
    assert "had been received before" in page
    assert [right_of(session, ticket) for ticket in tickets] == [6, 6, 6]
    broken = io.BytesIO(b"no spreadsheet")
    broken.name = "sheets.xlsx"
    assert client.post(address, {"file": broken}).status_code == 200
    for word in ("is_right", "Explanation", "Feedback"):
        assert word not in page


def test_after_closing_a_sheet_is_held_for_a_decision(session, tickets, key_in, facilitator, notice):
    close_session(session=session, by=facilitator)
    assert key_in((tickets[0], "A", right_line(session, "A"))) == ["held"]


def test_pack_has_every_variant_twice_with_its_own_code_and_nothing_of_the_key(
    session, facilitator, client_for
):
    sheets = [sheet for sheet in pack_of(session)["sheets"] if sheet["kind"] == "test"]
    assert [(s["letter"], s["variant"], s["code"].split("-")[1]) for s in sheets] == [
        (letter, variant, f"{letter}{number}")
        for letter in "TU"
        for number, variant in enumerate("ABCD", start=1)
    ]
    assert all(question["rings"] for sheet in sheets for question in sheet["questions"])
    assert len([s for s in pack_of(session, variants="AB")["sheets"] if s["kind"] == "test"]) == 4
    client = client_for(facilitator)
    text = text_of(client.get(f"/en/sessions/{session.uuid}/pack.pdf?part=tests&variants=2").content)
    assert "Answersheet" in text
    assert "VariantB" in text
    assert "VariantC" not in text
    for word in ("Explanation", "Feedback", "Keyforthemarker", "Rightanswer"):
        assert word not in text
    found = client.get("/en/sessions/sheet-code/", {"code": sheets[6]["code"]})
    assert found.url == f"/en/sessions/{session.uuid}/papers/after/?variant=C"


def test_key_for_the_marker_is_a_file_of_its_own_without_what_a_final_test_asks_too(
    session, facilitator, client_for
):
    address = f"/en/sessions/{session.uuid}/test-key.pdf"
    first = QuestionVersion.objects.get(pk=session.test_versions[0])
    whole = text_of(client_for(facilitator).get(address).content)
    assert "Keyforthemarker" in whole
    assert "afinaltestasksittoo" not in whole
    Quiz.objects.create(key="a-final-one", decides_certificate=True, live_versions=[first.pk])
    assert withheld_from_marker(session) == {first.pk}
    part = text_of(client_for(facilitator).get(address).content)
    assert "afinaltestasksittoo" in part
    items = variants_for(session)["B"]
    told = {
        item["version"]: line.typed
        for item, line in zip(
            items, key_of(items, language="en", withheld=withheld_from_marker(session)), strict=True
        )
    }
    assert told.pop(first.pk) == "–"
    assert "–" not in told.values()


def test_nobody_but_who_leads_the_session_gets_its_key(session, client_for, client):
    address = f"/en/sessions/{session.uuid}/test-key.pdf"
    others = [
        make_cadre("lan", unit=session.unit).user,
        make_supervisor("zhao", unit=session.unit),
        make_facilitator("wu", unit=session.unit),
    ]
    assert client.get(address).status_code in (302, 404)
    for user in others:
        assert client_for(user).get(address).status_code == 404, user


def test_gain_is_that_of_tickets_that_answered_both_times_and_hands_alone_have_none(
    session, tickets, key_in, record, facilitator, units
):
    version, key = next(iter(right_options(session).items()))
    for phase, hands in (("before", 0), ("after", 9)):
        record("test-counted", {"phase": phase, "people": 9, "counts": {version: {key: hands}}})
    only_hands = summary_of(session, register_of(session))
    assert (only_hands.gain.n, only_hands.gain.points) == (0, None)
    key_in(*((ticket, "A", "------") for ticket in tickets))
    key_in(*((ticket, "B", right_line(session, "B")) for ticket in tickets[:2]), phase="after")
    gain = summary_of(session, register_of(session)).gain
    assert gain == gain_between(dict.fromkeys("ab", 0), dict.fromkeys("ab", 1), fewest=1)
    assert (gain.n, gain.points, gain.normalised) == (2, 100, 1)
    result = close_session(session=session, by=facilitator)
    assert reported_tests(result) is None  # three people came
    cell = rollup(Question(codes=("p1",), period=EVER)).total.cells["gain"]
    assert (cell.value, cell.of) == (None, 0)


def test_reported_gain_adds_up_matched_tickets_over_sessions_and_says_n(
    session, enter, key_in, record, facilitator, units
):
    for _n in range(6):
        enter()
    tickets = list(session.register.values_list("ticket", flat=True))
    key_in(*((ticket, "A", "------") for ticket in tickets))
    key_in(*((ticket, "A", right_line(session, "A")) for ticket in tickets[:5]), phase="after")
    close_session(session=session, by=facilitator)
    cell = rollup(Question(codes=("p1",), period=EVER)).total.cells["gain"]
    assert (cell.value, cell.of) == (100, 5)


def test_offline_pack_sheets_and_spreadsheet_of_a_session_hold_no_key_in_any_state(
    session, enter, record, facilitator, client_for
):
    client, address = client_for(facilitator), f"/en/sessions/{session.uuid}/"
    right = right_options(session)
    device = {"device": str(uuid.uuid4()), "name": "Android"}

    def sent() -> str:
        pack = client.post(f"{address}bundle/", json.dumps(device), content_type="application/json")
        assert "Question room-test-q0" in pack.content.decode()
        files = [client.get(address + name) for name in ("register.xlsx", "papers/before/", "papers/after/")]
        assert [answer.status_code for answer in files] == [200] * 3
        return "\n".join(readable(answer.content) for answer in [pack, *files])

    told = {"planned": sent()}
    record("test-answered", {"phase": "before", "how": "paper", "answers": right}, entry=enter())
    told["answered"] = sent()
    close_session(session=session, by=facilitator)
    closed = [client.get(address + name) for name in ("register.xlsx", "papers/before/", "bundle/")]
    told["closed"] = "\n".join(readable(answer.content) for answer in closed)
    for state, text in told.items():
        for word in ('"correct"', "is_right", "Explanation", "Feedback 0 of", "Feedback 1 of"):
            assert word not in text, (state, word)
