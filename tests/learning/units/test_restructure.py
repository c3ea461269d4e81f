"""Units are merged and split: what was recorded before stays where it was, people and plans go along."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from learning.cadres.bulk.roster_sheet import COLUMNS as ROSTER_COLUMNS
from learning.cadres.bulk.roster_sheet import plan_roster
from learning.cadres.bulk.sheet import read_rows
from learning.cadres.bulk.unit_sheet import COLUMNS, plan_units
from learning.cadres.scope import cadres_visible_to
from learning.models import Mandate, Posting, TrainingSession, Unit, UnitChange, UnitPlace
from learning.reports.figures import Question
from learning.reports.period import Period
from learning.reports.rollup import rollup
from learning.sessions.plan import plan_session
from learning.units.change import close_unit
from learning.units.log import merged_codes
from learning.units.restructure import merge_unit, split_unit
from quizzes.append_only import AppendOnlyError
from tests.factories.cadres import (
    make_cadre,
    make_facilitator,
    make_post,
    make_supervisor,
    make_trainer,
    make_user,
)
from tests.factories.courses import make_course
from tests.factories.learning import complete_course
from tests.factories.units import make_tree, make_unit

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY = TODAY - datetime.timedelta(days=1)


@pytest.fixture
def by():
    return make_user("boss", is_superuser=True, is_staff=True)


@pytest.fixture
def units():
    units = make_tree()
    units["t1"] = make_unit("t1", parent=Unit.objects.get(code="p1a1"))
    units["t2"] = make_unit("t2", parent=Unit.objects.get(code="p1a1"))
    return units


@pytest.fixture
def people(units):
    course = make_course("law", lessons=1, final=True)
    people = {
        name: make_cadre(name, unit=units[code])
        for name, code in [("fang", "p1a1"), ("lan", "t1"), ("mei", "p1a2")]
    }
    complete_course(people["fang"], course)
    return people


def at(code) -> Unit:
    return Unit.objects.get(code=code)


def merge(by, **more):
    fields = {"unit": at("p1a1"), "into": at("p1a2"), "on": TODAY, "reason": "县改区", "by": by}
    return merge_unit(**fields | more)


def figures(code, first, last) -> dict:
    question = Question(codes=(code,), period=Period(first, last))
    return {row.key: (row.names, row.cells) for row in rollup(question).all_rows}


def test_past_figures_stay_with_the_merged_unit_and_its_people_go_along(people, by):
    before = [
        figures(code, datetime.date(2020, 1, 1), YESTERDAY) for code in ("nation", "p1a", "p1a1", "p1a2")
    ]
    places = list(UnitPlace.objects.filter(unit=at("p1a1")).values())
    change = merge(by)
    assert [
        figures(code, datetime.date(2020, 1, 1), YESTERDAY) for code in ("nation", "p1a", "p1a1", "p1a2")
    ] == before
    assert list(UnitPlace.objects.filter(unit=at("p1a1")).values()) == places
    assert people["fang"].posting_today.unit == at("p1a2")
    assert [at("p1a1").closed_on, at("t1").get_parent().code, at("t2").get_parent().code] == [
        TODAY,
        "p1a2",
        "p1a2",
    ]
    assert figures("p1a2", TODAY, TODAY)["total"][1]["in_post"].value == 3
    assert (change.made_by, change.reason, change.on, change.figures["postings"]) == (by, "县改区", TODAY, 1)
    old = Posting.objects.get(cadre=people["fang"], unit=at("p1a1"))
    assert old.until == TODAY


def test_merging_twice_is_once_and_into_a_third_is_refused(people, by):
    assert merge(by) == merge(by)
    assert UnitChange.objects.count() == 1
    assert Posting.objects.filter(cadre=people["fang"]).count() == 2
    third = make_unit("p1a3", parent=at("p1a"))
    with pytest.raises(ValidationError):
        merge(by, into=third)
    with pytest.raises(AppendOnlyError):
        UnitChange.objects.get().delete()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda: {"into": at("p1a1")}, "itself"),
        (lambda: {"into": at("t1")}, "itself"),
        (lambda: {"into": at("p1a")}, "itself"),
        (lambda: {"into": at("p2a")}, "level"),
        (lambda: {"reason": " "}, "reason"),
        (lambda: {"on": TODAY + datetime.timedelta(days=1)}, "ahead"),
        (lambda: {"on": datetime.date(2019, 1, 1)}, "before-opening"),
    ],
)
def test_merger_that_cannot_be_changes_nothing(units, people, by, change, code):
    before = list(Unit.objects.values()), list(Posting.objects.values()), list(UnitPlace.objects.values())
    with pytest.raises(ValidationError) as refused:
        merge(by, **change())
    assert refused.value.code in (code, "before-last-change")
    assert (
        list(Unit.objects.values()),
        list(Posting.objects.values()),
        list(UnitPlace.objects.values()),
    ) == before


def test_closed_units_are_not_merged(units, by):
    close_unit(unit=at("p1a2"), on=TODAY)
    with pytest.raises(ValidationError):
        merge(by)


def test_mandates_end_unless_somebody_decides_that_they_go_along(people, by):
    supervisor = make_supervisor("supervisor", unit=at("p1a1"))
    merge(by)
    assert not cadres_visible_to(supervisor).exists()
    assert Mandate.objects.get(user=supervisor).until == TODAY


def test_mandates_that_go_along_see_the_other_unit(people, by):
    supervisor = make_supervisor("supervisor", unit=at("p1a1"))
    merge(by, carry_mandates=True)
    assert set(cadres_visible_to(supervisor)) == set(people.values())


def test_who_held_a_post_in_both_holds_it_once(units, people, by):
    Posting.objects.create(
        cadre=people["mei"],
        unit=at("p1a1"),
        post=people["mei"].posting_today.post,
        since=YESTERDAY,
        is_main=False,
    )
    merge(by)
    in_force = Posting.objects.in_force_on(TODAY).filter(cadre=people["mei"], unit=at("p1a2"))
    assert sorted(in_force.values_list("is_main", flat=True)) == [False, True]
    assert people["mei"].posting_today.is_main


def test_planned_sessions_are_held_in_the_other_unit_and_held_ones_stay(units, by):
    facilitator = make_facilitator("chen", unit=at("p1a1"))
    sessions = []
    for days in (-3, 3):
        begins = timezone.now() + datetime.timedelta(days=days)
        session = TrainingSession(
            uuid=uuid.uuid4(),
            title="课堂",
            unit=at("p1a1"),
            venue="活动室",
            starts_at=begins,
            ends_at=begins + datetime.timedelta(hours=1),
        )
        plan_session(session=session, module_keys=[], by=facilitator)
        sessions.append(session)
    assert merge(by).figures["sessions"] == 1
    held = [TrainingSession.objects.get(uuid=session.uuid) for session in sessions]
    assert [session.unit.code for session in held] == ["p1a1", "p1a2"]
    assert held[1].place.unit_code == "p1a2"


def test_part_becomes_a_unit_of_its_own_beside_the_old_one(units, people, by):
    before = figures("p1a1", datetime.date(2020, 1, 1), YESTERDAY)

    def split():
        return split_unit(
            unit=at("p1a1"),
            code="p1a9",
            names={"zh-hans": "新区", "en": "New district"},
            below=[at("t1")],
            cadres=[people["fang"].pk],
            on=TODAY,
            reason="析置",
            by=by,
        )

    assert split() == split()
    part = at("p1a9")
    assert (part.get_parent().code, part.level, at("t1").get_parent()) == ("p1a", at("p1a1").level, part)
    assert (people["fang"].posting_today.unit, at("t2").get_parent().code) == (part, "p1a1")
    assert figures("p1a1", datetime.date(2020, 1, 1), YESTERDAY) == before
    assert figures("p1a9", TODAY, TODAY)["total"][1]["in_post"].value == 2
    assert figures("p1a1", TODAY, TODAY)["total"][1]["in_post"].value == 0


def test_part_takes_only_what_stands_below_and_a_free_code(units, by):
    def split(**more):
        fields = {"unit": at("p1a1"), "code": "p1a9", "names": {"zh-hans": "新区"}, "below": [], "on": TODAY}
        return split_unit(**fields | {"reason": "析置", "by": by} | more)

    for wrong in ({"below": [at("p2a")]}, {"code": "p1a2"}, {"reason": ""}, {"unit": at("nation")}):
        with pytest.raises(ValidationError):
            split(**wrong)
    assert not Unit.objects.filter(code="p1a9").exists()


def test_chain_of_mergers_leads_to_the_unit_that_stands(units, by):
    third = make_unit("p1a3", parent=at("p1a"))
    merge(by)
    merge(by, unit=at("p1a2"), into=third)
    assert {code: into for code, (into, _on) in merged_codes().items()} == {"p1a1": "p1a3", "p1a2": "p1a3"}


def test_office_sees_what_it_causes_and_confirms(client_for, units, people, by):
    office = client_for(by)
    address = "/cms/organisation/units/p1a1/merge/"
    assert "县改区" not in office.get(address).content.decode()
    form = {"into": at("p1a2").pk, "on": TODAY.isoformat(), "reason": "县改区"}
    shown = office.post(address, form).content.decode()
    assert "王fang" in shown
    assert not UnitChange.objects.exists()
    assert office.post(address, form | {"confirmed": "yes"}).status_code == 302
    assert "县改区" in office.get("/cms/organisation/units/").content.decode()
    part = {
        "code": "p1a9",
        "name_zh_hans": "新区",
        "on": TODAY.isoformat(),
        "reason": "析置",
        "below": [at("t1").pk],
    }
    assert office.post("/cms/organisation/units/p1a2/split/", part | {"confirmed": "yes"}).status_code == 302
    assert at("t1").get_parent().code == "p1a9"
    refused = office.post(address, form | {"into": at("p2a").pk, "confirmed": "yes"})
    assert refused.status_code == 200


def test_without_the_right_nobody_restructures(client_for, units):
    trainer = client_for(make_trainer("trainer"))
    for address in ("", "p1a1/merge/", "p1a1/split/"):
        assert trainer.post(f"/cms/organisation/units/{address}").status_code in (302, 403, 405)
    assert not UnitChange.objects.exists()


def test_import_says_which_unit_a_merged_code_has_become(units, by):
    merge(by)
    rows = read_rows(
        "代码,名称,级别,上级代码\np1a1,别的名字,county,p1a\nt9,新村,township,p1a1\nt8,新乡,township,p1a2\n".encode(),
        COLUMNS,
    )
    plan = plan_units(rows, on=TODAY)
    said = {problem.code: problem.message for problem in plan.problems}
    assert set(said) == {"p1a1", "t9"}
    assert all("p1a2" in message for message in said.values())
    roster = "工号,姓名,单位代码,职务\nS1,王新,p1a1,childrens-director\n".encode()
    make_post("childrens-director")
    plan = plan_roster(read_rows(roster, ROSTER_COLUMNS), on=TODAY)
    assert "p1a2" in plan.problems[0].message


def test_change_in_the_form_is_kept_with_who_and_why(client_for, units, by):
    unit = at("p1a1")
    form = {
        "name_zh_hans": "新名",
        "name_en": "New name",
        "parent": at("p1a").pk,
        "on": TODAY.isoformat(),
        "closes_on": "",
        "reason": "更名批复",
    }
    assert client_for(by).post(f"/cms/unit/edit/{unit.pk}/", form).status_code == 302
    change = UnitChange.objects.get()
    assert (change.kind, change.reason, change.made_by, change.on) == ("renamed", "更名批复", by, TODAY)
