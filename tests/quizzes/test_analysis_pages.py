"""The pages of the analysis: for those who write questions, in words, and silent about few people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.jobs.models import Job
from courses.frame import ORGANISERS, TRAINERS, build_frame
from quizzes.analysis.analyse import analyse
from quizzes.analysis.measured import measured
from quizzes.models import Question, QuestionVersion, Quiz, QuizAnalysis
from tests.courses.conftest import member_of
from tests.factories.attempts import make_attempts
from tests.factories.courses import make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz():
    build_frame()
    make_quiz("one", questions=2)
    return Quiz.objects.get(key="one")


@pytest.fixture
def trainer(client_for, quiz):
    return client_for(member_of(TRAINERS, "writer"))


def page(client, quiz, **asked) -> str:
    return client.get(reverse("quiz_analysis:quiz", args=[quiz.key]), asked).content.decode()


def wrong_key(quiz, n: int = 15) -> None:
    """Those who know the other question choose what is not the key of the first."""
    first = QuestionVersion.objects.get(pk=min(quiz.live_versions))
    right, wrong = (option["id"] for option in first.content["options"][:2])
    able, unable = [(wrong, 0), (None, 1)], [(right, 1), (None, 0)]
    make_attempts(quiz, [able] * n + [unable] * n)


def test_trainer_is_asked_whether_the_key_is_right(trainer, quiz):
    wrong_key(quiz)
    analyse(quiz_key=quiz.key)
    shown = page(trainer, quiz)
    assert "其他题答得好的人反而答错这题" in shown
    assert "<svg" in shown


def test_page_says_how_many_there_are_and_gives_no_figure_below_ten(trainer, quiz):
    wrong_key(quiz, n=4)
    analyse(quiz_key=quiz.key)
    shown = page(trainer, quiz)
    assert "现有 8 人次作答" in shown
    assert "analysis-bars" not in shown


def test_asking_makes_the_analysis_and_comes_back_to_the_page(trainer, quiz, on_commit):
    wrong_key(quiz)
    with on_commit():
        answer = trainer.post(reverse("quiz_analysis:ask", args=[quiz.key]), {"which": "all"})
    assert answer.url == reverse("quiz_analysis:quiz", args=[quiz.key])
    made = QuizAnalysis.objects.get()
    assert (made.first_only, made.attempts, made.made_by.username) == (False, 30, "writer")


def test_running_analysis_shows_its_progress_and_the_page_renews_itself(trainer, quiz):
    Job.objects.create(
        kind="quiz.analysis",
        key="a",
        arguments={"quiz_key": quiz.key, "first_only": True},
        state=Job.State.RUNNING,
        steps_done=2,
        steps_total=5,
    )
    shown = page(trainer, quiz)
    assert 'http-equiv="refresh"' in shown
    assert 'value="40"' in shown


def test_an_earlier_analysis_can_be_opened_and_that_of_another_quiz_not(trainer, quiz):
    wrong_key(quiz)
    first = analyse(quiz_key=quiz.key)
    analyse(quiz_key=quiz.key)
    make_quiz("two")
    assert str(first.uuid) in page(trainer, quiz, of=first.uuid)
    other = reverse("quiz_analysis:quiz", args=["two"])
    assert trainer.get(other, {"of": first.uuid}, follow=True).status_code == 404


def test_list_of_quizzes_takes_no_query_more_for_more_quizzes(trainer, quiz):

    counts = []
    for size in (1, 4, 9):
        for number in range(size):
            if not Quiz.objects.filter(key=f"more-{number}").exists():
                make_quiz(f"more-{number}")
                analyse(quiz_key=f"more-{number}")
        trainer.get(reverse("quiz_analysis:index"))
        with CaptureQueriesContext(connection) as queries:
            trainer.get(reverse("quiz_analysis:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize("name", ["index", "quiz", "ask"])
def test_only_those_who_write_questions_get_the_pages(client_for, quiz, name):
    client = client_for(member_of(ORGANISERS, "organiser"))
    address = reverse(f"quiz_analysis:{name}", args=[] if name == "index" else [quiz.key])
    answer = client.post(address) if name == "ask" else client.get(address)
    assert answer.status_code in (302, 403)
    assert QuizAnalysis.objects.count() == Job.objects.count() == 0


def test_bank_shows_how_hard_the_newest_version_was_measured_to_be(trainer, quiz):
    wrong_key(quiz)
    analyse(quiz_key=quiz.key)
    listed = {question.key: question.measured for question in measured(Question.objects.all())}
    assert listed == {"one-q0": 0.5, "one-q1": 0.5}
    address = reverse("wagtailsnippets_quizzes_question:list")
    assert "50 %" in trainer.get(address).content.decode()
