"""The workshop's own pages: their queries do not grow with what is in them, and they show headings in her language."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.users.models import UserProfile

from courses.content.build import build_question, build_source
from courses.models import CourseIndexPage, LegalSource
from tests.courses.editor import form_of, post
from tests.factories.cadres import make_post
from tests.factories.courses import make_course, make_quiz, single_choice

pytestmark = pytest.mark.django_db


def speaks(client, language: str):
    """The language of the workshop is a choice of each person."""
    user = client.get("/cms/account/").wsgi_request.user
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()


def fill(size: int) -> None:
    for number in range(LegalSource.objects.count(), size):
        make_course(f"c{number}", modules=1, lessons=1, quiz=False)
        make_quiz(f"z{number}", questions=1)
        build_question(single_choice(f"alone-{number}"))
        title = {"zh-hans": f"法律 {number}", "en": f"Law {number}"}
        build_source({"key": f"law-{number}", "title": title, "version": title, "checked_on": "2026-11-24"})


@pytest.mark.parametrize(
    "address",
    [
        "/cms/",
        "/cms/pages/{index}/",
        "/cms/snippets/quizzes/quiz/",
        "/cms/snippets/quizzes/question/",
        "/cms/snippets/courses/legalsource/",
        "/cms/snippets/courses/topic/",
    ],
)
def test_lists_of_the_workshop_do_not_grow_with_their_length(workshop, address):
    address = address.format(index=CourseIndexPage.objects.get().pk)
    counts = []
    for size in (2, 8, 20):
        fill(size)
        workshop.writer.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert workshop.writer.get(address).status_code == 200
        counts.append(len(captured))
    per_row = 1 if "pages" in address else 0  # Wagtail asks of each page whether something below it is live
    assert max(counts) <= counts[0] + 2 + per_row * 18, counts


@pytest.mark.parametrize(
    ("language", "course", "words"),
    [("zh-hans", "课程 law", "从哪里开始"), ("en", "Course law", "Where to begin")],
)
def test_workshop_speaks_the_language_that_each_person_chose(workshop, language, course, words):
    speaks(workshop.writer, language)
    assert words in workshop.writer.get("/cms/").content.decode()
    explorer = workshop.writer.get(f"/cms/pages/{CourseIndexPage.objects.get().pk}/").content.decode()
    assert course in explorer
    assert course in workshop.writer.get("/cms/pages/search/", {"q": "law"}).content.decode()


def test_editor_has_a_tab_per_language_and_hides_the_working_title(workshop):
    page = workshop.writer.get(f"/cms/pages/{workshop.lesson.pk}/edit/").content.decode()
    for tab in ("简体中文", "英语", "设置"):
        assert tab in page
    assert 'name="title"' not in page
    assert 'name="heading_en"' in page


def test_new_page_gets_its_address_from_its_chinese_heading(workshop):
    form = {
        "heading_zh_hans": "监护人的责任",
        "heading_en": "",
        "summary_zh_hans": "",
        "summary_en": "",
        "slug": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    workshop.writer.post(f"/cms/pages/add/courses/modulepage/{workshop.course.pk}/", form)
    assert workshop.course.get_children().get(slug="jian-hu-ren-de-ze-ren").title == "监护人的责任"


def test_posts_of_a_course_are_those_that_exist(workshop):
    make_post("volunteer")
    course = workshop.course
    form = form_of(workshop.reviewer, course)
    form.pop("topics", None)
    answer = post(workshop.reviewer, course, form | {"posts": ["invented"]}, "publish")
    assert list(answer.context["form"].errors) == ["posts"]
    post(workshop.reviewer, course, form | {"posts": ["volunteer"]}, "publish")
    course.refresh_from_db()
    assert course.posts == ["volunteer"]
