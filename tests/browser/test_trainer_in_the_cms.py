"""A trainer walks from an empty course to a published and translated one, all in the CMS and by clicking; a reviewer sends
her lesson back once, and the two steps of the review let it live."""

import os
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from courses.frame import CONTENT_REVIEWERS, REVIEWERS, SENSITIVITY_REVIEWERS, TRAINERS, build_frame
from courses.models import CoursePage, LessonPage, ModulePage
from tests.factories.cadres import make_user

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("SCREENSHOTS")  # a folder: then each step leaves a picture to look at


@pytest.fixture
def people(committed_db):
    index = build_frame()
    for name, group in (
        ("writer", TRAINERS),
        ("lawyer", CONTENT_REVIEWERS),
        ("carer", SENSITIVITY_REVIEWERS),
        ("senior", REVIEWERS),
    ):
        make_user(name).groups.add(Group.objects.get(name=group))
    return index


@pytest.fixture
def desk(open_page):
    """``desk(name)``: her browser, signed in; always the same one."""
    pages = {}

    def of(name):
        if name not in pages:
            pages[name] = open_page(width=1280, user=name)
        return pages[name]

    return of


def shot(page, name):
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def new_page(page, kind: str, parent: Page, heading: str):
    page.goto(f"/cms/pages/add/courses/{kind}/{parent.pk}/")
    page.fill("#id_heading_zh_hans", heading)
    save(page)


def save(page):
    """The button says what it does in each state of the page; its value does not change."""
    page.locator("button.action-save").first.click()
    page.wait_for_load_state("networkidle")


def act(page, selector: str):
    """An action of the editor's menu, behind its arrow when it is not the first."""
    button = page.locator(selector).first
    if not button.is_visible():
        page.locator("footer [data-w-dropdown-target='toggle'], nav .w-dropdown__toggle").last.click()
    button.click()
    page.wait_for_load_state("networkidle")


def write_text(page, text: str):
    """One block of running text in the Chinese body."""
    page.locator(".c-sf-add-button:visible").first.click()
    page.locator(".w-combobox__option").first.click()  # the first kind of block is running text
    editor = page.locator(".public-DraftEditor-content:visible").first
    editor.scroll_into_view_if_needed()
    editor.click()
    editor.press_sequentially(text)
    page.wait_for_function(  # the editor hands its text over a moment later
        "text => [...document.querySelectorAll('input[name^=body_zh_hans]')].some("
        "field => field.value.includes(JSON.stringify(text).slice(1, -1)) || field.value.includes(text))",
        arg=text,
    )
    shot(page, "02-typed")


def decide(page, lesson, action: str, comment: str = "", *, answers: bool = False, name: str = ""):
    page.goto(f"/cms/pages/{lesson.pk}/edit/")
    act(page, f"[data-workflow-action-name='{action}']")
    window = page.locator(".modal-body form")
    window.wait_for()
    if comment:
        window.locator("textarea").fill(comment)
    if answers:
        for choice in window.locator("input[type=radio][value=yes]").all():
            choice.check()
    shot(page, name or action)
    with page.expect_navigation():  # the window hands its answers to the editor, which sends them
        window.locator("button[type=submit]").click()


