"""What may leave the server, and when: no key before handing in, and after it only when the quiz allows."""

import dataclasses
import re
import uuid

import pytest

from courses.content.build import build_quiz
from courses.models import LessonPage
from learning.models import Enrolment
from quizzes.attempts import mark_answers, paper_versions, start_attempt, submit_attempt
from quizzes.models import Attempt, Quiz, Response
from quizzes.presentation import questions_marked, questions_to_ask, trial_shows_questions
from quizzes.rules import Seen, answers_may_be_seen
from quizzes.sight import seen_in
from quizzes.versions import versions_of
from tests.factories.cadres import make_cadre
from tests.factories.courses import make_course, multiple_choice, quiz_data, single_choice, true_false
from tests.factories.learning import right_answers
from tests.factories.units import make_tree


def quiz_of_every_type(key="every", **rules) -> Quiz:
    questions = [single_choice(f"{key}-s"), multiple_choice(f"{key}-m"), true_false(f"{key}-t")]
    build_quiz({**quiz_data(key, **rules), "questions": questions})
    return Quiz.objects.get(key=key)


def wrong_answers(attempt) -> dict:
    """An option that exists and is not right, for every question."""
    wrong = {}
    for version in paper_versions(attempt.paper):
        option = next(o["id"] for o in version.content["options"] if not o["correct"])
        wrong[str(version.pk)] = [option] if version.content["type"] == "multiple_choice" else option
    return wrong


@pytest.mark.django_db
def test_paper_to_answer_holds_no_key_no_feedback_and_no_explanation():
    versions = versions_of(quiz_of_every_type())
    answers = {str(version.pk): version.content["options"][0]["id"] for version in versions}
    shown = [dataclasses.asdict(one) for one in questions_to_ask(versions, answers=answers, language="en")]
    assert [question["prompt"] for question in shown] == [
        "Question every-s",
        "Question every-m",
        "Statement every-t",
    ]
    for question in shown:
        assert (question["explanation"], question["correct"]) == ("", None)
        assert {(o["feedback"], o["is_right"]) for o in question["shown"]["options"]} == {("", None)}
        assert [o["is_chosen"] for o in question["shown"]["options"]][:2] == [True, False]


@pytest.mark.django_db
@pytest.mark.parametrize("with_key", [True, False])
def test_marked_paper_shows_the_key_only_when_it_may(with_key):
    versions = versions_of(quiz_of_every_type())
    single, _multiple, statement = versions
    answers = {str(single.pk): single.content["options"][1]["id"], str(statement.pk): "false"}
    marks = mark_answers(versions, answers)
    shown = questions_marked(versions, marks, answers=answers, language="en", with_key=with_key)
    rights = [[option.is_right for option in question.options] for question in shown]
    if with_key:
        assert rights == [[True, False, False], [True, True, False, False], [True, False]]
        assert [question.explanation for question in shown] == ["Explanation", "Explanation", ""]
    else:
        assert {right for question in rights for right in question} == {None}
        assert {question.explanation for question in shown} == {""}
    feedback = [[option.feedback for option in question.options if option.feedback] for question in shown]
    assert feedback == [["Feedback 1 of every-s"], [], ["You said false"]]
    assert [question.correct for question in shown] == [False, False, False]


@pytest.mark.parametrize(
    ("rule", "passed", "attempts_left", "seen"),
    [
        ("after_submit", False, True, True),
        ("after_submit", True, False, True),
        ("after_pass", False, True, False),
        ("after_pass", True, True, True),
        ("after_pass", False, False, True),
        ("never", True, True, False),
        ("never", False, False, False),
        ("never", True, False, False),
        ("something-unknown", True, False, False),
    ],
)
def test_when_the_right_answers_may_be_seen(rule, passed, attempts_left, seen):
    assert answers_may_be_seen(rule=rule, passed=passed, attempts_left=attempts_left) is seen


@pytest.mark.django_db
def test_quiz_that_has_gone_shows_no_key():
    quiz = quiz_of_every_type(answers_shown="after_submit")
    attempt = start_attempt(registration=uuid.uuid4(), quiz=quiz, key=uuid.uuid4())
    attempt = submit_attempt(attempt=attempt, answers=right_answers(attempt)).attempt
    assert seen_in(attempt, attempts_left=False) == Seen(feedback=True, key=True)
    Quiz.objects.get(pk=quiz.pk).delete()
    assert seen_in(Attempt.objects.get(), attempts_left=False) == Seen()


@pytest.mark.parametrize(("decides", "shows"), [(True, False), (False, True)])
def test_trial_of_a_quiz_that_decides_shows_no_questions(decides, shows):
    assert trial_shows_questions(Quiz(decides_certificate=decides)) is shows


