"""Around a session: series, the print pack, the closing, texts for the chat group, two rows of one person, people to reach."""

import datetime
import io
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pypdf import PdfReader

from learning.models import (
    ClosingSignature,
    DeclaredNumbers,
    ListReading,
    Participant,
    PersonToReach,
    RegisterEntry,
    Series,
    SessionFact,
    SessionResult,
)
from learning.sessions.close import close_session
from learning.sessions.consent import withdraw_consent
from learning.sessions.linking import join, part
from learning.sessions.printing.pack import pack_of
from learning.sessions.printing.sheets import read_code, sheet_code, uuid_range
from learning.sessions.reach import MOST_A_DAY, NAMES_AT_ONCE, declare, read_names
from learning.sessions.run_series import plan_series, taken_in
from learning.sessions.texts import next_for, thanks_for
from quizzes.question_types import QUESTION_TYPES
from tests.factories.cadres import make_facilitator, make_reacher

pytestmark = pytest.mark.django_db
PASS, OTHER_PASS = "7KQ2MX4A", "B9TR3WYD"


@pytest.fixture
def series(units, facilitator):
    return plan_series(series=Series(title="两次课", unit=units["p1a1"], parts=2), by=facilitator)


@pytest.fixture
def part_of(series, make_session):
    def make(number, **fields):
        return make_session(series=series, part=number, **fields)

    return make


def test_part_made_up_in_another_village_counts_and_the_same_part_twice_is_once(
    series, part_of, enter, units
):
    first, again, second = part_of(1), part_of(1, hours_ago=9), part_of(2, unit=units["p1a2"])
    for session in (first, again, second):
        enter(to=session, **{"pass": PASS})
    enter(to=first, **{"pass": OTHER_PASS})
    assert Participant.objects.count() == 2
    assert [(one.parts, one.is_complete) for one in taken_in(series)] == [((1, 2), True), ((1,), False)]


def test_who_did_not_come_took_no_part(series, part_of, enter):
    enter(to=part_of(1), came=False, **{"pass": PASS})
    assert taken_in(series) == []


def test_pass_opens_no_other_series_and_no_single_session(record, enter, part_of, session):
    assert record("entered", {"pass": PASS}, entry=uuid.uuid4()).code == "no-series"
    assert record("entered", {"pass": "short"}, entry=uuid.uuid4()).code == "text"
    enter(to=part_of(1), **{"pass": PASS})
    other = Series.objects.create(title="别的", unit=session.unit, parts=2)
    assert other.key_of_pass(PASS) != Participant.objects.get().uuid


def test_one_pass_is_one_line_of_a_register(record, enter, part_of):
    held = part_of(1)
    enter(to=held, **{"pass": PASS})
    receipt = record("entered", {"pass": PASS}, entry=uuid.uuid4(), to=held)
    assert receipt.code == "already-in-register"


def test_two_rows_that_are_one_person_count_once_and_apart_again(series, part_of, enter):
    first, second = part_of(1), part_of(2)
    enter(to=first, **{"pass": PASS})
    enter(to=second, **{"pass": OTHER_PASS})
    one, two = Participant.objects.order_by("pk")
    join(participant=two, other=one)
    assert [taken.is_complete for taken in taken_in(series)] == [True]
    part(participant=two)
    assert [taken.is_complete for taken in taken_in(series)] == [False, False]


def test_series_cannot_lose_a_part_that_is_planned(series, part_of, facilitator):
    part_of(2)
    series.parts = 1
    with pytest.raises(ValidationError):
        plan_series(series=series, by=facilitator)


def test_names_of_other_units_do_not_show_on_the_page_of_a_series(
    series, part_of, enter, record, units, client_for, facilitator
):
    there = part_of(2, unit=units["p1a2"])
    record("notice-given", {"how": "shown"}, to=there)
    enter("别村人", to=there, **{"pass": PASS})
    page = client_for(facilitator).get(f"/en/sessions/series/{series.uuid}/").content.decode()
    assert "别村人" not in page
    assert "1 person of other units" in page
    far = make_facilitator("far", unit=units["p2"])
    assert client_for(far).get(f"/en/sessions/series/{series.uuid}/").status_code == 404


