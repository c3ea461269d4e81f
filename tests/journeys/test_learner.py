"""Journey 2: a cadre learns and earns. Over HTTP, from the sign-in to the certificate."""

import re

import pytest

from config.jobs.models import Job
from learning.models import Certificate, Completion, Enrolment, QuizResult, StepCompletion
from quizzes.models import Attempt
from tests.factories.cadres import PASSWORD, make_cadre
from tests.factories.courses import make_course
from tests.factories.learning import right_answers
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    units = make_tree()
    return {
        "cadre": make_cadre("lan", unit=units["p1a1"]),
        "course": make_course("law", modules=1, lessons=2, final=True, audience="cadres"),
    }


def hidden(response, name):
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode()).group(1)


def take_quiz(client, lesson, key, answers_of):
    start = client.get(f"/en/lessons/{lesson.pk}/quizzes/{key}/")
    begun = client.post(f"/en/lessons/{lesson.pk}/quizzes/{key}/begin/", {"key": hidden(start, "key")})
    attempt = Attempt.objects.get(uuid=begun.url.rstrip("/").split("/")[-1])
    paper = client.get(begun.url)
    assert "Feedback" not in paper.content.decode()
    form = {f"q{version}": answer for version, answer in answers_of(attempt).items()}
    return client.post(begun.url, {**form, "action": "submit"}, follow=True)


def test_cadre_takes_a_course_and_earns_a_certificate(client_for, school, on_commit):
    client = client_for()
    course = school["course"]
    refused = client.get(course.get_url())
    assert refused.status_code == 302
    assert "/account/login/" in refused.url
    signed_in = client.post("/en/account/login/?next=" + course.url, {"login": "lan", "password": PASSWORD})
    assert signed_in.status_code == 302

    client.post(f"/en/courses/{course.pk}/begin/")
    enrolment = Enrolment.objects.get()
    outline = enrolment.edition.steps
    assert [step["kind"] for step in outline] == ["lesson", "quiz", "quiz"]

    from courses.models import LessonPage

    first, second, final = LessonPage.objects.descendant_of(course).order_by("path")
    page = client.get(first.url)
    assert (
        "I have finished this lesson" in client.get(first.get_url().replace("zh-hans", "en")).content.decode()
    )
    assert page.status_code == 200
    client.post(f"/en/lessons/{first.pk}/done/")
    client.post(f"/en/lessons/{first.pk}/done/")
    assert StepCompletion.objects.count() == 1

    failed = take_quiz(
        client, second, "law-1", lambda attempt: dict.fromkeys(right_answers(attempt), "nothing-like-it")
    )
    assert "0% right" in failed.content.decode()
    assert StepCompletion.objects.count() == 1
    passed = take_quiz(client, second, "law-1", right_answers)
    assert "You have passed" in passed.content.decode()
    mine = client.get("/en/my-learning/").content.decode()
    assert "2 of 3 steps done" in mine

    with on_commit():
        take_quiz(client, final, "law-final", right_answers)
    completion = Completion.objects.get()
    assert completion.place.lineage == "/nation/p1/p1a/p1a1/"
    assert Job.objects.get(kind="certificate.issue").state == Job.State.DONE
    certificate = Certificate.objects.get()
    assert certificate.facts["name"] == "王lan"
    assert certificate.facts["titles"]["zh-hans"] == "培训 law"
    assert certificate.facts["percent"] == 100
    shown = client.get(f"/en/certificates/of/{enrolment.uuid}/").content.decode()
    assert certificate.code[:5] in shown
    pdf = client.get(f"/en/certificates/{certificate.uuid}.pdf")
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    assert QuizResult.objects.filter(passed=True).count() == 2
    assert "Completed" in client.get("/en/my-learning/").content.decode()


def test_progress_is_one_in_every_language(client_for, school):
    client = client_for(school["cadre"].user)
    from courses.models import LessonPage

    lesson = LessonPage.objects.descendant_of(school["course"]).order_by("path").first()
    client.post(f"/zh-hans/lessons/{lesson.pk}/done/")
    assert (
        "You have finished this lesson"
        in client.get(f"/en/lessons/{lesson.pk}/", follow=True).content.decode()
    )


def test_somebody_elses_attempt_does_not_exist(client_for, school):
    units = {"p1a2": school["cadre"].postings.get().unit}
    other = make_cadre("mei", unit=units["p1a2"])
    course = school["course"]
    from courses.models import LessonPage

    lesson = LessonPage.objects.descendant_of(course).order_by("path")[1]
    client = client_for(school["cadre"].user)
    start = client.get(f"/en/lessons/{lesson.pk}/quizzes/law-1/")
    begun = client.post(f"/en/lessons/{lesson.pk}/quizzes/law-1/begin/", {"key": hidden(start, "key")})
    stranger = client_for(other.user)
    assert stranger.get(begun.url).status_code == 404
    assert stranger.get(begun.url + "result/").status_code == 404
    assert stranger.post(begun.url, {"action": "submit-with-gaps"}).status_code == 404
    assert Attempt.objects.get().state == Attempt.State.OPEN


def test_public_course_is_read_and_tried_without_a_trace(client_for):
    course = make_course("open", lessons=1, final=True)
    from django.contrib.sessions.models import Session

    from courses.models import LessonPage
    from quizzes.models import Response

    lesson, _final = LessonPage.objects.descendant_of(course).order_by("path")
    client = client_for()
    assert client.get(lesson.url).status_code == 200
    tried = client.get(f"/en/lessons/{lesson.pk}/quizzes/open-1/")
    paper = hidden(tried, "paper")
    assert "Feedback" not in tried.content.decode()
    from quizzes.models import QuestionVersion
    from quizzes.question_types import QUESTION_TYPES

    answers = {
        f"q{v.pk}": QUESTION_TYPES[v.content["type"]].correct_answer(v.content)
        for v in QuestionVersion.objects.filter(question_key__startswith="open-1")
    }
    result = client.post(
        f"/en/lessons/{lesson.pk}/quizzes/open-1/trial/", {**answers, "paper": paper, "action": "submit"}
    )
    assert "100% right" in result.content.decode()
    assert not client.cookies
    assert (
        Attempt.objects.count(),
        Response.objects.count(),
        Enrolment.objects.count(),
        Session.objects.count(),
    ) == (0, 0, 0, 0)
