"""The reports against a slow recount in plain Python over the raw facts, whatever happened in whatever order."""

import datetime
import uuid
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from courses.models import Edition
from learning.cadres.change import end_posting, main_posting, transfer
from learning.models import (
    Cadre,
    Completion,
    DayFigures,
    DirtyMark,
    Enrolment,
    MonthFigures,
    PlaceAbove,
    Posting,
    QuizResult,
    SessionModule,
    SessionResult,
    TrainingSession,
    Unit,
    UnitPlace,
)
from learning.reports.figures import Question
from learning.reports.period import Period
from learning.reports.rollup import rollup, rollup_by_course
from learning.reports.snapshots import WHILE_SOMEBODY_WAITS, catch_up, rebuild
from learning.units.change import move_unit, place_on, rename_unit
from learning.units.restructure import merge_unit
from tests.factories.cadres import make_cadre, make_post, make_supervisor, make_user
from tests.factories.units import make_tree, make_unit

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BEGAN = TODAY - datetime.timedelta(days=100)
COURSES = [uuid.UUID(int=n) for n in (1, 2)]
CODES = ["nation", "p1", "p2", "p1a", "p2a", "p1a1", "p1a2", "v1"]
ACTS = [
    "complete",
    "fail",
    "session",
    "correct",
    "transfer",
    "leave",
    "move",
    "merge",
    "rename",
    "count",
    "repeat",
]
DAYS = st.integers(0, 110).map(lambda n: BEGAN + datetime.timedelta(days=n))


