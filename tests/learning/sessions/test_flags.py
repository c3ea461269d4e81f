"""A flag explains why, can be cleared with a note by who supervises, and changes no figure."""

import datetime
import uuid

import pytest
from django.utils import timezone

from learning.models import Facilitator, RegisterFlag, SessionResult
from learning.sessions.close import close_session
from learning.sessions.flagging import Listed, explanation, how_many_alike, raise_flags
from learning.sessions.record import record_fact
from tests.factories.cadres import make_facilitator, make_supervisor

pytestmark = pytest.mark.django_db
NAMES = ["王一", "李二", "张三", "刘四", "陈五", "杨六"]


@pytest.fixture
def fill(facilitator):
    """``fill(session, names)``: these people came, entered a minute apart."""

    def make(session, names, *, apart=60, by=None):
        begins = timezone.now() - datetime.timedelta(hours=1)
        by = by or facilitator
        record_fact(
            session=session, fact_uuid=uuid.uuid4(), kind="notice-given", payload={"how": "shown"}, by=by
        )
        for number, name in enumerate(names):
            entry = uuid.uuid4()
            at = begins + datetime.timedelta(seconds=number * apart)
            consent = {"consent": "own" if name else ""}
            common = {"session": session, "entry": entry, "occurred_at": at, "by": by}
            record_fact(fact_uuid=uuid.uuid4(), kind="entered", payload=consent, name=name, **common)
            record_fact(fact_uuid=uuid.uuid4(), kind="attended", payload={"attendance": "present"}, **common)

    return make


def kinds(session) -> list[str]:
    return sorted(session.flags.values_list("kind", flat=True))


def test_ordinary_session_is_not_flagged(session, fill, facilitator):
    fill(session, [*NAMES, *[""] * 8])
    close_session(session=session, by=facilitator)
    assert kinds(session) == []


def test_same_list_in_two_units_is_flagged_and_names_nobody(make_session, fill, units):
    li = make_facilitator("li", unit=units["p1a"])
    first, second = make_session(), make_session(unit=units["p1a2"], venue="别处", hours_ago=30)
    fill(first, NAMES)
    fill(second, [*NAMES[:5], "赵七"], by=li)
    close_session(session=first, by=li)
    (flag,) = [flag for flag in first.flags.all() if flag.kind == "same-list"]
    text = explanation(flag)
    assert "5" in text
    assert not any(name in text for name in NAMES)


def test_four_of_the_same_name_are_no_list(make_session, fill, units, facilitator):
    first, second = make_session(), make_session(unit=units["p1a2"], hours_ago=30)
    fill(first, NAMES[:4])
    fill(second, NAMES[:4])
    close_session(session=first, by=facilitator)
    assert "same-list" not in kinds(first)


ALIKE = [
    # here, there, how many may be the same person
    ([Listed("王芳", "35-59", "parent")], [Listed("王芳", "35-59", "parent")], 1),
    ([Listed("王芳", "35-59", "parent")], [Listed("王芳", "", "")], 1),
    ([Listed("王芳", "35-59", "parent")], [Listed("王芳", "60-up", "parent")], 0),
    ([Listed("王芳", "35-59", "parent")], [Listed("王芳", "35-59", "teacher")], 0),
    ([Listed("王芳"), Listed("王芳")], [Listed("王芳")], 1),
    ([Listed("王芳"), Listed("王芳", "60-up")], [Listed("王芳", "60-up"), Listed("王芳", "35-59")], 2),
    ([Listed("王芳")], [Listed("李芳")], 0),
]


@pytest.mark.parametrize(("here", "there", "alike"), ALIKE)
def test_people_are_compared_and_not_names_alone(here, there, alike):
    assert how_many_alike(here, there) == alike


def test_same_names_of_other_ages_are_no_copied_list(make_session, fill, units, facilitator):
    first, second = make_session(), make_session(unit=units["p1a2"], hours_ago=30)
    fill(first, NAMES)
    fill(second, NAMES)
    first.register.update(age_band="60-up")
    second.register.update(age_band="18-34")
    assert "same-list" not in [flag.kind for flag in raise_flags(session=first)]
    second.register.update(age_band="")
    assert "same-list" in [flag.kind for flag in raise_flags(session=first)]


def test_facilitator_in_two_places_and_too_many_people(make_session, fill, units, facilitator):
    session = make_session(capacity=5)
    other = make_session(unit=units["p1a2"], venue="别处")
    assert Facilitator.objects.filter(user=facilitator).count() == 2
    fill(session, NAMES)
    close_session(session=session, by=facilitator)
    assert kinds(session) == ["too-many", "two-places"]
    assert other.unit.name in explanation(session.flags.get(kind="two-places"))


def test_all_entered_within_a_minute_is_flagged_but_not_a_room_of_phones(make_session, fill, facilitator):
    from learning.sessions.check_in import check_in

    typed, phoned = make_session(), make_session(hours_ago=30)
    fill(typed, [""] * 12, apart=2)
    for number in range(12):
        check_in(session=phoned, device=str(number), payload={})
    for session in (typed, phoned):
        close_session(session=session, by=facilitator)
    assert kinds(typed) == ["one-minute"]
    assert kinds(phoned) == []


def test_flag_changes_no_figure_and_once_cleared_stays_cleared(
    make_session, fill, facilitator, client_for, units
):
    session = make_session(capacity=5)
    fill(session, NAMES)
    close_session(session=session, by=facilitator)
    before = SessionResult.objects.values().get()
    assert before["reached"] == 6
    flag = session.flags.get()
    address = f"/en/sessions/{session.uuid}/flags/"
    assert client_for(facilitator).post(address, {"flag": flag.pk, "note": "x"}).status_code == 404
    supervisor = client_for(make_supervisor("super", unit=units["p1a1"]))
    assert "planned for 5" in supervisor.get("/en/sessions/flags/").content.decode()
    supervisor.post(address, {"flag": flag.pk, "note": ""})
    assert RegisterFlag.objects.get().cleared_at is None
    supervisor.post(address, {"flag": flag.pk, "note": "在院子里上的"})
    raise_flags(session=session)
    flag.refresh_from_db()
    assert (flag.note, flag.cleared_by_name) == ("在院子里上的", "super")
    assert SessionResult.objects.values().get() == before


def test_supervisor_elsewhere_sees_no_flag(make_session, fill, facilitator, client_for, units):
    session = make_session(capacity=5)
    fill(session, NAMES)
    close_session(session=session, by=facilitator)
    client = client_for(make_supervisor("far", unit=units["p2"]))
    assert "planned for 5" not in client.get("/en/sessions/flags/").content.decode()
    assert client.get(f"/en/sessions/{session.uuid}/flags/").status_code == 404
