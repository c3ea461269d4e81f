"""No learner's page takes more than 12 queries, and no list grows with its length."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import LessonPage
from learning.enrolments.enrol import enrol
from learning.models import TrainingSession
from tests.browser.test_every_page import hold
from tests.factories.cadres import make_cadre, make_facilitator
from tests.factories.courses import make_course
from tests.factories.learning import complete_course, pass_quiz
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db
MOST = 12


def queries(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(captured)


@pytest.mark.parametrize("size", [1, 4, 12])
@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
def test_learners_pages_take_at_most_twelve_queries_whatever_the_size_of_the_course(client_for, size, warm):
    units = make_tree()
    cadre = make_cadre("lan", unit=units["p1a1"])
    course = make_course("law", modules=size, lessons=3, final=True)
    enrolment = enrol(cadre=cadre, course=course)
    lesson = LessonPage.objects.descendant_of(course).order_by("path")[2]
    attempt = pass_quiz(enrolment, "law-1")
    client, nobody = client_for(cadre.user), client_for()
    addresses = {
        course.get_url(): 12,
        lesson.get_parent().specific.get_url(): 12,
        lesson.get_url(): 12,
        f"/en/lessons/{lesson.pk}/quizzes/law-1/": 12,
        f"/en/lessons/{lesson.pk}/attempts/{attempt.uuid}/result/": 12,
        "/en/my-learning/": 12,
        "/en/courses/": 12,
        "/en/": 12,
    }
    client.get("/en/help/")
    over = {}
    for address in addresses:
        for who, asking in (("lan", client), ("nobody", nobody)):
            if who == "nobody" and ("attempts" in address or "my-learning" in address):
                continue
            if not warm:
                cache.delete(f"courses.outline.{course.pk}")
            else:
                asking.get(address)
            count = queries(asking, address)
            allowed = (
                MOST if warm else MOST + 5
            )  # the outline is read anew once an hour and after each publication
            if count > allowed:
                over[who, address] = count
    assert over == {}


@pytest.mark.parametrize("size", [1, 4, 10])
def test_my_learning_does_not_grow_with_the_number_of_courses(client_for, size):
    units = make_tree()
    cadre = make_cadre("lan", unit=units["p1a1"])
    for number in range(size):
        complete_course(cadre, make_course(f"c{number}", lessons=1, quiz=False))
    client = client_for(cadre.user)
    client.get("/en/my-learning/")
    assert queries(client, "/en/my-learning/") <= MOST


@pytest.mark.parametrize("size", [1, 4, 12])
def test_list_of_sessions_and_register_do_not_grow(client_for, size):
    units = make_tree()
    by = make_facilitator("chen", unit=units["p1a"])
    for number in range(size):
        hold(units["p1a1"], by, close=number % 2 == 0)
    client = client_for(by)
    session = TrainingSession.objects.first()
    for address in (
        "/en/sessions/",
        f"/en/sessions/{session.uuid}/",
        f"/en/sessions/{session.uuid}/register/",
    ):
        client.get(address)
        assert queries(client, address) <= 16, address
