"""What posts have to hold: one rule, counted for a village as for a nation."""

import datetime

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.cadres.change import appoint, end_posting
from learning.enrolments.required import people_behind, standings_of, tallies
from learning.enrolments.requirement_reminders import remind_of_requirements, reminder_due
from learning.enrolments.requirements import (
    BEHIND,
    UP_TO_DATE,
    RequirementStatus,
    first_due_on,
    months_later,
    requirement_status,
)
from learning.models import Enrolment, Exemption, Leave, Level, Requirement, Unit
from tests.factories.cadres import make_cadre, make_post, make_supervisor, make_user
from tests.factories.courses import make_course
from tests.factories.learning import complete_course
from tests.factories.units import LONG_AGO, make_tree

TODAY = datetime.date(2026, 6, 1)
DAY = datetime.timedelta(days=1)
S = RequirementStatus


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({}, S.NOT_BEGUN),
        ({"is_begun": True}, S.UNDER_WAY),
        ({"due_on": TODAY}, S.NOT_BEGUN),
        ({"due_on": TODAY - DAY}, S.OVERDUE),
        ({"due_on": TODAY - DAY, "is_begun": True}, S.OVERDUE),
        ({"due_on": TODAY - DAY, "is_completed": True}, S.HELD),
        ({"is_completed": True}, S.HELD),
        ({"is_completed": True, "valid_until": TODAY + 61 * DAY}, S.HELD),
        ({"is_completed": True, "valid_until": TODAY + 60 * DAY}, S.EXPIRING),
        ({"is_completed": True, "valid_until": TODAY}, S.EXPIRING),
        ({"is_completed": True, "valid_until": TODAY - DAY}, S.EXPIRED),
        ({"is_completed": True, "refresher_due_on": TODAY}, S.REFRESHER_DUE),
        ({"is_completed": True, "refresher_due_on": TODAY - DAY}, S.REFRESHER_OVERDUE),
        ({"is_completed": True, "refresher_due_on": TODAY, "valid_until": TODAY - DAY}, S.EXPIRED),
        ({"due_on": TODAY - DAY, "is_exempt": True}, S.EXEMPT),
        ({"due_on": TODAY - DAY, "is_on_leave": True}, S.ON_LEAVE),
        ({"is_completed": True, "is_on_leave": True}, S.HELD),
        ({"is_completed": True, "valid_until": TODAY - DAY, "is_on_leave": True}, S.ON_LEAVE),
    ],
)
def test_what_up_to_date_means(facts, status):
    assert requirement_status(**{"is_begun": False, "is_completed": False, "today": TODAY, **facts}) == status


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-05-15", 24, "2028-05-15"),
    ],
)
def test_a_renewal_is_due_on_the_same_day_of_a_later_month(day, months, later):
    assert months_later(datetime.date.fromisoformat(day), months) == datetime.date.fromisoformat(later)


@settings(max_examples=200, deadline=None)
@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)), st.integers(1, 240))
def test_months_never_jump_over_one(day, months):
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


def test_the_days_run_from_the_post_or_from_the_requirement_whichever_is_later():
    assert first_due_on(required_since=TODAY, in_post_since=LONG_AGO, days=90) == TODAY + 90 * DAY
    assert first_due_on(required_since=LONG_AGO, in_post_since=TODAY, days=90) == TODAY + 90 * DAY


@pytest.mark.parametrize(
    ("left", "which"), [(31, None), (30, 30), (8, 30), (7, 7), (0, 7), (-1, -1), (-7, -1), (-8, None)]
)
def test_reminders_come_30_and_7_days_before_and_once_after(left, which):
    assert reminder_due(TODAY + left * DAY, TODAY) == which


@pytest.fixture
def federation(db):
    """The tree; ``law`` has to be held by children's directors; four of them in p1a1, one in p2a, a volunteer in p1a1."""
    units = make_tree()
    course = make_course("law", modules=1, lessons=1, quiz=False)
    for code in ("done", "late", "new", "away"):
        make_cadre(code, unit=units["p1a1"], since=TODAY - 10 * DAY if code == "new" else LONG_AGO)
    make_cadre("other", unit=units["p2a"])
    make_cadre("helper", unit=units["p1a1"], post="volunteer")
    done = _completed("done", course, TODAY - 100 * DAY)
    requirement = Requirement.objects.create(
        course=course, post=make_post(), since=LONG_AGO, days=90, renewed_every=24
    )
    Leave.objects.create(cadre=_cadre("away"), since=TODAY - DAY)
    return {"units": units, "course": course, "requirement": requirement, "done": done}


