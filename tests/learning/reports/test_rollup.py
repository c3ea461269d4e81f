"""Figures: recounted slowly, counted quickly, and never about fewer than five people."""

import datetime
import uuid

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.cadres.change import transfer
from learning.models import Completion, Mandate, Posting, SessionResult, TrainingSession, Unit
from learning.reports.asked import question_about
from learning.reports.figures import Question
from learning.reports.period import Period
from learning.reports.rollup import rollup
from learning.sessions.close import close_session
from learning.sessions.plan import plan_session
from learning.sessions.record import record_fact
from learning.units.change import move_unit
from tests.factories.cadres import make_cadre, make_facilitator, make_post, make_user
from tests.factories.courses import make_course
from tests.factories.learning import complete_course
from tests.factories.units import make_tree, make_unit

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
EVER = Period(datetime.date(2019, 1, 1), TODAY)
LEAVES = ["p1a1", "p1a2", "p2a", "p1a", "p1"]


def slow_recount(code: str, row: str) -> dict:
    """The same figures in plain Python over the raw rows."""

    def in_row(lineage):
        codes = lineage.strip("/").split("/")
        if code not in codes:
            return False
        rest = codes[codes.index(code) + 1 :]
        return row == "total" or (rest[0] if rest else "itself") == row

    def place_today(unit):
        return next(p for p in unit.places.all() if p.since <= TODAY and (p.until is None or p.until > TODAY))

    posted = [
        posting
        for posting in Posting.objects.all()
        if posting.is_main
        and posting.since <= TODAY
        and (posting.until is None or posting.until > TODAY)
        and in_row(place_today(posting.unit).lineage)
    ]
    done = set(Completion.objects.values_list("cadre_id", flat=True))
    return {
        "in_post": len(posted),
        "trained": sum(posting.cadre_id in done for posting in posted),
        "completions": sum(
            in_row(completion.place.lineage) for completion in Completion.objects.select_related("place")
        ),
    }


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_screen_equals_a_slow_recount_whatever_was_moved_in_between(data):
    from django.db import transaction

    with transaction.atomic():
        units = make_tree()
        course = make_course("read", modules=1, lessons=1, quiz=False)
        cadres = [make_cadre(f"c{n}", unit=units[data.draw(st.sampled_from(LEAVES))]) for n in range(4)]
        for _step in range(data.draw(st.integers(1, 5))):
            act = data.draw(st.sampled_from(["complete", "transfer", "move"]))
            cadre = data.draw(st.sampled_from(cadres))
            if act == "complete":
                complete_course(cadre, course)
            elif act == "transfer":
                transfer(
                    cadre=cadre, unit=units[data.draw(st.sampled_from(LEAVES))], post=make_post(), on=TODAY
                )
            else:
                target = data.draw(st.sampled_from(["p1", "p2"]))
                move_unit(unit=Unit.objects.get(code="p1a"), under=Unit.objects.get(code=target), on=TODAY)
        for code in ("nation", "p1", "p2"):
            for row in rollup(Question(codes=(code,), period=EVER)).all_rows:
                shown = {key: row.cells[key].value for key in ("in_post", "trained", "completions")}
                assert shown == slow_recount(code, row.key), (code, row.key)
        transaction.set_rollback(True)


@pytest.mark.parametrize("size", [1, 4, 12])
def test_number_of_queries_does_not_depend_on_the_size(size, django_assert_num_queries):
    units = make_tree()
    course = make_course("read", modules=1, lessons=1, quiz=False)
    for n in range(size):
        unit = make_unit(f"x{n}", parent=Unit.objects.get(code="p1a"))
        complete_course(make_cadre(f"c{n}", unit=unit), course)
    assert units
    with django_assert_num_queries(7):
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
