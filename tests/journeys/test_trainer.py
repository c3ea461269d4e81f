"""Journey 1: a trainer writes a lesson, it is reviewed in two steps, goes live, and open enrolments go on with it."""

import json

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page

from courses.frame import REVIEWERS, TRAINERS, build_frame
from courses.models import Edition, LessonPage, ModulePage
from courses.models.review import CHECKLIST
from courses.outline import outline_of
from learning.enrolments.enrol import enrol
from tests.factories.cadres import make_cadre, make_user
from tests.factories.courses import make_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    build_frame()
    people = {}
    for name, group in (("writer", TRAINERS), ("reviewer", REVIEWERS)):
        people[name] = make_user(name)
        people[name].groups.add(Group.objects.get(name=group))
    course = make_course("law", modules=1, lessons=1, quiz=False)
    return {**people, "course": course, "module": ModulePage.objects.get(slug="module-1")}


def lesson_form(
    *, chinese: str, english: str = "", body_chinese="<p>正文</p>", body_english="", **more
) -> dict:
    def stream(name, text):
        if not text:
            return {f"{name}-count": "0"}
        return {
            f"{name}-count": "1",
            f"{name}-0-deleted": "",
            f"{name}-0-order": "0",
            f"{name}-0-type": "text",
            f"{name}-0-id": "",
            f"{name}-0-value": json.dumps(
                {
                    "blocks": [
                        {
                            "key": "a",
                            "text": text,
                            "type": "unstyled",
                            "depth": 0,
                            "inlineStyleRanges": [],
                            "entityRanges": [],
                        }
                    ],
                    "entityMap": {},
                }
            ),
        }

    return {
        "heading_zh_hans": chinese,
        "heading_en": english,
        "summary_zh_hans": "",
        "summary_en": "",
        "content_note_zh_hans": "",
        "content_note_en": "",
        "slug": "",
        "minutes": "7",
        "change_kind": "minor",
        **stream("body_zh_hans", body_chinese),
        **stream("body_en", body_english),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **more,
    }


def test_lesson_goes_from_draft_through_two_reviews_to_the_learner(client_for, workshop):
    units = make_tree()
    enrolment = enrol(cadre=make_cadre("lan", unit=units["p1a1"]), course=workshop["course"])
    writer, reviewer = client_for(workshop["writer"]), client_for(workshop["reviewer"])
    add = f"/cms/pages/add/courses/lessonpage/{workshop['module'].pk}/"

    created = writer.post(add, lesson_form(chinese="新的一课"))
    lesson = LessonPage.objects.get(heading_zh_hans="新的一课")
    assert created.status_code == 302
    assert lesson.slug == "xin-de-yi-ke"
    assert not lesson.live
    assert len(outline_of(workshop["course"]).steps) == 1

    edit = f"/cms/pages/{lesson.pk}/edit/"
    refused = writer.post(edit, lesson_form(chinese="新的一课", **{"action-publish": "1"}))
    assert not LessonPage.objects.get(pk=lesson.pk).live, refused.status_code
    writer.post(edit, lesson_form(chinese="新的一课", slug=lesson.slug, **{"action-submit": "1"}))
    for _step in ("content", "sensitivity"):
        state = Page.objects.get(pk=lesson.pk).current_workflow_task_state
        assert not LessonPage.objects.get(pk=lesson.pk).live
        reviewer.post(
            reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk]),
            {"comment": "好", **dict.fromkeys(CHECKLIST, "yes")},
        )
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert lesson.live
    steps = outline_of(workshop["course"]).steps
    assert [step.headings for step in steps][-1] == {"zh-hans": "新的一课"}
    assert Edition.objects.filter(course_key=workshop["course"].translation_key).count() == 2
    enrolment.refresh_from_db()
    assert enrolment.edition.number == 1


def test_lesson_without_its_required_language_is_not_published_and_the_draft_is_kept(client_for, workshop):
    client = client_for(workshop["reviewer"])
    lesson = LessonPage.objects.get(slug="lesson-1")
    form = lesson_form(
        chinese="", english="Only English", body_chinese="", body_english="Text", slug=lesson.slug
    )
    answer = client.post(f"/cms/pages/{lesson.pk}/edit/", {**form, "action-publish": "1"})
    assert answer.status_code == 200
    assert "Only English" in answer.content.decode()
    assert answer.context["form"].errors["heading_zh_hans"]
    assert LessonPage.objects.get(pk=lesson.pk).heading_zh_hans == "第 1.1 课"


def test_publishing_one_language_leaves_the_other_as_it_was(client_for, workshop):
    client = client_for(workshop["reviewer"])
    lesson = LessonPage.objects.get(slug="lesson-1")
    before = [block.value.source for block in lesson.body_en]
    english = lesson.heading_en
    form = lesson_form(chinese="改过的标题", english=english, body_english="Body 1", slug=lesson.slug)
    client.post(f"/cms/pages/{lesson.pk}/edit/", {**form, "action-publish": "1"})
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert (lesson.heading_zh_hans, lesson.heading_en) == ("改过的标题", english)
    assert "Body 1" in lesson.body_en[0].value.source
    assert len(before) == len(lesson.body_en)
    assert "None" not in (lesson.summary_en or "")
