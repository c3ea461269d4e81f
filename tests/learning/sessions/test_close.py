"""Closing is final and gives one result, whose figures are those of the register."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from learning.models import SessionFact, SessionResult, TrainingSession, Unit
from learning.sessions.close import close_session
from learning.sessions.plan import cancel_session, plan_session
from learning.sessions.project import register_of, right_options
from learning.sessions.record import test_outline as outline_of_test
from learning.sessions.review import decide
from learning.signals import session_closed
from learning.units.change import move_unit
from quizzes.models import Quiz
from tests.factories.courses import make_quiz

pytestmark = pytest.mark.django_db


def count_hands(record, session, phase, *, right: int, people: int, **fields):
    """``right`` of ``people`` hands at the right answer of every question, the others at another."""
    right_of = right_options(session)
    counts = {}
    for version in outline_of_test(session):
        chosen = right_of[str(version["id"])]
        other = next(option for option in version["options"] if option != chosen)
        counts[str(version["id"])] = {chosen: right, other: people - right}
    return record("test-counted", {"phase": phase, "people": people, "counts": counts}, **fields)


def test_result_is_what_the_register_came_to(session, record, enter, facilitator, units):
    for _n in range(5):
        enter(children=2)
    enter(children=9, came=False)
    record("heads-counted", {"under_14": 3, "others": 1})
    count_hands(record, session, "before", right=2, people=8)
    count_hands(record, session, "after", right=7, people=8)
    result = close_session(session=session, by=facilitator)
    assert (result.reached, result.heads, result.children, result.minutes) == (9, 4, 10, 90)
    assert (result.before_right, result.before_answered, result.before_people) == (4, 16, 8)
    assert (result.after_right, result.after_answered, result.after_people) == (14, 16, 8)
    assert (result.reported_reached, result.reported_children, result.is_small) == (9, 10, False)
    assert result.place.lineage == "/nation/p1/p1a/p1a1/"
    assert result.held_on == timezone.localdate(session.starts_at)


def test_fewer_than_five_are_not_reported_and_neither_are_their_children(session, enter, facilitator):
    for _n in range(4):
        enter(children=6)
    result = close_session(session=session, by=facilitator)
    assert (result.reached, result.children) == (4, 24)
    assert (result.reported_reached, result.reported_children, result.is_small) == (0, 0, True)


def test_before_closing_there_is_no_result(session, enter):
    enter()
    assert not SessionResult.objects.exists()


def test_closing_twice_is_one_result_and_one_fact(session, enter, facilitator):
    heard = []

    def hear(sender, session, **kwargs):
        heard.append(session.pk)

    enter()
    session_closed.connect(hear)
    try:
        first = close_session(session=session, by=facilitator)
        again = close_session(session=session, by=facilitator)
    finally:
        session_closed.disconnect(hear)
    assert first == again
    assert SessionResult.objects.count() == 1
    assert SessionFact.objects.filter(kind="closed").count() == 1
    assert heard == [session.pk]
    session.refresh_from_db()
    assert (session.state, session.closed_by) == ("closed", facilitator)


def test_closing_is_final(session, enter, facilitator):
    enter()
    close_session(session=session, by=facilitator)
    session.refresh_from_db()
    with pytest.raises(ValidationError):
        cancel_session(session=session)
    session.title = "Another title"
    with pytest.raises(ValidationError):
        plan_session(session=session, module_keys=[], by=facilitator)
    standing = TrainingSession.objects.get(pk=session.pk)
    assert (standing.state, standing.title) == ("closed", "监护人课堂")


def test_session_that_has_not_begun_cannot_be_closed(make_session, facilitator):
    session = make_session(hours_ago=-1)
    with pytest.raises(ValidationError) as caught:
        close_session(session=session, by=facilitator)
    assert caught.value.code == "not-begun"
    assert not SessionResult.objects.exists()


def test_cancelled_session_cannot_be_closed(session, facilitator):
    cancel_session(session=session)
    with pytest.raises(ValidationError) as caught:
        close_session(session=session, by=facilitator)
    assert caught.value.code == "cancelled"


def test_session_with_people_in_its_register_cannot_be_cancelled(session, enter):
    enter(came=False)
    with pytest.raises(ValidationError):
        cancel_session(session=session)
    session.refresh_from_db()
    assert session.state == "planned"


def test_what_disagrees_counts_for_nothing_in_the_result_until_somebody_decides(
    session, record, enter, facilitator
):
    for _n in range(5):
        enter()
    disputed = enter()
    other = record("attended", {"attendance": "absent"}, entry=disputed)
    try:
        result = close_session(session=session, by=facilitator)
    except ValidationError:  # closing may also wait for the decision
        assert not SessionResult.objects.exists()
        return
    assert result.reached == 5
    decide(fact=SessionFact.objects.get(uuid=other.uuid), accept=False, reason="纸质表", by=facilitator)
    result.refresh_from_db()
    assert result.reached == 6


def test_place_of_a_result_is_that_of_the_day_the_session_was_held(session, enter, facilitator, units):
    enter()
    result = close_session(session=session, by=facilitator)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    move_unit(unit=Unit.objects.get(code="p1a1"), under=Unit.objects.get(code="p2a"), on=tomorrow)
    result.refresh_from_db()
    assert result.place.lineage == "/nation/p1/p1a/p1a1/"


def test_test_is_pinned_once_the_register_has_been_begun(session, record, facilitator):
    make_quiz("another", purpose="session")
    record("notice-given", {"how": "shown"})
    before = list(session.test_versions)
    session.test = Quiz.objects.get(key="another")
    with pytest.raises(ValidationError) as caught:
        plan_session(session=session, module_keys=[], by=facilitator)
    assert caught.value.code == "begun"
    assert TrainingSession.objects.get(pk=session.pk).test_versions == before


def test_late_hands_that_are_accepted_count(session, record, enter, facilitator):
    for _n in range(6):
        enter()
    result = close_session(session=session, by=facilitator)
    late = count_hands(record, session, "after", right=6, people=6)
    assert late.status == "held"
    assert register_of(session).tests["after"].people == 0
    decide(fact=SessionFact.objects.get(uuid=uuid.UUID(late.uuid)), accept=True, reason="补", by=facilitator)
    result.refresh_from_db()
    assert (result.after_right, result.after_answered) == (12, 12)