def noon(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


class World:
    """Acts on a tree; each may be refused by a rule, then nothing happened."""

    def __init__(self):
        make_tree()
        make_unit("v1", parent=Unit.objects.get(code="p1a1"))
        self.post = make_post()
        self.admin = make_user("admin")
        self.editions = [
            Edition.objects.create(
                course_key=key,
                number=1,
                headings={"en": key.hex},
                public_titles={},
                minutes=60,
                steps=[],
                digest="",
            )
            for key in COURSES
        ]
        self.cadres = [make_cadre(f"c{n}", unit=Unit.objects.get(code=CODES[-1 - n])) for n in range(4)]
        self.cadres += [Cadre.objects.create(name="postless")]
        self.last = None

    def unit(self, code):
        return Unit.objects.get(code=code)

    def do(self, act, code, other, n, day):
        if act == "repeat":
            act, code, other, n, day = self.last or ("count", code, other, n, day)
        self.last = (act, code, other, n, day)
        with suppress(ValidationError), transaction.atomic():
            getattr(self, act)(code, other, n, day)

    def _enrolment(self, n, day):
        cadre, edition = self.cadres[n % 5], self.editions[n % 2]
        posting = main_posting(cadre, day)
        unit = posting.unit if posting else self.unit("p1")
        pins = {"place": place_on(unit, day), "post": self.post, "edition": edition}
        done = Enrolment.objects.filter(cadre=cadre, course_key=edition.course_key).count()
        enrolment = Enrolment.objects.create(
            cadre=cadre, course_key=edition.course_key, round=done + 1, completed_at=noon(day), **pins
        )
        return enrolment, pins | {"occurred_at": noon(day), "witness": "server"}

    def complete(self, code, other, n, day):
        enrolment, pins = self._enrolment(n, day)
        self._hand_in(enrolment, pins, True)
        Completion.objects.create(
            enrolment=enrolment, cadre=enrolment.cadre, course_key=enrolment.course_key, minutes=60, **pins
        )

    def fail(self, code, other, n, day):
        self._hand_in(*self._enrolment(n, day), False)

    def _hand_in(self, enrolment, pins, passed):
        QuizResult.objects.create(
            enrolment=enrolment, attempt=uuid.uuid4(), quiz_key="q", decides_certificate=True, number=1,
            scaled=int(passed), passed=passed, **pins,
        )  # fmt: skip

    def session(self, code, other, n, day):
        place = place_on(self.unit(code), day)
        session = TrainingSession.objects.create(
            title="t", unit=self.unit(code), place=place, venue="v", starts_at=noon(day), language="l",
            ends_at=noon(day) + datetime.timedelta(hours=1), state="closed",
        )  # fmt: skip
        for number in range(n % 4):  # none, one, one twice, both
            SessionModule.objects.create(
                session=session, module_key=uuid.uuid4(), edition=self.editions[number % 3 // 2],
                course_key=COURSES[number % 3 // 2], headings={},
            )  # fmt: skip
        SessionResult.objects.create(
            session=session, place=place, held_on=day, minutes=60, heads=n, reached=n, children=n,
            reported_reached=n if n > 4 else 0, reported_children=n if n > 4 else 0, is_small=n < 5,
        )  # fmt: skip

    def correct(self, code, other, n, day):
        result = SessionResult.objects.order_by("pk").last()
        if result:
            result.reported_reached, result.is_small = n, False
            result.held_on = day
            result.place = place_on(self.unit(code), day)
            result.save()

    def transfer(self, code, other, n, day):
        transfer(cadre=self.cadres[n % 5], unit=self.unit(code), post=self.post, on=day)

    def leave(self, code, other, n, day):
        posting = Posting.objects.filter(cadre=self.cadres[n % 5], until=None).first()
        if posting:
            end_posting(posting=posting, on=day)

    def move(self, code, other, n, day):
        move_unit(unit=self.unit(code), under=self.unit(other), on=day)

    def merge(self, code, other, n, day):
        merge_unit(
            unit=self.unit(code), into=self.unit(other), on=day, reason="one village now", by=self.admin
        )

    def rename(self, code, other, n, day):
        rename_unit(unit=self.unit(code), names={"en": f"Name {n}"}, on=day)

    def count(self, code, other, n, day):
        catch_up()


def row_of(lineage, code):
    """In which row of the table of ``code`` the lineage is; None: not in it."""
    codes = lineage.strip("/").split("/")
    if code not in codes:
        return None
    return (*codes[codes.index(code) + 1 :], "itself")[0]


def slow_recount(code, period, course):
    """``{(row, figure): number}`` in plain Python over the raw rows; what is nought is not in it."""
    found = {}

    def add(lineage, figure, number=1):
        row = row_of(lineage, code)
        for key in (row, "total") if row and number else ():
            found[key, figure] = found.get((key, figure), 0) + number

    def within(moment):
        day = timezone.localtime(moment).date() if isinstance(moment, datetime.datetime) else moment
        return period.first <= day <= period.last

    def stands_on(row, day):
        return row.since <= day and (row.until is None or day < row.until)

    completions = list(Completion.objects.select_related("place"))
    for posting in Posting.objects.all():
        if posting.is_main and stands_on(posting, period.last):
            for place in UnitPlace.objects.all():
                if place.unit_id == posting.unit_id and stands_on(place, period.last):
                    add(place.lineage, "in_post")
                    done = [
                        each
                        for each in completions
                        if each.cadre_id == posting.cadre_id
                        and timezone.localtime(each.occurred_at).date() <= period.last
                        and course in (None, each.course_key)
                    ]
                    add(place.lineage, "trained", bool(done))
    for each in completions:
        if within(each.occurred_at) and course in (None, each.course_key):
            add(each.place.lineage, "completions")
    for each in QuizResult.objects.select_related("place", "edition"):
        if within(each.occurred_at) and course in (None, each.edition.course_key):
            add(each.place.lineage, "tests")
    for each in SessionResult.objects.select_related("place"):
        taught = {module.course_key for module in SessionModule.objects.filter(session=each.session_id)}
        if within(each.held_on) and (course is None or course in taught):
            add(each.place.lineage, "sessions")
            add(each.place.lineage, "reached", each.reported_reached)
            add(each.place.lineage, "children", each.reported_children)
    return found


FIGURES = ["in_post", "trained", "completions", "tests", "sessions", "reached", "children"]


def shown(table):
    return {
        (row.key, figure): row.cells[figure].value
        for row in table.all_rows
        for figure in FIGURES
        if row.cells[figure].value
    }


def stored():
    """Everything that the snapshots say, without what adds up to nothing."""
    days = DayFigures.objects.order_by("place", "course_key", "day")
    months = MonthFigures.objects.order_by("lineage", "code", "course_key", "month")
    above = PlaceAbove.objects.order_by("place", "steps")
    rows = [
        {name: value for name, value in row.items() if name != "id"}
        for kept in (days, months, above)
        for row in kept.values()
    ]
    return [
        row
        for row in rows
        if "steps" in row
        or any(type(value) is int and name != "place_id" and value for name, value in row.items())
    ]


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(
    acts=st.lists(
        st.tuples(
            st.sampled_from(ACTS), st.sampled_from(CODES), st.sampled_from(CODES), st.integers(0, 12), DAYS
        ),
        min_size=6,
        max_size=18,
    ),
    days=st.tuples(DAYS, DAYS),
)
def test_screen_equals_a_slow_recount_and_what_was_kept_current_equals_what_is_made_anew(acts, days):
    with transaction.atomic():
        world = World()
        for act in acts:
            world.do(*act)
        for period in (Period(min(days), max(days)), Period(BEGAN.replace(day=1), TODAY)):
            for code in ("nation", "p1", "p1a"):
                for course in (None, COURSES[0]):
                    question = Question(codes=(code,), period=period, course_key=course)
                    assert shown(rollup(question)) == slow_recount(code, period, course), (
                        code,
                        period,
                        course,
                    )
                by_course = rollup_by_course(
                    question, {str(key): {} for key in COURSES}, rollup(question).total
                )
                for row in by_course.rows:
                    slow = slow_recount(code, period, uuid.UUID(row.key))
                    for figure in FIGURES:
                        assert row.cells[figure].value == slow.get(("total", figure), 0), (code, figure)
        kept = stored()
        assert not DirtyMark.objects.exists()
        rebuild()
        assert stored() == kept
        transaction.set_rollback(True)


def test_rebuilding_twice_is_rebuilding_once():
    world = World()
    for act in (("complete", 3), ("session", 7), ("transfer", 3)):
        world.do(act[0], "v1", "p2", act[1], TODAY)
    rebuild()
    once = stored()
    rebuild()
    assert once == stored()
    assert once


@pytest.mark.django_db
def test_a_report_says_how_fresh_it_is_while_much_waits_to_be_counted(client_for):
    units = make_tree()
    rebuild()
    supervisor = client_for(make_supervisor("above", unit=units["p1"]))
    assert "still being counted" not in supervisor.get("/en/reports/p1/").content.decode()
    DirtyMark.objects.bulk_create(
        DirtyMark(unit_id=units["p1a"].pk) for _n in range(WHILE_SOMEBODY_WAITS + 1)
    )
    assert "still being counted" in supervisor.get("/en/reports/p1/").content.decode()
    assert "still being counted" not in supervisor.get("/en/reports/p1/").content.decode()