def test_join_and_part_leave_every_row_and_figure_as_they_were(session, enter, notice, facilitator):
    enter("王秀英")
    enter("王秀瑛")
    close_session(session=session, by=facilitator)

    def rows():
        tables = (SessionFact, RegisterEntry, SessionResult, Participant)
        return [list(table.objects.order_by("pk").values()) for table in tables]

    one, two = Participant.objects.order_by("pk")
    before = rows()
    join(participant=two, other=one)
    assert rows()[:3] == before[:3]
    join(participant=two, other=one)
    part(participant=two)
    assert rows() == before


def test_when_consent_is_withdrawn_the_other_row_of_the_same_person_forgets_too(
    session, enter, notice, facilitator
):
    enter("王秀英")
    enter("王秀瑛")
    one, two = Participant.objects.order_by("pk")
    join(participant=two, other=one)
    withdraw_consent(participant=two, by=facilitator)
    assert list(Participant.objects.values_list("name", flat=True)) == ["", ""]
    assert session.register.count() == 2


def test_people_of_two_units_are_never_one(session, make_session, enter, record, notice, units):
    enter("王秀英")
    other = make_session(unit=units["p1a2"])
    record("notice-given", {"how": "shown"}, to=other)
    enter("王秀英", to=other)
    one, two = Participant.objects.order_by("pk")
    with pytest.raises(ValidationError):
        join(participant=two, other=one)


def test_sheet_code_leads_to_session_and_sheet_and_a_slip_of_the_pen_to_nothing(session):
    code = sheet_code(session.uuid, "T", 12)
    sheet = read_code(code.lower())
    assert (sheet.kind, sheet.number) == ("T", 12)
    low, high = uuid_range(sheet.begins)
    assert low <= session.uuid <= high
    for place, letter in enumerate(code):
        if letter.isalnum():
            other = "3" if letter != "3" else "4"
            wrong = code[:place] + other + code[place + 1 :]
            found = read_code(wrong)
            assert found is None or found == sheet, wrong


def test_code_of_a_sheet_opens_where_it_is_keyed_in_and_only_for_who_leads(
    session, client_for, facilitator, units
):
    code = sheet_code(session.uuid, "U", 1)
    answer = client_for(facilitator).get("/en/sessions/sheet-code/", {"code": code})
    assert answer.url == f"/en/sessions/{session.uuid}/papers/after/?variant=A"
    other = make_facilitator("li", unit=units["p1a1"])
    assert client_for(other).get("/en/sessions/sheet-code/", {"code": code}).status_code == 200


