"""A facilitator's pages: hers alone, once however often they are sent, and nothing typed is lost."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from learning.models import Participant, RegisterEntry, SessionFact, SessionResult, TrainingSession
from learning.sessions.close import close_session
from learning.sessions.project import register_of
from tests.factories.cadres import make_cadre, make_facilitator, make_supervisor, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_for, facilitator):
    return client_for(facilitator)


def address(session, rest="") -> str:
    return f"/en/sessions/{session.uuid}/{rest}"


def values(page) -> dict:
    """What the hidden fields of a page hold, by name."""
    found = re.findall(r'<input type="hidden" name="([a-z0-9]+)" value="([^"]*)"', page.content.decode())
    return dict(found)


def page_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def person(client, session, **fields) -> dict:
    """The form of the register as the page gave it out, filled in."""
    hidden = values(client.get(address(session, "register/")))
    return {"fact": hidden["fact"], "entry": hidden["entry"], "came": "on", **fields}


def test_person_sent_twice_is_one_line_and_counted_once(client, session):
    form = person(client, session, role="parent", children="2")
    for _n in range(2):
        assert client.post(address(session, "register/"), form).status_code == 302
    assert RegisterEntry.objects.count() == 1
    assert SessionFact.objects.filter(kind="entered").count() == 1
    assert SessionFact.objects.filter(kind="attended").count() == 1
    assert register_of(session).reached == 1


def test_notice_sent_twice_is_one_fact(client, session):
    for _n in range(2):
        client.post(address(session, "notice/"), {"how": "read-aloud"})
    assert SessionFact.objects.get().kind == "notice-given"


def test_attendance_sent_twice_is_one_fact(client, session, enter):
    entry = RegisterEntry.objects.get(uuid=enter(came=False))
    form = {
        **values(client.get(address(session, "attendance/"))),
        f"a{entry.pk}": "late",
        f"m{entry.pk}": "45",
    }
    for _n in range(2):
        assert client.post(address(session, "attendance/"), form).status_code == 302
    entry.refresh_from_db()
    assert (entry.attendance, entry.minutes) == ("late", 45)
    assert SessionFact.objects.filter(kind="attended").count() == 1


def test_attendance_left_as_it_was_is_no_fact(client, session, enter):
    entry = RegisterEntry.objects.get(uuid=enter())
    before = SessionFact.objects.count()
    form = {**values(client.get(address(session, "attendance/"))), f"a{entry.pk}": "present"}
    client.post(address(session, "attendance/"), form)
    assert SessionFact.objects.count() == before


def test_changed_attendance_corrects_the_old_one(client, session, enter):
    entry = RegisterEntry.objects.get(uuid=enter())
    form = {**values(client.get(address(session, "attendance/"))), f"a{entry.pk}": "absent"}
    client.post(address(session, "attendance/"), form)
    new = SessionFact.objects.filter(kind="attended").latest("pk")
    assert (new.payload["attendance"], new.corrects.payload["attendance"]) == ("absent", "present")
    entry.refresh_from_db()
    assert entry.attendance == "absent"
    assert register_of(session).conflicts == []


def test_heads_sent_twice_are_one_fact(client, session):
    form = {**values(client.get(address(session, "heads/"))), "under_14": "3", "others": "4"}
    for _n in range(2):
        client.post(address(session, "heads/"), form)
    assert SessionFact.objects.count() == 1
    assert register_of(session).heads == {"under_14": 3, "others": 4}


def test_heads_counted_again_correct_the_first_count(client, session):
    for others in ("4", "6"):
        form = {**values(client.get(address(session, "heads/"))), "under_14": "0", "others": others}
        assert client.post(address(session, "heads/"), form).status_code == 302
    assert (SessionFact.objects.count(), register_of(session).heads_total) == (2, 6)


def hands(client, session, phase, **fields) -> dict:
    """The form of a show of hands: ``first`` hands at each question's first answer."""
    answer = client.get(address(session, f"test/{phase}/"))
    names = re.findall(r'name="(q\d+-[^"]+)"', page_of(answer))
    firsts = {name.split("-")[0]: name for name in reversed(names)}.values()
    first = fields.pop("first")
    return {**values(answer), **dict.fromkeys(firsts, first), **fields}


def test_hands_sent_twice_are_one_fact(client, session):
    form = hands(client, session, "before", people="6", first="5")
    for _n in range(2):
        client.post(address(session, "test/before/"), form)
    assert SessionFact.objects.count() == 1
    test = register_of(session).tests["before"]
    assert (test.people, sum(sum(one.values()) for one in test.counts.values())) == (6, 10)
    assert register_of(session).tests["after"].people == 0


def test_closing_twice_is_one_result(client, session, enter):
    enter()
    for _n in range(2):
        assert client.post(address(session, "close/"), {"name": "陈主任"}).status_code == 302
    assert SessionResult.objects.count() == 1


