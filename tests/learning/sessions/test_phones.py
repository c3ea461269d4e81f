"""Phones of participants: through the door with a code, checked in once, asked without a key, and traced nowhere."""

import datetime
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from learning.models import Door, Participant, PollVote, RegisterEntry, SessionFact
from learning.sessions import open_door as doors
from learning.sessions.codes import scanned_code, typed_code
from learning.sessions.open_door import open_door, set_stage, shut_door, turn_code
from learning.sessions.polling import bars_of, end_poll, open_poll, put_poll
from learning.sessions.project import register_of
from quizzes.question_types import QUESTION_TYPES

pytestmark = pytest.mark.django_db
JOIN = "/en/join/"


@pytest.fixture
def door(session):
    return open_door(session=session)


def code_of(door) -> str:
    door.refresh_from_db()
    return typed_code(door.secret, turn=door.turn, at=timezone.now())


@pytest.fixture
def phone(door):
    """``phone(**fields)``: a new phone that scanned the code and checked in with these fields; its client."""

    def make(*, enter=True, **fields) -> Client:
        door.refresh_from_db()
        client = Client()
        token = scanned_code(door.secret, turn=door.turn, at=timezone.now())
        client.get(f"{JOIN}{door.number}/{token}/")
        if enter:
            answer = client.post(f"/en/room/{door.session.uuid}/", fields)
            assert answer.status_code == 302, answer.content.decode()
        return client

    return make


def type_code(client, number, code):
    client.get(JOIN)
    return client.post(JOIN, {"number": number, "code": code})


def test_phone_checks_in_once_without_account_or_name(session, phone):
    client = phone()
    address = f"/en/room/{session.uuid}/"
    client.post(address, {"role": "parent"})
    entry = RegisterEntry.objects.get()
    assert (entry.attendance, entry.ticket, entry.participant) == ("present", 1, None)
    assert f"<strong>{entry.ticket}</strong>" in client.get(address).content.decode()
    fact = SessionFact.objects.get(kind="entered")
    assert (fact.recorded_by, fact.payload["how"], fact.payload["notice"]) == (None, "phone", "shown")


def test_notice_stands_above_the_form_and_name_needs_consent(session, phone):
    client = phone(enter=False)
    address = f"/en/room/{session.uuid}/"
    page = client.get(address).content.decode()
    assert page.index("What is written down, and why") < page.index('name="name"')
    assert client.post(address, {"name": "王大妈"}).status_code == 200
    assert not Participant.objects.exists()
    assert client.post(address, {"name": "王大妈", "consent": "on"}).status_code == 302
    assert Participant.objects.get().name == "王大妈"


def test_child_under_fourteen_is_told_to_sit_down_and_nothing_is_written(session, phone):
    client = phone(enter=False)
    page = client.post(f"/en/room/{session.uuid}/", {"age_band": "under-14"}).content.decode()
    assert "just sit down" in page
    assert not SessionFact.objects.exists()


def test_typed_code_opens_and_a_wrong_one_says_no_more_than_an_unknown_number(session, door):
    assert type_code(Client(), door.number, code_of(door)).url == f"/en/room/{session.uuid}/"
    sentence = "Number and code do not fit together."
    wrong = f"{(int(code_of(door)) + 1) % 10**6:06}"
    for number, code in [(door.number, wrong), (door.number + 1, code_of(door)), ("abc", "1"), ("²", "٣")]:
        assert sentence in type_code(Client(), number, code).content.decode()


def test_code_turns_with_time_and_by_hand_and_the_door_shuts(session, door):
    old = code_of(door)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=5), tick=False):
        assert type_code(Client(), door.number, old).status_code == 200
    turn_code(door=door)
    assert type_code(Client(), door.number, old).status_code == 200
    assert type_code(Client(), door.number, code_of(door)).status_code == 302
    shut_door(door=door)
    assert type_code(Client(), door.number, code_of(door)).status_code == 200


def test_guesses_are_throttled_by_device_and_right_codes_of_others_still_open(door, monkeypatch):
    client = Client()
    for _n in range(doors.WRONG_OF_A_DEVICE):
        type_code(client, door.number, "000000" if code_of(door) != "000000" else "000001")
    assert "Too many wrong codes" in type_code(client, door.number, code_of(door)).content.decode()
    assert type_code(Client(), door.number, code_of(door)).status_code == 302


def test_guesses_with_ever_new_devices_lock_typed_codes_of_that_session_only(
    door, make_session, phone, monkeypatch
):
    monkeypatch.setattr(doors, "WRONG_OF_A_SESSION", 5)
    other = open_door(session=make_session())
    for _n in range(5):
        type_code(Client(), door.number, "000000" if code_of(door) != "000000" else "000001")
    assert "Too many wrong codes" in type_code(Client(), door.number, code_of(door)).content.decode()
    assert type_code(Client(), other.number, code_of(other)).status_code == 302
    phone()  # by the QR code
    turn_code(door=door)
    assert type_code(Client(), door.number, code_of(door)).status_code == 302


def test_guess_without_the_cookie_of_a_device_is_not_even_tried(door):
    answer = Client().post(JOIN, {"number": door.number, "code": code_of(door)})
    assert answer.status_code == 200
    assert "try once more" in answer.content.decode()


def test_forty_phones_behind_one_address_check_in(session, phone):
    for _n in range(40):
        phone(role="parent")
    assert session.register.filter(attendance="present").count() == 40
    assert sorted(session.register.values_list("ticket", flat=True)) == list(range(1, 41))