def test_print_pack_is_one_pdf_with_a_code_on_each_sheet_and_no_key(
    session, enter, notice, client_for, facilitator
):
    enter("王大妈")
    answer = client_for(facilitator).get(f"/zh-hans/sessions/{session.uuid}/pack.pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "王大妈" in text
    codes = [sheet["code"] for sheet in pack_of(session)["sheets"]]
    assert len(set(codes)) == len(codes)
    for code in codes:
        assert code in text.replace("\n", ""), code
    assert {code.split("-")[1][0] for code in codes} == set("NSBTUFCVP")
    from quizzes.models import QuestionVersion

    for version in QuestionVersion.objects.filter(pk__in=session.test_versions):
        assert QUESTION_TYPES[version.content["type"]].correct_answer(version.content) not in str(
            [sheet for sheet in pack_of(session)["sheets"] if sheet["kind"] == "feedback"]
        )
    assert "is_right" not in str(pack_of(session))


def test_pack_of_a_session_by_invitation_has_no_poster(make_session):
    kinds = {sheet["kind"] for sheet in pack_of(make_session(by_invitation=True))["sheets"]}
    assert "poster" not in kinds
    assert "sign-in" in kinds


def test_closing_keeps_who_signed_and_the_figures_as_they_were(session, enter, client_for, facilitator):
    enter()
    client = client_for(facilitator)
    address = f"/en/sessions/{session.uuid}/close/"
    assert client.post(address, {"name": ""}).status_code == 200
    client.post(address, {"name": "陈桂兰", "strokes": "M1 1 L20 20"})
    signed = ClosingSignature.objects.get()
    assert (signed.name, signed.strokes, signed.figures["reached"]) == ("陈桂兰", "M1 1 L20 20", 1)
    assert "陈桂兰" in client.get(f"/en/sessions/{session.uuid}/").content.decode()


def test_signature_that_is_no_path_of_a_pen_closes_nothing(session, facilitator):
    with pytest.raises(ValidationError):
        close_session(session=session, by=facilitator, name="陈", strokes="<script>")
    assert not ClosingSignature.objects.exists()


def test_texts_for_the_chat_group_name_nobody_and_never_announce_what_is_by_invitation(
    session, make_session, enter, notice
):
    enter("王大妈")
    hidden = make_session(title="秘密课", hours_ago=-24, by_invitation=True)
    assert "秘密课" not in next_for(session)[0]
    coming = make_session(title="下一课", hours_ago=-48)
    text, found = next_for(session)
    assert found == coming
    assert "下一课" in text
    assert "王大妈" not in thanks_for(session)
    assert hidden.starts_at < coming.starts_at


def test_declared_numbers_need_no_names_and_giving_up_the_list_deletes_it(units, client_for):
    keeper = make_reacher("keeper", unit=units["p1a1"])
    client = client_for(keeper)
    client.post("/en/reach/p1a1/", {"carers": 64, "grandparents": 40, "disabled": 3, "keeps_list": "on"})
    client.post("/en/reach/p1a1/add/", {"name": "赵大娘", "role": "grandparent", "told_by": "组长"})
    assert PersonToReach.objects.get().name == "赵大娘"
    client.post("/en/reach/p1a1/", {"carers": 64, "grandparents": 40, "disabled": 3})
    assert not PersonToReach.objects.exists()
    assert DeclaredNumbers.objects.get().carers == 64


def test_names_are_read_for_a_purpose_that_is_kept_and_by_nobody_else(units, client_for, facilitator):
    keeper = make_reacher("keeper", unit=units["p1a1"])
    declare(numbers=DeclaredNumbers(unit=units["p1a1"], keeps_list=True), by=keeper)
    PersonToReach.objects.create(unit=units["p1a1"], name="赵大娘")
    client = client_for(keeper)
    assert "赵大娘" not in client.get("/en/reach/p1a1/").content.decode()
    assert client.get("/en/reach/p1a1/names/").status_code == 405
    assert "赵大娘" not in client.post("/en/reach/p1a1/names/", {"purpose": "", "page": 1}).content.decode()
    assert not ListReading.objects.exists()
    assert "赵大娘" in client.post("/en/reach/p1a1/names/", {"purpose": "邀请", "page": 1}).content.decode()
    reading = ListReading.objects.get()
    assert (reading.by, reading.purpose, reading.names) == (keeper, "邀请", 1)
    others = [
        facilitator,
        make_reacher("above", unit=units["p1"]),
        make_reacher("sister", unit=units["p1a2"]),
    ]
    for user in others:
        answer = client_for(user).post("/en/reach/p1a1/names/", {"purpose": "邀请", "page": 1})
        assert answer.status_code == 404, user


def test_nobody_reads_the_whole_list_in_a_day(units):
    keeper = make_reacher("keeper", unit=units["p1a1"])
    PersonToReach.objects.bulk_create(
        PersonToReach(unit=units["p1a1"], name=f"{n:04}") for n in range(MOST_A_DAY + 40)
    )
    for page in range(1, MOST_A_DAY // NAMES_AT_ONCE + 1):
        assert len(read_names(unit=units["p1a1"], by=keeper, purpose="邀请", page=page)) == NAMES_AT_ONCE
    with pytest.raises(ValidationError) as caught:
        read_names(unit=units["p1a1"], by=keeper, purpose="邀请", page=1)
    assert caught.value.code == "limit"


def test_invitation_is_a_number_on_the_session(units, client_for, facilitator, make_session):
    keeper = make_reacher("keeper", unit=units["p1a1"])
    declare(numbers=DeclaredNumbers(unit=units["p1a1"], carers=64, keeps_list=True), by=keeper)
    person = PersonToReach.objects.create(unit=units["p1a1"], name="赵大娘")
    session = make_session(hours_ago=-24)
    client_for(keeper).post("/en/reach/p1a1/change/", {"person": person.pk, "session": session.uuid})
    page = client_for(facilitator).get(f"/en/sessions/{session.uuid}/").content.decode()
    assert "64 carers; invited by name: 1" in page
    assert "赵大娘" not in page
    assert session.starts_at > timezone.now() + datetime.timedelta(hours=1)
