"""What a phone may take along, and what the plan tells it."""

import pytest

from courses.models import CoursePage, LessonPage
from tests.factories.cadres import make_cadre
from tests.factories.courses import make_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db


def plan(client, course, language="en"):
    return client.get(f"/{language}/courses/{course.pk}/take-along/plan/")


def test_plan_names_every_page_once_with_its_other_addresses_and_tells_nobodys_name(client):
    course = make_course("law", modules=2, lessons=2)
    told = plan(client, course).json()
    assert told["title"] == "Training law"  # the neutral one
    assert told["open"] is True
    assert len(told["pages"]) == 1 + 2 + 4
    for page in told["pages"]:
        for address in [page["address"], *page["also"]]:
            assert client.get(address).status_code in (200, 302)
    assert not client.cookies


def test_version_of_a_page_changes_with_its_publication_and_no_other_page_does(client):
    course = make_course("law", modules=1, lessons=2)
    before = {page["address"]: page["version"] for page in plan(client, course).json()["pages"]}
    lesson = LessonPage.objects.get(slug="lesson-1")
    lesson.body_en = [("text", "<p>new</p>")]
    lesson.save_revision().publish()
    after = {page["address"]: page["version"] for page in plan(client, course).json()["pages"]}
    assert [address for address in before if before[address] != after[address]] == [
        address for address in before if "lesson-1" in address
    ]


def test_course_for_cadres_is_planned_for_who_may_read_it_only(client_for):
    course = make_course("law", audience="cadres")
    lan = make_cadre("lan", unit=make_tree()["p1a1"])
    told = plan(client_for(lan.user), course)
    assert told.json()["open"] is False
    assert "no-store" in told["Cache-Control"]
    for user in (None, make_cadre("out").user):
        assert plan(client_for(user), course).status_code == 404
    assert client_for().get(f"/en/courses/{course.pk}/take-along/").status_code == 302


def test_course_that_is_not_live_cannot_be_taken(client):
    course = make_course("law")
    CoursePage.objects.get(pk=course.pk).unpublish()
    assert plan(client, course).status_code == 404
    assert client.get(f"/en/courses/{course.pk}/take-along/").status_code == 404


def test_worker_carries_both_layers_and_a_page_to_leave_to_that_says_nothing(client):
    worker = client.get("/service-worker.js").content.decode()
    assert '"taken": "taken-"' in worker
    for language in ("zh-hans", "en"):
        assert f"/{language}/taken-along/" in worker
        away = client.get(f"/{language}/away/").content.decode()
        assert "library" not in away.lower()
        assert "培训" not in away


def test_pages_of_taking_along_set_no_cookie_for_somebody_without_an_account(client):
    course = make_course("law")
    for path in (f"/en/courses/{course.pk}/take-along/", "/en/taken-along/", "/en/away/"):
        assert client.get(path).status_code == 200
    assert not client.cookies
