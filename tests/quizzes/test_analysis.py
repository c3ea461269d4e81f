"""The database's figures are those of a textbook computation in plain Python, and say nothing about few people."""

import statistics
import uuid
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from config.jobs.models import Job
from config.jobs.run import perform
from quizzes.analysis import figures
from quizzes.analysis.analyse import analyse, request_analysis
from quizzes.analysis.population import attempts_of
from quizzes.analysis.sums import largest_paper, scores_by_tenth
from quizzes.analysis.words import verdicts
from quizzes.append_only import AppendOnlyError
from quizzes.attempts import start_attempt
from quizzes.models import Attempt, ItemFigures, QuestionVersion, Quiz, QuizAnalysis
from tests.factories.attempts import make_attempts
from tests.factories.courses import make_quiz

pytestmark = pytest.mark.django_db
QUESTIONS = 4
MARKS = [0, 0.3333, 0.5, 1]


def quiz_of(questions: int = QUESTIONS, key: str = "one") -> Quiz:

    make_quiz(key, questions=questions)
    return Quiz.objects.get(key=key)


def option(quiz, question: int, place: int) -> str:
    version = sorted(quiz.live_versions)[question]
    return QuestionVersion.objects.get(pk=version).content["options"][place]["id"]


def answers(marks) -> list:
    return [[None if mark is None else (None, mark) for mark in row] for row in marks]


def pearson(xs, ys):
    if len(set(xs)) < 2 or len(set(ys)) < 2:
        return None
    return statistics.correlation([float(x) for x in xs], [float(y) for y in ys])


def expected(rows, item):
    """Facility, item-rest correlation and upper-lower index of one column, from the definitions, in exact fractions."""
    exact = [[None if x is None else Fraction(str(x)) for x in row] for row in rows]
    means = [statistics.mean(x for x in row if x is not None) for row in exact]
    order = sorted(range(len(exact)), key=lambda place: (means[place], place))
    asked = [place for place in range(len(exact)) if exact[place][item] is not None]
    xs = [exact[place][item] for place in asked]
    rests = [
        statistics.mean(x for other, x in enumerate(exact[place]) if other != item and x is not None)
        for place in asked
    ]
    outer = 0.27 * len(exact)
    rank = {place: number for number, place in enumerate(order, start=1)}
    upper = [exact[p][item] for p in asked if rank[p] > len(exact) - outer]
    lower = [exact[p][item] for p in asked if rank[p] <= outer]
    return (
        statistics.mean(xs),
        pearson(xs, rests),
        statistics.mean(upper) - statistics.mean(lower) if upper and lower else None,
    )


def close(found, wanted):
    if wanted is None:
        return found is None
    return found is not None and abs(found - float(wanted)) < 1e-4


rows_of_marks = st.lists(
    st.lists(st.sampled_from(MARKS), min_size=QUESTIONS, max_size=QUESTIONS), min_size=30, max_size=45
)
rows_of_draws = st.lists(
    st.tuples(
        st.sampled_from(range(QUESTIONS)), st.lists(st.sampled_from(MARKS), min_size=4, max_size=4)
    ).map(lambda drawn: [None if place == drawn[0] else mark for place, mark in enumerate(drawn[1])]),
    min_size=60,
    max_size=70,
)
few_examples = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@few_examples
@given(rows=st.one_of(rows_of_marks, rows_of_draws))
def test_figures_of_a_question_are_those_of_the_definitions(rows):
    quiz = quiz_of(key=f"q{uuid.uuid4().hex[:12]}")
    make_attempts(quiz, answers(rows))
    for item in analyse(quiz_key=quiz.key).items.all():
        facility, correlation, index = expected(rows, sorted(quiz.live_versions).index(item.version_id))
        assert close(item.facility, facility) if item.n >= figures.FEWEST else item.facility is None
        if item.n >= figures.FEWEST_TO_DISCRIMINATE:
            assert close(item.point_biserial, correlation)
            assert close(item.upper_lower, index)
        else:
            assert (item.point_biserial, item.upper_lower) == (None, None)


