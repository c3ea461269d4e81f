"""A survey among marked questions: its answers are counted, and no figure of anybody's score knows of it."""

import random
import uuid

import pytest

from courses.content.build import build_quiz
from quizzes.analysis.analyse import analyse
from quizzes.analysis.shown import shown_items
from quizzes.analysis.words import WORDS
from quizzes.attempts import paper_versions, start_attempt, submit_attempt
from quizzes.models import Quiz
from quizzes.question_types import QUESTION_TYPES
from tests.factories.courses import quiz_data, single_choice
from tests.factories.questions import survey


@pytest.mark.django_db
def test_survey_counts_its_answers_and_moves_no_score():
    questions = [single_choice("a"), survey("s"), single_choice("b")]
    build_quiz({**quiz_data("mixed"), "questions": questions})
    quiz, chance = Quiz.objects.get(key="mixed"), random.Random(5)
    for number in range(40):
        attempt = start_attempt(registration=uuid.uuid4(), quiz=quiz, key=uuid.uuid4())
        answers = {}
        for version in paper_versions(attempt.paper):
            kind = QUESTION_TYPES[version.content["type"]]
            right = kind.correct_answer(version.content)
            knows = kind.is_scored and number % 2
            answers[str(version.pk)] = right if knows else kind.at_random(version.content, chance)
        done = submit_attempt(attempt=attempt, answers=answers).attempt
        assert done.scaled in (0, 0.5, 1)
    analysis = analyse(quiz_key="mixed")
    first, rated, _second = shown_items(analysis, quiz, language="en")
    assert first.figures.facility >= 0.5
    assert (rated.figures.facility, rated.figures.point_biserial, rated.has_key) == (None, None, False)
    assert sum(option["n"] for option in rated.options) == 80  # forty people, two statements
    assert rated.words == [WORDS["never-scored"]]
    assert analysis.figures["paper_items"] == 2
