"""What was asked stays as it was asked: versions of questions, and what a published quiz pins."""

import json
import uuid

import pytest

from courses.content.build import build_question
from quizzes.append_only import AppendOnlyError
from quizzes.attempts import start_attempt, submit_attempt
from quizzes.models import Question, QuestionVersion, Quiz
from quizzes.versions import digest_of, pin_versions, version_of, versions_of
from tests.factories.courses import make_quiz, multiple_choice, single_choice, true_false
from tests.factories.learning import right_answers

pytestmark = pytest.mark.django_db


def published(key: str) -> Quiz:
    """A quiz as the site reads it: publishing pins its versions in the database."""
    make_quiz(key)
    return Quiz.objects.get(key=key)


def reword(key: str, english: str) -> Question:
    """A trainer changes the English text of a question and saves."""
    question = Question.objects.get(key=key)
    question.content[0].value["prompt"]["en"] = english
    question.save()
    return Question.objects.get(key=key)


@pytest.mark.parametrize("data", [single_choice("q"), multiple_choice("q"), true_false("q")])
def test_same_content_is_the_same_version_however_often_it_is_asked(data):
    question = build_question(data)
    first = version_of(question)
    assert version_of(Question.objects.get(pk=question.pk)) == first
    assert version_of(question) == first
    assert QuestionVersion.objects.count() == 1


@pytest.mark.parametrize("data", [single_choice("q"), multiple_choice("q"), true_false("q")])
def test_editing_makes_a_new_version_and_leaves_the_old_one(data):
    old = version_of(build_question(data))
    before = dict(old.content)
    new = version_of(reword("q", "Another wording"))
    assert (new.number, new.content["prompt"]["en"]) == (2, "Another wording")
    assert QuestionVersion.objects.get(pk=old.pk).content == before


def test_changing_back_is_the_first_version_again():
    first = version_of(build_question(single_choice("q")))
    version_of(reword("q", "Another wording"))
    assert version_of(reword("q", first.content["prompt"]["en"])) == first
    assert QuestionVersion.objects.count() == 2


def test_an_option_keeps_its_id_when_it_is_reworded_or_moved():
    question = build_question(single_choice("q"))
    before = {option["text"]["en"]: option["id"] for option in version_of(question).content["options"]}
    raw = question.content.get_prep_value()
    raw[0]["value"]["options"].append(raw[0]["value"]["options"].pop(0))
    raw[0]["value"]["options"][0]["value"]["text"]["en"] = "Reworded"
    question.content = json.dumps(raw)
    question.save()
    after = version_of(Question.objects.get(key="q"))
    assert [(option["text"]["en"], option["id"]) for option in after.content["options"]] == [
        ("Reworded", before["Option 1"]),
        ("Option 2", before["Option 2"]),
        ("Option 0", before["Option 0"]),
    ]


def test_digest_does_not_depend_on_the_order_of_keys():
    assert digest_of({"a": 1, "b": {"c": 2, "d": 3}}) == digest_of({"b": {"d": 3, "c": 2}, "a": 1})
    assert digest_of({"a": ["x", "y"]}) != digest_of({"a": ["y", "x"]})


def test_edited_question_is_asked_only_after_the_quiz_is_published_again():
    quiz = published("one")
    before = versions_of(quiz)
    reword("one-q0", "Another wording")
    assert versions_of(Quiz.objects.get(key="one")) == before
    quiz = Quiz.objects.get(key="one")
    quiz.save_revision().publish()
    after = versions_of(Quiz.objects.get(key="one"))
    assert [version.content["prompt"]["en"] for version in after] == ["Another wording", "Question one-q1"]
    assert after[1] == before[1]


def test_old_attempts_keep_the_questions_and_the_marks_of_their_day():
    quiz = published("one")
    handed_in = start_attempt(registration=uuid.uuid4(), quiz=quiz, key=uuid.uuid4())
    still_open = start_attempt(registration=uuid.uuid4(), quiz=quiz, key=uuid.uuid4())
    paper = list(handed_in.paper)
    handed_in = submit_attempt(attempt=handed_in, answers=right_answers(handed_in)).attempt
    question = Question.objects.get(key="one-q0")
    for option in question.content[0].value["options"]:
        option["correct"] = not option["correct"]
    question.save()
    quiz = Quiz.objects.get(key="one")
    pin_versions(quiz)
    handed_in.refresh_from_db()
    still_open.refresh_from_db()
    assert (handed_in.paper, handed_in.scaled, handed_in.passed) == (paper, 1, True)
    assert still_open.paper == paper
    assert submit_attempt(attempt=still_open, answers=right_answers(still_open)).attempt.passed
    new = start_attempt(registration=uuid.uuid4(), quiz=quiz, key=uuid.uuid4())
    assert new.paper[0] != paper[0]
    assert new.paper[1] == paper[1]


def test_deleting_the_question_leaves_its_versions_to_the_attempts():
    question = build_question(single_choice("q"))
    version = version_of(question)
    question.delete()
    version = QuestionVersion.objects.get(pk=version.pk)
    assert (version.question, version.question_key) == (None, "q")
    assert version.content["prompt"]["en"] == "Question q"


def test_version_is_never_changed_and_never_deleted():
    version = version_of(build_question(single_choice("q")))
    version.content = {}
    for act in (
        version.save,
        version.delete,
        QuestionVersion.objects.all().delete,
        lambda: QuestionVersion.objects.update(number=9),
    ):
        with pytest.raises(AppendOnlyError):
            act()
