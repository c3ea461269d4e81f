"""An open answer in a course: she reads that it is being marked, then the result with the comment; credit comes then."""

import uuid

import pytest

from courses.content.build import build_quiz
from courses.models import LessonPage
from learning.enrolments.enrol import enrol
from learning.models import Cadre, QuizResult, StepCompletion
from quizzes.attempts import start_attempt, submit_attempt
from quizzes.marking.queue import give_mark, take
from quizzes.models import Quiz
from tests.factories.cadres import make_cadre, make_user
from tests.factories.courses import make_course, open_answer, quiz_data
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db
TEXT = "先拨110，再陪她等"


@pytest.fixture
def handed_in(client_for):
    cadre = make_cadre("lan", unit=make_tree()["p1a1"])
    build_quiz({**quiz_data("law-1", pass_mark=60), "questions": [open_answer("told")]})
    enrolment = enrol(cadre=cadre, course=make_course("law", lessons=1))
    attempt = start_attempt(registration=enrolment.uuid, quiz=Quiz.objects.get(key="law-1"), key=uuid.uuid4())
    client = client_for(cadre.user)
    lesson = LessonPage.objects.get(slug="lesson-1")
    address = f"/en/lessons/{lesson.pk}/attempts/{attempt.uuid}/"
    assert "<textarea" in client.get(address).content.decode()
    name = f"q{attempt.paper[0]['version']}"
    answer = client.post(address, {name: f"  {TEXT}  ", "action": "submit"}, follow=True)
    attempt.refresh_from_db()
    return {"client": client, "address": address, "attempt": attempt, "page": answer, "lesson": lesson}


def test_she_reads_that_it_is_being_marked_and_neither_key_nor_rubric(handed_in):
    page = handed_in["page"].content.decode()
    assert "are being marked" in page
    for kept_back in ("A good answer", "Point 2", "%"):
        assert kept_back not in page.split("<main")[1].split("</main")[0]
    start = f"/en/lessons/{handed_in['lesson'].pk}/quizzes/law-1/"
    assert "being marked by a person" in handed_in["client"].get(start).content.decode()
    assert (QuizResult.objects.count(), StepCompletion.objects.count()) == (0, 0)


def test_result_comment_and_credit_come_when_it_is_marked(handed_in):
    marker = make_user("marker")
    task = take(marker=marker)
    points = {criterion["id"]: criterion["points"] for criterion in task.response.version.content["rubric"]}
    give_mark(task=task, marker=marker, points=points, comment="Well said")
    page = handed_in["client"].get(f"{handed_in['address']}result/").content.decode()
    for shown in ("100% of the points", "Well said", TEXT, "A good answer"):
        assert shown in page
    assert "marker" not in page
    assert QuizResult.objects.get().occurred_at == handed_in["attempt"].submitted_at
    assert StepCompletion.objects.get().step_key == "law-1"


def test_nobody_marks_her_own_answer(handed_in):
    assert take(marker=Cadre.objects.get().user) is None


def test_the_same_words_again_are_already_received(handed_in):
    attempt = handed_in["attempt"]
    assert submit_attempt(attempt=attempt, answers={str(attempt.paper[0]["version"]): TEXT}).already_received


def test_trial_of_an_open_question_tells_that_a_person_marks_it_when_it_counts(handed_in, client_for):
    lesson = handed_in["lesson"].pk
    nobody = client_for()
    start = nobody.get(f"/en/lessons/{lesson}/quizzes/law-1/")
    form = {"paper": start.context["paper"], f"q{handed_in['attempt'].paper[0]['version']}": TEXT}
    page = nobody.post(f"/en/lessons/{lesson}/quizzes/law-1/trial/", {**form, "action": "submit"})
    assert "Marked by a person when it counts" in page.content.decode()