@few_examples
@given(rows=rows_of_marks)
def test_alpha_and_standard_error_are_those_of_the_definitions(rows):
    quiz = quiz_of(key=f"q{uuid.uuid4().hex[:12]}")
    make_attempts(quiz, answers(rows))
    found = analyse(quiz_key=quiz.key).figures
    columns = list(zip(*rows, strict=True))
    totals = [sum(row) for row in rows]
    spread = statistics.variance(totals)
    assert close(found["mean"], statistics.mean(totals) / QUESTIONS)
    if spread < 1e-12:
        assert (found["alpha"], found["error"]) == (None, None)
        return
    alpha = QUESTIONS / (QUESTIONS - 1) * (1 - sum(statistics.variance(c) for c in columns) / spread)
    assert close(found["alpha"], alpha)
    assert abs(found["error"] - (spread * max(0, 1 - alpha)) ** 0.5 / QUESTIONS) < 1e-3
    assert close(found["spread"], spread**0.5 / QUESTIONS)


def test_perfectly_consistent_answers_have_an_alpha_of_one_and_no_error():
    quiz = quiz_of()
    make_attempts(quiz, answers([[place % 2] * QUESTIONS for place in range(30)]))
    found = analyse(quiz_key=quiz.key)
    assert (found.figures["alpha"], found.figures["error"]) == (1.0, 0.0)
    assert {item.point_biserial for item in found.items.all()} == {1.0}
    assert {item.upper_lower for item in found.items.all()} == {1.0}


def test_below_ten_attempts_there_is_the_number_and_no_figure():
    quiz = quiz_of()
    make_attempts(quiz, answers([[1, 0, 1, 0]] * 9))
    found = analyse(quiz_key=quiz.key)
    assert (found.attempts, found.figures, found.items.count()) == (9, {}, 0)


def test_below_thirty_attempts_nothing_is_said_about_telling_people_apart():
    quiz = quiz_of()
    make_attempts(quiz, answers([[1, 0, place % 2, 0] for place in range(29)]))
    found = analyse(quiz_key=quiz.key)
    assert found.figures["alpha"] is None
    assert [item.facility for item in found.items.order_by("version_id")][:2] == [1.0, 0.0]
    for item in found.items.all():
        assert (item.point_biserial, item.upper_lower, item.fifths) == (None, None, [])


def test_question_that_only_few_attempts_were_asked_has_no_figure():
    quiz = quiz_of()
    make_attempts(quiz, answers([[1, 0, 1, None]] * 20 + [[1, 0, 1, 1]] * 9))
    last = analyse(quiz_key=quiz.key).items.order_by("version_id").last()
    assert (last.n, last.facility, last.options) == (9, None, [])


def test_open_attempts_second_attempts_and_other_quizzes_are_not_counted():
    quiz, other = quiz_of(), quiz_of(key="other")
    make_attempts(quiz, answers([[1] * 4] * 12))
    make_attempts(quiz, answers([[0] * 4] * 5), number=2)
    make_attempts(other, answers([[0] * 4] * 7))
    start_attempt(registration=uuid.uuid4(), quiz=quiz, key=uuid.uuid4())
    assert analyse(quiz_key=quiz.key).attempts == 12
    assert analyse(quiz_key=quiz.key, first_only=False).attempts == 17


def test_each_option_says_how_many_chose_it_and_how_they_do_elsewhere():
    quiz = quiz_of(questions=2)
    right, wrong, idle = (option(quiz, 0, place) for place in range(3))
    known, guessed = [(right, 1), (None, 1)], [(wrong, 0), (None, 0)]
    make_attempts(quiz, [known] * 12 + [guessed] * 18)
    item = analyse(quiz_key=quiz.key).items.order_by("version_id").first()
    assert [(o["id"], o["n"], o["share"], o["right"], o["rest"]) for o in item.options] == [
        (right, 12, 0.4, True, 1.0),
        (wrong, 18, 0.6, False, 0.0),
        (idle, 0, 0.0, False, None),
    ]
    assert item.fifths == [0.0, 0.0, 0.0, 1.0, 1.0]


def test_several_ticked_options_count_for_each_of_them():
    quiz = quiz_of(questions=2)
    first, second, _third = (option(quiz, 0, place) for place in range(3))
    make_attempts(quiz, [[([first, second], 1), (None, 1)]] * 10 + [[([second], 0), (None, 0)]] * 10)
    item = analyse(quiz_key=quiz.key).items.order_by("version_id").first()
    assert [o["n"] for o in item.options] == [10, 20, 0]


def test_left_out_answers_are_counted():
    quiz = quiz_of(questions=2)
    key = option(quiz, 0, 0)
    make_attempts(quiz, [[(None, 0), (key, 0)]] * 4 + [[(key, 1), (key, 0)]] * 8)
    assert [i.left_out for i in analyse(quiz_key=quiz.key).items.order_by("version_id")] == [4, 0]