# What is wrong stands beside its field, and what was typed stays.


@pytest.mark.parametrize(
    ("fields", "message", "kept"),
    [
        (
            {"name": "欧阳翠兰", "consent": "own", "role": "parent"},
            "Read out first what is kept and why",
            ["欧阳翠兰", '<option value="parent" selected>', '<option value="own" selected>'],
        ),
        (
            {"name": "欧阳翠兰", "age_band": "under-14", "consent": "own"},
            "A child under 14 is counted as a head",
            ["欧阳翠兰", '<option value="under-14" selected>'],
        ),
        ({"children": "many", "role": "teacher"}, "Enter a whole number.", ['value="many"', "teacher"]),
        ({"children": "31"}, "less than or equal to 30", ['value="31"']),
        ({"role": "spy", "name": "欧阳翠兰"}, "spy is not one of the available choices", ["欧阳翠兰"]),
    ],
)
def test_register_says_what_is_wrong_beside_the_field_and_keeps_what_was_typed(
    client, session, fields, message, kept
):
    form = person(client, session, **fields)
    page = page_of(client.post(address(session, "register/"), form))
    assert message in re.sub(r"&#x27;", "'", page)
    assert 'class="field__error"' in page
    for text in [*kept, form["fact"], form["entry"]]:
        assert text in page
    assert not SessionFact.objects.exists()
    assert not Participant.objects.exists()


def test_name_without_consent_is_refused_beside_the_consent(client, session, notice):
    page = page_of(client.post(address(session, "register/"), person(client, session, name="欧阳翠兰")))
    assert re.search(
        r'id="id_consent_error">\s*<p class="field__error">A name is kept only with consent', page
    )
    assert 'value="欧阳翠兰"' in page


def test_what_was_refused_can_be_put_right_and_sent_with_the_same_key(client, session):
    form = person(client, session, name="欧阳翠兰", consent="own")
    client.post(address(session, "register/"), form)
    client.post(address(session, "notice/"), {"how": "read-aloud"})
    assert client.post(address(session, "register/"), form).status_code == 302
    assert RegisterEntry.objects.get().participant.name == "欧阳翠兰"


def test_heads_that_are_no_number_are_refused_beside_the_field(client, session):
    form = {**values(client.get(address(session, "heads/"))), "under_14": "-2", "others": "17"}
    page = page_of(client.post(address(session, "heads/"), form))
    assert 'id="id_under_14_error"' in page
    assert 'id="id_others_error"' not in page
    assert 'value="-2"' in page
    assert 'value="17"' in page
    assert not SessionFact.objects.exists()


def test_more_hands_than_people_are_refused_beside_the_question(client, session):
    form = hands(client, session, "after", people="4", first="7")
    page = page_of(client.post(address(session, "test/after/"), form))
    assert "More hands than people: 7 of 4." in page
    assert page.count('value="7"') == 2
    assert 'value="4"' in page
    assert not SessionFact.objects.exists()


def test_plan_that_ends_before_it_begins_is_refused_beside_the_end(client, units):
    form = {
        "title": "监护人课堂",
        "unit": units["p1a1"].pk,
        "venue": "活动室",
        "starts_at": "2026-05-04T10:00",
        "ends_at": "2026-05-04T09:00",
        "language": "本地话",
        "capacity": "40",
    }
    page = page_of(client.post("/en/sessions/new/", form))
    assert "The end has to come after the beginning." in page
    assert 'value="监护人课堂"' in page
    assert 'value="2026-05-04T10:00"' in page
    assert not TrainingSession.objects.exists()


def test_plan_for_a_unit_of_others_is_refused(client, units):
    form = {"title": "课堂", "unit": units["p1a2"].pk}
    page = page_of(client.post("/en/sessions/new/", form))
    assert 'id="id_unit_error"' in page
    assert not TrainingSession.objects.exists()


def test_decision_without_a_reason_is_asked_for_one(client, session, facilitator, record):
    close_session(session=session, by=facilitator)
    late = record("heads-counted", {"under_14": 0, "others": 9})
    page = page_of(client.post(address(session, "held/"), {"fact": late.uuid, "action": "accept"}))
    assert "This field is required." in page
    assert SessionFact.objects.get(uuid=late.uuid).state == "held"
    form = {"fact": late.uuid, "action": "accept", "reason": "手机没电"}
    client.post(address(session, "held/"), form)
    assert SessionFact.objects.get(uuid=late.uuid).state == "accepted"


def test_message_is_in_the_language_of_the_reader(client, session):
    form = {**values(client.get(address(session, "heads/"))), "under_14": "x", "others": "1"}
    english = page_of(client.post(address(session, "heads/"), form))
    chinese = page_of(client.post(f"/zh-hans/sessions/{session.uuid}/heads/", form))
    assert "Enter a whole number." in english
    assert "Enter a whole number." not in chinese
    assert "输入整数" in chinese