def _cadre(name):
    from learning.models import Cadre

    return Cadre.objects.get(code=f"staff-{name}")


def _completed(name, course, day):
    enrolment = complete_course(_cadre(name), course)
    noon = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=noon)
    return enrolment


def counts(code, day=TODAY):
    unit = Unit.objects.get(code=code)
    return {tally.requirement.pk: dict(tally.counts) for tally in tallies(Unit.objects.subtree_of(unit), day)}


def test_people_are_counted_where_they_are_in_post_and_only_those_who_are_asked(federation):
    pk = federation["requirement"].pk
    here = {S.HELD: 1, S.OVERDUE: 1, S.NOT_BEGUN: 1, S.ON_LEAVE: 1}
    assert counts("p1a1") == {pk: here}
    assert counts("p1") == {pk: here}
    assert counts("p2") == {pk: {S.OVERDUE: 1}}
    assert counts("p1a2") == {}
    assert counts("nation") == {pk: {**here, S.OVERDUE: 2}}


def test_every_count_opens_as_many_people(federation):
    units = Unit.objects.subtree_of(Unit.objects.get(code="nation"))
    tally = tallies(units, TODAY)[0]
    for status, n in tally.counts.items():
        assert len(people_behind(tally.requirement, units, {status}, TODAY)) == n
    behind = people_behind(tally.requirement, units, BEHIND, TODAY)
    assert {posting.cadre.code for posting, stands in behind} == {"staff-late", "staff-other"}
    assert (tally.asked, tally.up_to_date, tally.behind, tally.under_way, tally.not_asked) == (4, 1, 2, 1, 1)
    assert tally.percent == 25


def test_what_she_is_shown_is_what_is_counted(federation):
    for name, status in (
        ("done", S.HELD),
        ("late", S.OVERDUE),
        ("new", S.NOT_BEGUN),
        ("away", S.ON_LEAVE),
        ("helper", None),
    ):
        mine = [stands.status for stands in standings_of(_cadre(name), TODAY)]
        assert mine == ([status] if status else [])


def test_a_renewal_falls_due_after_its_months(federation):
    stands = standings_of(_cadre("done"), TODAY)[0]
    completed = TODAY - 100 * DAY
    assert stands.by == months_later(completed, 24)
    assert standings_of(_cadre("done"), stands.by)[0].status == S.EXPIRING
    assert standings_of(_cadre("done"), stands.by + DAY)[0].status == S.EXPIRED


def test_an_exemption_counts_from_its_day_to_its_day(federation):
    Exemption.objects.create(
        cadre=_cadre("late"), course=federation["course"], reason="同等培训", since=TODAY, until=TODAY + DAY
    )
    assert standings_of(_cadre("late"), TODAY - DAY)[0].status == S.OVERDUE
    assert standings_of(_cadre("late"), TODAY)[0].status == S.EXEMPT
    assert standings_of(_cadre("late"), TODAY + DAY)[0].status == S.OVERDUE


def test_who_holds_the_post_twice_or_beside_her_main_one_is_counted_once(federation):
    post = make_post()
    appoint(cadre=_cadre("late"), unit=federation["units"]["p1a2"], post=post, on=LONG_AGO, is_main=False)
    assert counts("nation")[federation["requirement"].pk][S.OVERDUE] == 2
    appoint(cadre=_cadre("helper"), unit=federation["units"]["p1a1"], post=post, on=LONG_AGO, is_main=False)
    assert counts("nation")[federation["requirement"].pk][S.OVERDUE] == 3


def test_who_left_her_post_is_not_asked(federation):
    end_posting(posting=_cadre("late").postings.get(), on=TODAY)
    assert counts("p1a1", TODAY)[federation["requirement"].pk].get(S.OVERDUE) is None
    assert counts("p1a1", TODAY - DAY)[federation["requirement"].pk][S.OVERDUE] == 1