def test_page_of_another_session_or_without_a_code_leads_to_the_door(session, make_session, phone):
    other = make_session()
    client = phone()
    for address in (f"/en/room/{other.uuid}/", f"/en/room/{session.uuid}/test/before/"):
        assert Client().get(address).url == JOIN
    assert client.get(f"/en/room/{other.uuid}/").url == JOIN


def test_forged_cookie_opens_nothing(session, door):
    client = Client()
    client.cookies["room"] = f'["{session.uuid}", "aaaa"]:x:y'
    assert client.get(f"/en/room/{session.uuid}/").url == JOIN


def test_test_by_phone_shows_no_key_and_the_first_answers_stand(session, door, phone, room_test):
    set_stage(door=door, stage="before")
    client = phone()
    address = f"/en/room/{session.uuid}/test/before/"
    page = client.get(address).content.decode()
    from quizzes.models import QuestionVersion

    versions = QuestionVersion.objects.in_bulk(session.test_versions)
    assert "Feedback" not in page.split("<main")[1].split("</main>")[0]
    assert "right" not in re.sub(r"<[^>]+>", "", page.split("<form")[1].split("</form>")[0])
    right = {
        f"q{pk}": QUESTION_TYPES[v.content["type"]].correct_answer(v.content) for pk, v in versions.items()
    }
    client.post(address, right)
    client.post(address, {})
    answers = register_of(session).answers("before")
    assert list(answers.values()) == [{key[1:]: value for key, value in right.items()}]
    set_stage(door=door, stage="teaching")
    assert client.get(address).status_code == 302


def test_poll_shows_bars_from_five_answers_on_and_keeps_no_vote(
    session, door, phone, facilitator, client_for
):
    import uuid

    poll = put_poll(session=session, key=uuid.uuid4(), prompt="问", options=["甲", "乙"])
    open_poll(poll=poll)
    phones = [phone() for _n in range(5)]
    address = f"/en/room/{session.uuid}/polls/{poll.uuid}/"
    for number, client in enumerate(phones):
        client.post(address, {"option": "a" if number else "b"})
        client.post(address, {"option": "b"})
    phones[0].post(address, {"option": "d"})
    assert PollVote.objects.count() == 5
    end_poll(poll=poll, by=facilitator)
    end_poll(poll=poll, by=facilitator)
    assert not PollVote.objects.exists()
    counts = register_of(session).polls[str(poll.uuid)]["counts"]
    assert counts == {"a": 4, "b": 1, "c": 0, "d": 0}
    wall = client_for(facilitator).get(f"/en/sessions/{session.uuid}/wall/").content.decode()
    assert 'value="80"' in wall
    assert bars_of(poll, {"a": 4}) is None


def test_fewer_than_five_answers_show_nothing_to_anybody(session, door, phone, facilitator, client_for):
    import uuid

    poll = put_poll(session=session, key=uuid.uuid4(), prompt="问", options=["甲", "乙"])
    open_poll(poll=poll)
    for _n in range(4):
        phone().post(f"/en/room/{session.uuid}/polls/{poll.uuid}/", {"option": "a"})
    end_poll(poll=poll, by=facilitator)
    for page in ("wall", "polls"):
        text = client_for(facilitator).get(f"/en/sessions/{session.uuid}/{page}/").content.decode()
        assert "Fewer than five answered" in text
        assert "<progress" not in text


def test_cards_counted_by_the_facilitator_add_to_the_phones(session, door, phone, facilitator, client_for):
    import uuid

    poll = put_poll(session=session, key=uuid.uuid4(), prompt="问", options=["甲", "乙"])
    open_poll(poll=poll)
    phone().post(f"/en/room/{session.uuid}/polls/{poll.uuid}/", {"option": "a"})
    answer = client_for(facilitator).post(
        f"/en/sessions/{session.uuid}/polls/{poll.uuid}/end/", {"how": "cards", "a": 3, "b": 2}
    )
    assert answer.status_code == 302
    assert register_of(session).polls[str(poll.uuid)]["counts"]["a"] == 4


def test_feedback_by_phone_leads_to_no_line_of_the_register(session, door, phone):
    set_stage(door=door, stage="feedback")
    client = phone(name="王大妈", consent="on")
    client.post(f"/en/room/{session.uuid}/feedback/", {"clear": "3", "useful": "2", "text": "谢谢"})
    fact = SessionFact.objects.get(kind="feedback-given")
    assert (fact.entry, fact.payload["marks"]["clear"], fact.recorded_by) == (None, "3", None)
    entry = RegisterEntry.objects.get()
    assert str(entry.uuid) not in str(fact.__dict__)


def test_another_person_of_the_family_goes_through_the_door_herself(session, phone, door):
    client = phone()
    assert client.post(f"/en/room/{session.uuid}/next/").url == JOIN
    assert client.get(f"/en/room/{session.uuid}/").url == JOIN
    assert type_code(client, door.number, code_of(door)).status_code == 302
    client.post(f"/en/room/{session.uuid}/", {})
    assert session.register.count() == 2


def test_door_of_a_closed_session_opens_to_nobody(session, door, facilitator):
    from learning.sessions.close import close_session

    close_session(session=session, by=facilitator)
    assert type_code(Client(), door.number, code_of(door)).status_code == 200
    assert Door.objects.get().session == session


def test_walk_in_is_one_tap_and_two_taps_are_one_person(session, client_for, facilitator):
    client = client_for(facilitator)
    page = client.get(f"/en/sessions/{session.uuid}/register/").content.decode()
    key = re.search(r'name="fact" value="([0-9a-f-]{36})"', page)[1]
    for _tap in range(2):
        client.post(f"/en/sessions/{session.uuid}/walk-in/", {"fact": key})
    assert [(e.ticket, e.attendance) for e in session.register.all()] == [(1, "present")]
