"""Who may do what in the workshop. Trainers write, reviewers publish, organisers keep units and people."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import get_resolver, reverse
from wagtail.models import Page

from courses.frame import ORGANISERS, build_frame
from courses.models import CourseIndexPage, LessonPage
from learning.models import Level, Unit
from tests.courses.conftest import member_of
from tests.courses.editor import form_of, post
from tests.factories.cadres import make_cadre, make_user
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/login/"


@pytest.fixture
def organiser(client_for):
    build_frame()
    make_tree()
    return client_for(member_of(ORGANISERS, "organiser"))


def test_frame_is_built_once_however_often_it_is_asked_for():
    build_frame()
    before = [
        Group.objects.count(),
        Page.objects.count(),
        Group.objects.get(name=ORGANISERS).permissions.count(),
    ]
    build_frame()
    assert [
        Group.objects.count(),
        Page.objects.count(),
        Group.objects.get(name=ORGANISERS).permissions.count(),
    ] == before


def test_nobody_without_a_group_enters_the_workshop(client_for):
    for client in (client_for(), client_for(make_user("learner"))):
        for address in ("/cms/", "/cms/snippets/quizzes/question/", "/cms/unit/", "/cms/cadre/"):
            answer = client.get(address)
            assert answer.status_code in (302, 403), address
            assert answer.status_code == 403 or SIGN_IN in answer.url


def test_trainer_cannot_publish_and_is_not_offered_to(workshop):
    lesson = workshop.lesson
    page = workshop.writer.get(f"/cms/pages/{lesson.pk}/edit/").content.decode()
    assert 'name="action-publish"' not in page
    assert 'name="action-submit"' in page
    form = form_of(workshop.writer, lesson) | {"heading_en": "Straight through"}
    post(workshop.writer, lesson, form, "publish")
    assert LessonPage.objects.get(pk=lesson.pk).heading_en == lesson.heading_en
    assert workshop.writer.post(f"/cms/pages/{lesson.pk}/unpublish/").status_code == 302
    assert LessonPage.objects.get(pk=lesson.pk).live


def test_trainer_cannot_approve_her_own_submission(workshop):
    lesson = workshop.lesson
    post(workshop.writer, lesson, form_of(workshop.writer, lesson) | {"heading_en": "New"}, "submit")
    state = Page.objects.get(pk=lesson.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk])
    workshop.writer.post(address, {"comment": ""})
    state.refresh_from_db()
    assert state.status == "in_progress"


@pytest.mark.parametrize(
    "address",
    [
        "/cms/unit/",
        "/cms/cadre/",
        "/cms/cadre/new/",
        "/cms/mandate/",
        "/cms/posting/",
        "/cms/users/",
        "/cms/groups/",
    ],
)
def test_trainer_sees_content_and_no_people(workshop, address):
    for client in (workshop.writer, workshop.reviewer):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer.url == "/cms/"


def test_trainer_cannot_write_outside_the_course_list(workshop):
    home = CourseIndexPage.objects.get().get_parent()
    for address in (f"/cms/pages/{home.pk}/edit/", f"/cms/pages/add/courses/courseindexpage/{home.pk}/"):
        assert workshop.writer.get(address).status_code == 302


def test_trainer_cannot_delete_a_lesson_with_a_live_version_or_a_quiz(workshop):
    quiz = workshop.tested.body_en[-1].value["quiz"]
    workshop.writer.post(f"/cms/pages/{workshop.lesson.pk}/delete/")
    workshop.writer.post(f"/cms/snippets/quizzes/quiz/delete/{quiz.pk}/")
    assert LessonPage.objects.filter(pk=workshop.lesson.pk).exists()
    quiz.refresh_from_db()


@pytest.mark.parametrize("address", ["/cms/snippets/quizzes/question/", "/cms/users/", "/cms/groups/"])
def test_organiser_sees_people_and_neither_keys_of_questions_nor_accounts(organiser, address):
    assert organiser.get("/cms/unit/").status_code == 200
    assert organiser.get(address).status_code == 302


@pytest.mark.parametrize("kind", ["unit", "cadre", "posting", "post", "level"])
def test_what_evidence_points_at_is_deleted_by_nobody(client_for, kind):
    units = make_tree()
    cadre = make_cadre("lan", unit=units["p1a1"])
    posting = cadre.postings.get()
    rows = {
        "unit": units["p2a"],
        "cadre": cadre,
        "posting": posting,
        "post": posting.post,
        "level": Level.objects.last(),
    }
    boss = make_user("boss", is_superuser=True, is_staff=True)
    row = rows[kind]
    answer = client_for(boss).post(f"/cms/{kind}/delete/{row.pk}/")
    assert answer.status_code == 302
    assert type(row).objects.filter(pk=row.pk).exists()
    assert Unit.objects.count() == 7


def test_evidence_is_not_edited_in_the_workshop(client_for):
    """No address of the CMS leads to an attempt, a completion, a certificate, a fact or an edition.

    What stands under ``certificates/`` decides, prints and issues: it adds events and files, and has no editor.
    """
    words = (
        "attempt",
        "completion",
        "certificate",
        "enrolment",
        "fact",
        "edition",
        "questionversion",
        "unitplace",
    )
    allowed = re.compile("certificatetemplate|^certificates/")
    resolver = next(entry for entry in get_resolver().url_patterns if str(entry.pattern) == "cms/")
    found = [
        str(entry.pattern)
        for entry in resolver.url_patterns
        if any(word in allowed.sub("", str(entry.pattern)) for word in words)
    ]
    assert found == []