def test_from_an_empty_course_to_one_that_is_published_in_two_languages_with_a_reviewer_who_sends_it_back(
    people, desk
):
    writer, lawyer, carer = desk("writer"), desk("lawyer"), desk("carer")
    writer.goto("/cms/")
    shot(writer, "01-home-of-a-new-trainer")
    new_page(writer, "coursepage", people, "监护人的责任")
    course = CoursePage.objects.get(title="监护人的责任")
    new_page(writer, "modulepage", course, "模块一")
    module = ModulePage.objects.get(title="模块一")
    new_page(writer, "lessonpage", module, "谁是监护人")
    lesson = LessonPage.objects.get(title="谁是监护人")
    write_text(writer, "父母是未成年子女的监护人。")
    save(writer)
    shot(writer, "02-lesson-with-its-first-block")
    for page in (course, module, lesson):
        writer.goto(f"/cms/pages/{page.pk}/edit/")
        act(writer, "button[name='action-submit']")
        shot(writer, f"02-submitted-{page.slug}")
        assert Page.objects.get(pk=page.pk).workflow_in_progress, page
    for page in (course, module):  # these two pass at once
        decide(lawyer, page, "approve")
        decide(carer, page, "approve", answers=True)
    assert CoursePage.objects.get().live
    lawyer.goto("/cms/")
    shot(lawyer, "03-what-waits-for-the-lawyer")
    assert "谁是监护人" in lawyer.locator("#workshop-waiting + ul").inner_text()
    decide(lawyer, lesson, "reject", "请引用民法典的条文。", name="04-sent-back")
    writer.goto("/cms/")
    shot(writer, "05-what-waits-for-the-trainer")
    waiting = writer.locator("#workshop-waiting + ul")
    assert "请引用民法典的条文。" in waiting.inner_text()
    waiting.get_by_role("link", name="谁是监护人").click()
    writer.wait_for_load_state("networkidle")
    assert f"/cms/pages/{lesson.pk}/edit/" in writer.url
    writer.fill("#id_summary_zh_hans", "民法典第二十七条。")
    writer.locator("a[role=tab]").filter(has_text="What this change means").click()
    shot(writer, "06-minor-or-material")
    writer.locator("input[name=change_kind][value=minor]").check()
    act(writer, "button[name='action-restart-workflow'], button[name='action-submit']")
    decide(lawyer, lesson, "approve", name="07-content-approved")
    assert not LessonPage.objects.get(pk=lesson.pk).live
    decide(carer, lesson, "approve", "读起来很稳。", answers=True, name="08-checklist")
    live = LessonPage.objects.get(pk=lesson.pk)
    assert live.live
    assert live.summary_zh_hans == "民法典第二十七条。"
    writer.goto("/cms/")
    shot(writer, "09-all-is-live")
    assert "谁是监护人" in writer.goto(live.get_url()).text()
    senior = desk("senior")
    for page, texts in (
        (course, ["The duties of guardians"]),
        (module, ["Module one"]),
        (
            lesson,
            [
                "Who is a guardian",
                "Article 27 of the Civil Code.",
                "Parents are the guardians of their children.",
            ],
        ),
    ):
        translate(writer, page, texts)
        senior.goto(f"/cms/pages/{page.pk}/edit/")
        minor = senior.locator("input[name=change_kind][value=minor]")
        if minor.count():
            senior.locator("a[role=tab]").filter(has_text="What this change means").click()
            minor.check()
        act(senior, "button[name='action-publish']")
    shot(senior, "11-published-in-both")
    english = writer.goto(f"/en{live.get_url().removeprefix('/zh-hans').removeprefix('/en')}").text()
    assert "Who is a guardian" in english
    assert "Parents are the guardians of their children." in english
    assert "has not been translated" not in english
    assert (
        "父母是未成年子女的监护人。"
        in writer.goto(f"/zh-hans{live.get_url().removeprefix('/zh-hans').removeprefix('/en')}").text()
    )


def translate(page, of: Page, texts: list):
    """Each open part in its turn, in the translator's view; saved as a draft."""
    page.goto(f"/cms/translating/pages/{of.pk}/en/")
    units = page.locator(".translating-unit")
    assert units.count() == len(texts), of
    for number, text in enumerate(texts):
        unit = units.nth(number)
        rich = unit.locator("[contenteditable=true]")
        if rich.count():
            rich.click()
            page.keyboard.type(text)
            page.wait_for_timeout(700)  # the editor hands its text to the form after a pause
        else:
            unit.locator("input[type=text], textarea").last.fill(text)
    shot(page, f"10-translated-{of.slug}")
    page.locator(".translating-form button[type=submit]:not([name])").click()
    page.wait_for_load_state("networkidle")
