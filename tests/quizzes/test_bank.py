"""Finding questions in the bank: by subject, legal source, tag, quiz, and by how hard they were measured to be."""

import pytest
from django.urls import reverse

from courses.content.build import build_question
from courses.frame import TRAINERS, build_frame
from quizzes.analysis.analyse import analyse
from quizzes.models import BankTag, Question, QuestionVersion, Quiz
from tests.courses.conftest import member_of
from tests.factories.attempts import make_attempts
from tests.factories.courses import make_quiz, single_choice

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(client_for):
    build_frame()
    return client_for(member_of(TRAINERS, "writer"))


@pytest.fixture
def bank():
    """Two questions of a quiz, one of them right for everybody and one for nobody; and one in no quiz."""
    make_quiz("one", questions=2)
    quiz = Quiz.objects.get(key="one")
    first, _second = QuestionVersion.objects.in_bulk(quiz.live_versions).values()
    right = next(option["id"] for option in first.content["options"] if option["correct"])
    make_attempts(quiz, [[(right, 1), (None, 0)]] * 12)
    analyse(quiz_key="one")
    build_question(single_choice("free", right=0))
    questions = {question.key: question for question in Question.objects.all()}
    questions["free"].source_keys = ["law-2021"]
    questions["free"].save()
    questions["one-q0"].source_keys = ["law-2021-annex"]
    questions["one-q0"].save()
    questions["one-q1"].tags.add("helplines")
    questions["one-q1"].save()
    return quiz


def shown(client, **asked) -> set:
    answer = client.get(reverse("wagtailsnippets_quizzes_question:list"), asked)
    assert answer.status_code == 200
    return {question.key for question in answer.context["page_obj"]}


def test_without_a_filter_the_whole_bank_is_shown(trainer, bank):
    assert shown(trainer) == {"one-q0", "one-q1", "free"}


def test_questions_of_a_subject(trainer, bank):
    subject = next(iter(subjects(trainer)), None)
    assert subject, "the library has subjects"
    Question.objects.filter(key="free").update(category=subject)
    assert shown(trainer, category=subject) == {"free"}


def subjects(client) -> list:
    answer = client.get(reverse("wagtailsnippets_quizzes_question:list"))
    return [value for value, _label in answer.context["filters"].form.fields["category"].choices if value]


def test_questions_in_a_quiz_and_in_none(trainer, bank):
    assert shown(trainer, quiz=bank.pk) == {"one-q0", "one-q1"}
    assert shown(trainer, unused="true") == {"free"}
    assert shown(trainer, unused="false") == {"one-q0", "one-q1"}


def test_questions_with_a_tag(trainer, bank):
    assert shown(trainer, tag=BankTag.objects.get(name="helplines").pk) == {"one-q1"}


def test_questions_as_hard_as_measured(trainer, bank):
    assert shown(trainer, difficulty="easy") == {"one-q0"}
    assert shown(trainer, difficulty="hard") == {"one-q1"}
    assert shown(trainer, difficulty="middle") == set()


def test_questions_are_found_by_what_they_ask_in_either_language(trainer, bank):
    assert shown(trainer, q="问题 free") == {"free"}
    assert shown(trainer, q="Question free") == {"free"}


@pytest.mark.parametrize(
    "asked", [{"difficulty": "x"}, {"category": "'"}, {"tag": "0 OR 1"}, {"quiz": "a"}, {"p": "-1"}]
)
def test_a_filter_that_makes_no_sense_is_no_error(trainer, bank, asked):
    shown(trainer, **asked)
