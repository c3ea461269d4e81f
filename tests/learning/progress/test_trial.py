"""A quiz tried without an account gives away no key that counts."""

import re

import pytest

from courses.models import LessonPage
from quizzes.models import QuestionVersion
from quizzes.question_types import QUESTION_TYPES
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def lessons():
    make_course("open", lessons=1, final=True)
    return LessonPage.objects.order_by("path")


def paper_of(client, lesson, key):
    page = client.get(f"/en/lessons/{lesson.pk}/quizzes/{key}/").content.decode()
    return re.search(r'name="paper" value="([^"]*)"', page).group(1)


def right(key) -> dict:
    versions = QuestionVersion.objects.filter(question_key__startswith=key)
    return {f"q{v.pk}": QUESTION_TYPES[v.content["type"]].correct_answer(v.content) for v in versions}


def test_paper_of_a_deciding_test_is_not_marked_by_the_rules_of_another_quiz(client, lessons):
    lesson, final = lessons
    paper = paper_of(client, final, "open-final")
    answer = client.post(
        f"/en/lessons/{lesson.pk}/quizzes/open-1/trial/",
        {**right("open-final"), "paper": paper, "action": "submit"},
    )
    assert answer.status_code == 302
    assert "quizzes/open-1/" in answer.url


def test_deciding_test_says_only_whether_a_whole_paper_would_pass(client, lessons):
    _lesson, final = lessons
    address = f"/en/lessons/{final.pk}/quizzes/open-final/trial/"
    paper = paper_of(client, final, "open-final")
    answers = right("open-final")
    one = dict(list(answers.items())[:1])
    gaps = client.post(address, {**one, "paper": paper, "action": "submit-with-gaps"}).content.decode()
    assert "not answered yet" in gaps
    whole = client.post(address, {**answers, "paper": paper, "action": "submit"}).content.decode()
    assert "That would be a pass" in whole
    assert "% right" not in whole
    assert "Question open-final" not in whole


def test_forged_paper_is_asked_for_anew(client, lessons):
    lesson, _final = lessons
    for paper in ("", "nonsense", '[{"version": 1}]:x:y'):
        answer = client.post(f"/en/lessons/{lesson.pk}/quizzes/open-1/trial/", {"paper": paper})
        assert answer.status_code == 302