@pytest.fixture
def school():
    """A public course with a quiz that is shown after a pass, and a final test that decides."""
    return {"course": make_course("law", modules=1, lessons=1, final=True)}


def lesson(slug) -> LessonPage:
    return LessonPage.objects.get(slug=slug)


def begin(client, slug, key) -> str:
    """The address of a new attempt's paper."""
    start = f"/en/lessons/{lesson(slug).pk}/quizzes/{key}/"
    return client.post(f"{start}begin/", {"key": str(uuid.uuid4())}).url


def posted(answers: dict) -> dict:
    return {f"q{version}": answer for version, answer in answers.items()}


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def learner(client_for):
    return client_for(make_cadre("lan", unit=make_tree()["p1a1"]).user)


@pytest.mark.django_db
def test_pages_before_handing_in_show_neither_feedback_nor_explanation(school, learner):
    start = text_of(learner.get(f"/en/lessons/{lesson('lesson-1').pk}/quizzes/law-1/"))
    address = begin(learner, "lesson-1", "law-1")
    attempt = Attempt.objects.get()
    empty = text_of(learner.get(address))
    saved = text_of(learner.post(address, {**posted(right_answers(attempt)), "action": "save"}, follow=True))
    gaps = text_of(learner.post(address, {"action": "submit"}))
    assert Attempt.objects.get().state == "open"
    for page in (start, empty, saved, gaps):
        assert "Feedback" not in page
        assert "Explanation" not in page
    assert "Option 0" in empty


@pytest.mark.django_db
def test_failed_attempt_shows_no_explanation_while_another_is_left(school, learner):
    address = begin(learner, "lesson-1", "law-1")
    answers = wrong_answers(Attempt.objects.get())
    failed = text_of(learner.post(address, {**posted(answers), "action": "submit"}, follow=True))
    assert "Feedback" in failed
    assert "Explanation" not in failed
    address = begin(learner, "lesson-1", "law-1")
    answers = right_answers(Attempt.objects.open().get())
    passed = text_of(learner.post(address, {**posted(answers), "action": "submit"}, follow=True))
    assert "Explanation" in passed


@pytest.mark.django_db
def test_quiz_that_never_shows_its_answers_does_not_even_after_a_pass(school, learner):
    Quiz.objects.filter(key="law-1").update(answers_shown="never")
    address = begin(learner, "lesson-1", "law-1")
    answers = right_answers(Attempt.objects.get())
    passed = text_of(learner.post(address, {**posted(answers), "action": "submit"}, follow=True))
    assert "You have passed" in passed
    assert "Explanation" not in passed


@pytest.mark.django_db
def test_client_cannot_post_its_own_verdict(school, learner):
    address = begin(learner, "lesson-1", "law-1")
    answers = wrong_answers(Attempt.objects.get())
    learner.post(address, {**posted(answers), "action": "submit", "scaled": "1", "passed": "true"})
    attempt = Attempt.objects.get()
    assert (attempt.scaled, attempt.passed) == (0, False)


def trial(client, slug, key, answers_of, *, of=None):
    """Try the quiz ``key``; ``of``: the paper is that of another quiz, ``(lesson's slug, key)``."""
    at, name = of or (slug, key)
    page = text_of(client.get(f"/en/lessons/{lesson(at).pk}/quizzes/{name}/"))
    paper = re.search(r'name="paper" value="([^"]*)"', page).group(1)
    form = {"paper": paper, "action": "submit-with-gaps", **posted(answers_of(Quiz.objects.get(key=name)))}
    return client.post(f"/en/lessons/{lesson(slug).pk}/quizzes/{key}/trial/", form)


def first_options(quiz) -> dict:
    return {version.pk: version.content["options"][0]["id"] for version in versions_of(quiz)}


@pytest.mark.django_db
def test_trial_of_an_ordinary_quiz_shows_its_questions_and_stores_nothing(school, client_for):
    page = text_of(trial(client_for(), "lesson-1", "law-1", first_options))
    assert "Question law-1-q0" in page
    assert "Feedback 0 of law-1-q0" in page
    assert (Attempt.objects.count(), Response.objects.count(), Enrolment.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_trial_of_a_quiz_that_decides_shows_only_whether_it_would_pass(school, client_for):
    page = text_of(trial(client_for(), "final-test", "law-final", first_options))
    assert "% right" not in page
    for secret in ("Question law-final", "Option", "Feedback", "Explanation"):
        assert secret not in page


@pytest.mark.django_db
def test_forged_paper_of_a_trial_is_sent_back_to_the_start(school, client_for):
    address = f"/en/lessons/{lesson('lesson-1').pk}/quizzes/law-1/"
    answer = client_for().post(f"{address}trial/", {"paper": "W3sidmVyc2lvbiI6MX1d:forged:forged"})
    assert (answer.status_code, answer.url) == (302, address)
