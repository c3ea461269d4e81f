"""A translator finds the one stale block in the CMS, sees what changed, and brings it up to date."""

import pytest
from django.contrib.auth.models import Group

from courses.frame import REVIEWERS, TRAINERS, build_frame
from courses.models import LessonPage
from tests.factories.cadres import make_user
from tests.factories.courses import make_course
from tests.factories.lessons import block, give_body

pytestmark = pytest.mark.browser


@pytest.fixture
def stale_lesson(committed_db):
    build_frame()
    make_course("law", lessons=2, quiz=False)
    user = make_user("su")
    user.groups.add(*Group.objects.filter(name__in=[TRAINERS, REVIEWERS]))
    lesson = LessonPage.objects.get(slug="lesson-1")
    give_body(lesson, "zh-hans", block("text", "<p>正文 1，以及新的一句</p>", str(lesson.body_zh_hans[0].id)))
    return lesson


def test_translator_finds_the_one_stale_block_and_publishes_its_translation(stale_lesson, open_page):
    page = open_page(user="su")
    page.goto("/cms/translating/")
    assert page.locator(".translating-stale").inner_text() == "1"
    page.click("main table a")
    page.wait_for_selector("td .translating-stale")
    assert page.locator("td .translating-stale").count() == 1
    assert "以及新的一句" in page.locator(".translating-diff ins").inner_text()
    page.click("section.translating-page td.title a")
    page.wait_for_selector(".translating-unit .translating-stale")
    unit = page.locator(".translating-unit:has(.translating-stale)")
    assert unit.count() == 1
    editor = unit.locator("[contenteditable=true]")
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Body 1, and a new sentence")
    page.wait_for_timeout(700)  # the editor hands its text to the form after a pause
    page.click("button[name=publish]")
    page.wait_for_selector(".messages, [role=status], .translating-current")
    page.wait_for_function("!document.querySelector('.translating-stale')")
    assert page.locator(".translating-stale").count() == 0
    page.goto("/en/courses/law/module-1/lesson-1/")
    assert "and a new sentence" in page.inner_text("article")
    assert page.locator(".stale").count() == 0