def test_a_requirement_of_a_level_asks_nobody_elsewhere_and_one_of_no_post_asks_every_main_post(federation):
    county = Level.objects.get(code="county")
    everybody = Requirement.objects.create(course=federation["course"], level=county, since=LONG_AGO)
    assert sum(counts("nation")[everybody.pk].values()) == 5
    assert sum(counts("p2").get(everybody.pk, {}).values()) == 0


def test_the_course_may_go_and_what_was_required_stays(federation):
    federation["course"].delete()
    requirement = Requirement.objects.get()
    assert (requirement.course, requirement.course_key) == (None, federation["requirement"].course_key)
    assert counts("p1a1")[requirement.pk][S.HELD] == 1


def test_the_same_is_required_once(federation):
    with pytest.raises(IntegrityError), transaction.atomic():
        Requirement.objects.create(course=federation["course"], post=make_post())
    Requirement.objects.update(until=TODAY)
    Requirement.objects.create(course=federation["course"], post=make_post())


@pytest.mark.parametrize("people", [1, 10, 40])
def test_counting_takes_one_query_a_requirement_however_many_people(federation, people):
    for n in range(people):
        make_cadre(f"more{n}", unit=federation["units"]["p1a2"])
    with CaptureQueriesContext(connection) as captured:
        tallies(Unit.objects.all(), TODAY)
    assert len(captured) == 2


# On the pages


def test_a_supervisor_sees_the_numbers_and_opens_them(federation, client_for):
    client = client_for(make_supervisor("zhou", unit=federation["units"]["p1"]))
    page = client.get("/en/reports/p1/requirements/").content.decode()
    people = f"/en/reports/p1/requirements/{federation['requirement'].pk}/behind/"
    assert people in page
    assert "王late" in client.get(people).content.decode()
    assert "王other" not in client.get(people).content.decode()
    assert client.get(people.replace("behind", "nonsense")).status_code == 404


def test_her_own_page_says_what_her_post_asks_for(federation, client_for):
    page = client_for(_cadre("late").user).get("/en/my-learning/").content.decode()
    assert "What your post asks for" in page
    assert "overdue" in page
    assert (
        "What your post asks for"
        not in client_for(_cadre("helper").user).get("/en/my-learning/").content.decode()
    )


def test_reminders_go_out_once_and_to_nobody_who_is_done_away_or_without_an_address(federation, on_commit):
    today = timezone.localdate()
    Requirement.objects.update(since=today - 83 * DAY)
    Leave.objects.create(cadre=_cadre("helper"), since=today)
    _cadre("other").user.delete()
    with on_commit():
        remind_of_requirements()
    with on_commit():
        remind_of_requirements()
    to = sorted(message.to[0] for message in mail.outbox)
    assert to == ["away@example.org", "late@example.org", "new@example.org"]
    assert "law" in mail.outbox[0].body


def test_an_organiser_sets_requirements_exemptions_and_leave_in_the_cms(federation, client_for):
    admin = client_for(make_user("boss", is_superuser=True, is_staff=True))
    course, post = federation["course"], make_post("volunteer")
    data = {
        "course": course.pk,
        "post": post.pk,
        "level": "",
        "days": 30,
        "renewed_every": "",
        "since": TODAY,
    }
    assert admin.post("/cms/requirement/new/", {**data, "until": ""}).status_code == 302
    again = admin.post("/cms/requirement/new/", {**data, "until": ""})
    assert again.status_code == 200
    assert Requirement.objects.filter(post=post).count() == 1
    exempt = {
        "cadre": _cadre("late").pk,
        "course": course.pk,
        "reason": "同等培训",
        "since": TODAY,
        "until": "",
    }
    assert admin.post("/cms/exemption/new/", exempt).status_code == 302
    assert Exemption.objects.get().granted_by.username == "boss"
    backwards = admin.post("/cms/leave/new/", {"cadre": _cadre("new").pk, "since": TODAY, "until": LONG_AGO})
    assert backwards.status_code == 200
    assert admin.post("/cms/leave/new/", {"cadre": _cadre("new").pk, "since": TODAY}).status_code == 302
    for address in ("requirement", "exemption", "leave"):
        assert admin.get(f"/cms/{address}/").status_code == 200


def test_up_to_date_and_behind_share_nothing():
    assert not UP_TO_DATE & BEHIND