# Hers alone

GETS = ["session", "session-plan", "session-close", "session-sheet", "session-register", "session-attendance"]
GETS += ["session-heads", "session-held", "session-spreadsheet", "session-uploads"]
POSTS = ["session-cancel", "session-close", "session-notice", "session-register", "session-heads"]
POSTS += [
    "session-held",
    "session-decide-conflict",
    "session-spreadsheet",
    "session-attendance",
    "session-plan",
]


@pytest.fixture
def strangers(units, session) -> list:
    """Everybody who might think of it, but does not lead this session."""
    once = make_facilitator("once", unit=units["p1a1"])
    session.facilitators.create(user=once, name="once")
    once.mandates.update(until=timezone.localdate())
    return [
        make_facilitator("same-unit", unit=units["p1a1"]),
        make_facilitator("above", unit=units["p1"]),
        make_facilitator("elsewhere", unit=units["p2"]),
        make_supervisor("supervisor", unit=units["p1a1"]),
        make_cadre("cadre", unit=units["p1a1"]).user,
        make_user("admin", is_superuser=True),
        once,
    ]


def test_session_of_somebody_else_does_not_exist_whoever_asks(client_for, session, enter, notice, strangers):
    entry = enter("欧阳翠兰")
    lines = SessionFact.objects.count()
    for user in strangers:
        client = client_for(user)
        for name in GETS:
            answer = client.get(reverse(name, args=[session.uuid]))
            assert (user.username, name, answer.status_code) == (user.username, name, 404)
        for name in POSTS:
            answer = client.post(reverse(name, args=[session.uuid]), {"fact": str(uuid.uuid4())})
            assert (user.username, name, answer.status_code) == (user.username, name, 404)
        for name in ("session-bundle", "session-facts"):  # a phone gets a code instead of a page
            answer = client.post(reverse(name, args=[session.uuid]))
            assert (user.username, answer.status_code, answer.json()["code"]) == (
                user.username,
                403,
                "not-yours",
            )
        for phase in ("before", "after"):
            assert client.get(address(session, f"test/{phase}/")).status_code == 404
        assert client.post(address(session, f"register/{entry}/"), {"action": "forget"}).status_code == 404
    assert SessionFact.objects.count() == lines
    assert Participant.objects.get().name == "欧阳翠兰"
    assert TrainingSession.objects.get().state == "planned"


def test_nobody_is_asked_to_sign_in(client_for, session):
    for name in GETS:
        answer = client_for().get(reverse(name, args=[session.uuid]))
        assert answer.status_code == 302
        assert "/account/login/" in answer.url


def test_session_that_is_not_there_is_not_found(client):
    assert client.get(f"/en/sessions/{uuid.uuid4()}/").status_code == 404


def test_list_has_her_own_sessions_only(client, client_for, session, make_session, units):
    make_session(title="另一堂课")
    page = page_of(client.get("/en/sessions/"))
    assert "监护人课堂" in page
    assert "另一堂课" in page
    other = page_of(client_for(make_facilitator("other", unit=units["p1a1"])).get("/en/sessions/"))
    assert "监护人课堂" not in other
    supervisor = client_for(make_supervisor("supervisor", unit=units["p1a1"]))
    assert supervisor.get("/en/sessions/").status_code == 403


def test_line_of_another_session_is_not_found_under_this_one(client, make_session, session, enter):
    entry = enter(to=make_session())
    assert client.get(address(session, f"register/{entry}/")).status_code == 404


def test_cadre_of_other_units_cannot_be_linked(client, session, enter, notice, units):
    entry = enter("欧阳翠兰")
    make_cadre("near", unit=units["p1a1"])
    make_cadre("far", unit=units["p2a"])
    at = address(session, f"register/{entry}/link/")
    page = page_of(client.post(at, {"action": "link", "staff_number": "staff-far"}))
    assert "No cadre of your units has this number." in page
    assert 'value="staff-far"' in page
    assert Participant.objects.get().cadre is None
    client.post(at, {"action": "link", "staff_number": "staff-near"})
    assert Participant.objects.get().cadre.code == "staff-near"
    client.post(at, {"action": "unlink"})
    assert Participant.objects.get().cadre is None


@pytest.mark.parametrize("lines", [1, 10, 30])
def test_register_asks_the_database_no_more_for_a_long_one(
    client, session, enter, notice, lines, django_assert_max_num_queries
):
    for number in range(lines):
        enter(f"王大妈{number}")
    client.get(address(session, "register/"))
    with django_assert_max_num_queries(14):
        client.get(address(session, "register/"))
    with django_assert_max_num_queries(14):
        client.get(address(session, "attendance/"))