def test_scores_by_tenth_and_time():
    quiz = quiz_of()
    make_attempts(quiz, answers([[0] * 4] * 3 + [[1, 0, 0, 0]] * 3 + [[1] * 4] * 5), minutes=10)
    found = analyse(quiz_key=quiz.key).figures
    assert found["scores"] == [3, 0, 3, 0, 0, 0, 0, 0, 0, 5]
    assert found["minutes"] == {"quarter": 12.0, "half": 15.0, "three_quarters": 17.0}


def test_reliability_is_that_of_the_paper_most_were_asked():
    quiz = quiz_of()
    make_attempts(quiz, answers([[1, 0, 1, 1]] * 6 + [[1, 0, 1, None]] * 4))
    found = analyse(quiz_key=quiz.key).figures
    assert (found["papers"], found["paper_attempts"], found["paper_items"]) == (2, 6, 4)


def test_nobody_handed_in_yet():
    quiz = quiz_of()
    assert analyse(quiz_key=quiz.key).attempts == 0
    assert largest_paper(attempts_of(quiz.key)) is None
    assert scores_by_tenth(attempts_of(quiz.key)) == [0] * 10


def test_number_of_queries_does_not_grow_with_the_attempts():
    counts = []
    for n in (20, 60):
        quiz = quiz_of(key=f"size-{n}")
        make_attempts(quiz, answers([[1, 0, 1, 0.5]] * n))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            analyse(quiz_key=quiz.key)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_analysis_asked_for_twice_is_one_job_and_one_row_and_shows_its_progress(on_commit):
    quiz = quiz_of()
    make_attempts(quiz, answers([[1, 0, 1, 0]] * 12))
    first = request_analysis(quiz=quiz, first_only=True)
    assert request_analysis(quiz=quiz, first_only=True) == first
    perform(first.pk)
    Job.objects.filter(pk=first.pk).update(state=Job.State.QUEUED)
    perform(first.pk)
    first.refresh_from_db()
    assert (first.steps_done, first.steps_total) == (5, 5)
    assert QuizAnalysis.objects.get().job == first.uuid
    assert request_analysis(quiz=quiz, first_only=True) != first


def test_an_analysis_is_never_changed_and_a_later_one_stands_beside_it():
    quiz = quiz_of()
    make_attempts(quiz, answers([[1, 0, 1, 0]] * 12))
    row = analyse(quiz_key=quiz.key)
    for found in (row, ItemFigures.objects.first()):
        with pytest.raises(AppendOnlyError):
            found.save()
    analyse(quiz_key=quiz.key)
    assert QuizAnalysis.objects.count() == 2


def test_figures_outlive_the_quiz():
    quiz = quiz_of()
    make_attempts(quiz, answers([[1, 0, 1, 0]] * 12))
    row = analyse(quiz_key=quiz.key)
    quiz.delete()
    row.refresh_from_db()
    assert (row.quiz, row.quiz_key, Attempt.objects.count()) == (None, "one", 12)


def opt(right, share=0.4, rest=None):
    return {"right": right, "share": share, "rest": rest}


@pytest.mark.parametrize(
    ("facility", "correlation", "left_out", "options", "codes"),
    [
        (None, None, 0, [], ["few"]),
        (0.5, 0.4, 0, [], ["fine"]),
        (0.95, None, 0, [], ["everybody-right"]),
        (0.2, 0.3, 0, [], ["hardly-anybody"]),
        (0.5, -0.01, 0, [], ["good-people-wrong"]),
        (0.1, -0.3, 0, [], ["good-people-wrong", "hardly-anybody"]),
        (0.5, 0.05, 0, [], ["flat"]),
        (0.5, None, 0, [], ["fine"]),
        (0.5, 0.4, 0.1, [], ["left-out"]),
        (0.5, 0.4, 0, [opt(True), opt(False, 0.01)], ["idle-option"]),
        (0.99, 0.4, 0, [opt(True), opt(False, 0.01)], ["everybody-right"]),
        (0.5, 0.4, 0, [opt(True, rest=0.5), opt(False, rest=0.6)], ["better-option"]),
        (0.5, 0.4, 0, [opt(True, rest=0.5), opt(False, rest=0.4)], ["fine"]),
        (0.5, 0.4, 0, [opt(True, rest=0.5), opt(True, rest=0.5), opt(False, rest=0.9)], ["fine"]),
    ],
)
def test_what_the_figures_may_mean(facility, correlation, left_out, options, codes):
    assert (
        verdicts(facility=facility, point_biserial=correlation, left_out=left_out, options=options) == codes
    )
