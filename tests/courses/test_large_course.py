"""The workshop of a course with 200 lessons opens and saves with as many queries as that of one with two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import LessonPage, ModulePage
from tests.courses.editor import form_of, post

pytestmark = pytest.mark.django_db
SIZES = (2, 20, 200)
MOST = 150  # queries of the dearest act: a publication with its revision, references, search index, outline and edition
GROWTH = 12  # batches of many pages; one more query a lesson would be 198


def grow(module: ModulePage, size: int) -> None:
    """Live lessons in both languages, without the ceremony of their publications."""
    for number in range(module.get_children().count(), size):
        lesson = LessonPage(
            slug=f"more-{number}", heading_zh_hans=f"第 {number} 课", heading_en=f"Lesson {number}"
        )
        lesson.body_zh_hans, lesson.body_en = [("text", "<p>正文</p>")], [("text", "<p>Body</p>")]
        ModulePage.objects.get(pk=module.pk).add_child(instance=lesson)


def queries(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert act().status_code in (200, 302)
    return len(captured)


def test_editor_and_lists_of_a_large_course_do_not_grow(workshop):
    course, lesson, client = workshop.course, workshop.lesson, workshop.reviewer
    grown = {}
    for size in SIZES:
        grow(workshop.module, size)
        for page in (course, workshop.module, lesson):
            form = form_of(client, page)
            acts = {
                "open": lambda page=page: client.get(f"/cms/pages/{page.pk}/edit/"),
                "save": lambda page=page, form=form: post(client, page, form),
                "publish": lambda page=page, form=form: post(client, page, form, "publish"),
            }
            for name, act in acts.items():
                grown.setdefault((page.slug, name), []).append(queries(act))
        for name in ("/cms/", f"/cms/course-states/?course={course.pk}", f"/cms/course-checks/{course.pk}/"):
            grown.setdefault(name, []).append(queries(lambda name=name: client.get(name)))
    assert LessonPage.objects.child_of(ModulePage.objects.get(pk=workshop.module.pk)).count() == 200
    too_many = {
        what: counts
        for what, counts in grown.items()
        if max(counts) > counts[0] + GROWTH or max(counts) > MOST
    }
    assert too_many == {}
