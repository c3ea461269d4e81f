"""Figures: counted in few queries, and never about fewer than five people."""

import datetime
import uuid

import pytest
from django.utils import timezone

from learning.models import Completion, Mandate, SessionResult, TrainingSession, Unit
from learning.reports.asked import question_about
from learning.reports.figures import Question
from learning.reports.period import Period
from learning.reports.rollup import rollup
from learning.sessions.close import close_session
from learning.sessions.plan import plan_session
from learning.sessions.record import record_fact
from learning.units.change import move_unit
from tests.factories.cadres import make_cadre, make_facilitator, make_user
from tests.factories.courses import make_course
from tests.factories.learning import complete_course
from tests.factories.units import make_tree, make_unit

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
EVER = Period(datetime.date(2019, 1, 1), TODAY)


@pytest.mark.parametrize("size", [1, 4, 12])
def test_number_of_queries_does_not_depend_on_the_size(size, django_assert_num_queries):
    units = make_tree()
    course = make_course("read", modules=1, lessons=1, quiz=False)
    for n in range(size):
        unit = make_unit(f"x{n}", parent=Unit.objects.get(code="p1a"))
        complete_course(make_cadre(f"c{n}", unit=unit), course)
    assert units
    rollup(Question(codes=("p1a",), period=EVER))
    with django_assert_num_queries(6):
        rollup(Question(codes=("p1a",), period=EVER))


def test_with_nothing_to_count_of_a_share_is_unknown_and_not_zero():
    make_tree()
    cells = rollup(Question(codes=("p1",), period=EVER)).total.cells
    assert (cells["coverage"].value, cells["pass_rate"].value, cells["gain"].value) == (None, None, None)


def test_supervisor_of_the_new_parent_does_not_see_what_happened_before_the_move():
    units = make_tree()
    complete_course(make_cadre("lan", unit=units["p1a1"]), make_course("read", lessons=1, quiz=False))
    Completion.objects.all()
    tomorrow = TODAY + datetime.timedelta(days=1)
    move_unit(unit=Unit.objects.get(code="p1a"), under=Unit.objects.get(code="p2"), on=tomorrow)
    user = make_user("new")
    Mandate.objects.create(
        user=user, unit=Unit.objects.get(code="p2"), role="supervisor", since=datetime.date(2020, 1, 1)
    )
    question = question_about(
        user=user, unit=Unit.objects.get(code="p1a1"), period=Period(EVER.first, tomorrow)
    )
    assert rollup(question).total.cells["completions"].value == 0


def hold_session(unit, people: int) -> TrainingSession:
    by = make_facilitator(f"f{uuid.uuid4().hex[:6]}", unit=unit)
    begins = timezone.now() - datetime.timedelta(hours=3)
    session = TrainingSession(
        title="课堂",
        unit=unit,
        venue="活动室",
        starts_at=begins,
        ends_at=begins + datetime.timedelta(hours=1),
        language="本地话",
    )
    plan_session(session=session, module_keys=[], by=by)
    record_fact(
        session=session,
        fact_uuid=uuid.uuid4(),
        kind="heads-counted",
        payload={"under_14": 0, "others": people},
        by=by,
    )
    close_session(session=session, by=by)
    return session


def test_no_sum_or_difference_of_shown_figures_tells_about_fewer_than_five_people():
    units = make_tree()
    sizes = {"p1a1": [12, 3], "p1a2": [4], "p1": [7]}
    for code, people in sizes.items():
        for number in people:
            hold_session(units[code], number)
    shown = set()
    for code in ("nation", "p1", "p1a", "p1a1", "p1a2"):
        shown |= {row.cells["reached"].value for row in rollup(Question(codes=(code,), period=EVER)).all_rows}
    computable = {abs(a - b) for a in shown for b in shown} | shown
    assert not computable & {1, 2, 3, 4}
    total = rollup(Question(codes=("nation",), period=EVER)).total.cells
    assert (total["reached"].value, total["reached"].small, total["sessions"].value) == (19, 2, 4)


def test_small_corrections_are_banked_until_they_concern_five_people():
    units = make_tree()
    session = hold_session(units["p1a1"], 10)
    fact = session.facts.get(kind="heads-counted")
    shown = [SessionResult.objects.get().reported_reached]
    for others in (8, 6, 5, 11):
        receipt = record_fact(
            session=session,
            fact_uuid=uuid.uuid4(),
            kind="heads-counted",
            payload={"under_14": 0, "others": others},
            corrects=fact.uuid,
            by=session.created_by,
        )
        assert receipt.status == "accepted"
        fact = session.facts.order_by("-pk").first()
        shown.append(SessionResult.objects.get().reported_reached)
    assert shown == [10, 10, 10, 5, 10]
    assert SessionResult.objects.get().reached == 11
