"""The time that a question took: by our clock, from save to save, and only where it can be known."""

import datetime
import uuid

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from quizzes.analysis.analyse import analyse
from quizzes.analysis.figures import FEWEST
from quizzes.attempts import check_answer, close_if_over, save_answers, start_attempt, submit_attempt
from quizzes.models import Attempt, ItemFigures, Quiz, Response
from quizzes.timing import LONGEST, seconds_after
from tests.factories.courses import make_quiz

KEYS = ["1", "2", "3"]


@pytest.mark.parametrize(
    ("known", "before", "after", "passed", "expected"),
    [
        ({}, {}, {"1": "a"}, 20, {"1": 20}),
        ({"1": 20}, {"1": "a"}, {"1": "b"}, 5.25, {"1": 25.2}),
        ({"1": 20}, {"1": "a"}, {"1": "a"}, 300, {"1": 20}),
        ({"1": 20}, {"1": "a"}, {"1": "a", "2": "b"}, 7, {"1": 20, "2": 7}),
        ({"1": 20}, {"1": "a"}, {"1": "a", "2": "b", "3": "c"}, 7, {"1": 20, "2": None, "3": None}),
        ({}, {}, {"1": "a"}, LONGEST + 1, {"1": None}),
        ({"1": None}, {"1": "a"}, {"1": "b"}, 5, {"1": None}),
        ({}, {}, {"1": "a"}, -3, {"1": None}),
        ({}, {}, {"1": None}, 9, {}),
    ],
)
def test_time_belongs_to_the_one_answer_that_changed(known, before, after, passed, expected):
    assert seconds_after(known, before=before, after=after, passed=passed) == expected


@given(
    st.lists(st.tuples(st.dictionaries(st.sampled_from(KEYS), st.sampled_from("ab")), st.floats(-50, 2000))),
)
def test_times_of_all_questions_are_never_more_than_what_passed(saves):
    seconds, answers, whole = {}, {}, 0
    for changed, passed in saves:
        now = {**answers, **changed}
        seconds = seconds_after(seconds, before=answers, after=now, passed=passed)
        answers, whole = now, whole + max(0, passed)
    assert sum(one for one in seconds.values() if one) <= whole + len(saves)
    assert all(one is None or one >= 0 for one in seconds.values())


@pytest.fixture
def quiz(db) -> Quiz:
    make_quiz("timed", questions=3, attempts_allowed=None)
    return Quiz.objects.get(key="timed")


def take(quiz, *steps, **fields) -> Attempt:
    """``steps``: ``(seconds since the last one, {place of a question: option})``; the last one hands in."""
    begun = timezone.now()
    attempt = start_attempt(registration=uuid.uuid4(), quiz=quiz, key=uuid.uuid4(), now=begun, **fields)
    answers, now = {}, begun
    for number, (passed, changed) in enumerate(steps, start=1):
        now += datetime.timedelta(seconds=passed)
        answers |= {str(quiz.live_versions[place]): option for place, option in changed.items()}
        if number < len(steps):
            save_answers(attempt=attempt, answers=answers, now=now)
        else:
            submit_attempt(attempt=attempt, answers=answers, now=now)
    return attempt


def times(attempt) -> list:
    return [response.seconds for response in Response.objects.filter(attempt=attempt).order_by("position")]


def test_each_question_gets_the_time_between_saves_and_the_last_one_that_until_handing_in(quiz):
    attempt = take(quiz, (10, {0: "a"}), (25, {1: "a"}), (5, {}), (30, {2: "a"}))
    by_version = dict(zip([item["version"] for item in attempt.paper], times(attempt), strict=True))
    assert [by_version[pk] for pk in quiz.live_versions] == [10, 25, 30]
    assert Attempt.objects.get(pk=attempt.pk).draft_seconds == {}


def test_a_page_handed_in_at_once_tells_no_time(quiz):
    assert times(take(quiz, (90, {0: "a", 1: "a", 2: "a"}))) == [None, None, None]


def test_checking_at_once_counts_the_time_and_a_sheet_of_paper_has_none(quiz):
    Quiz.objects.update(feedback_shown="at_once")
    quiz.refresh_from_db()
    begun = timezone.now()
    attempt = start_attempt(registration=uuid.uuid4(), quiz=quiz, key=uuid.uuid4(), now=begun)
    first = quiz.live_versions[0]
    check_answer(
        attempt=attempt, version=first, answers={str(first): "a"}, now=begun + datetime.timedelta(seconds=8)
    )
    attempt.refresh_from_db()
    assert attempt.draft_seconds == {str(first): 8}
    on_paper = take(quiz, (9, {0: "a"}), mode=Attempt.Mode.PAPER)
    assert times(on_paper) == [None, None, None]


def test_what_was_saved_keeps_its_time_when_the_attempt_is_closed_by_the_clock(quiz):
    Quiz.objects.update(minutes_allowed=10)
    quiz.refresh_from_db()
    begun = timezone.now()
    attempt = start_attempt(registration=uuid.uuid4(), quiz=quiz, key=uuid.uuid4(), now=begun)
    save_answers(
        attempt=attempt,
        answers={str(quiz.live_versions[0]): "a"},
        now=begun + datetime.timedelta(seconds=12),
    )
    attempt.refresh_from_db()
    close_if_over(attempt=attempt, now=begun + datetime.timedelta(hours=1))
    assert sorted(times(attempt), key=str) == [12, None, None]


def test_analysis_gives_the_median_and_of_how_many_and_nothing_below_ten(quiz):
    first, second, third = quiz.live_versions
    for n in range(FEWEST):
        take(quiz, (10 + n, {0: "a"}), (4, {1: "a"} if n else {}), (700, {2: "a"}))
    analyse(quiz_key="timed")
    found = {one.version_id: (one.timed, one.seconds) for one in ItemFigures.objects.all()}
    assert found == {first: (10, 14.5), second: (9, None), third: (0, None)}
