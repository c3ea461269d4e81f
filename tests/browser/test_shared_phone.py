"""A phone that several people use: where one stopped is hers, and gone when she signs out."""

import pytest
from playwright.sync_api import expect

from courses.models import LessonPage
from tests.factories.cadres import PASSWORD, make_cadre
from tests.factories.courses import make_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.browser


@pytest.fixture
def lesson(committed_db):
    units = make_tree()
    for name in ("lan", "mei"):
        make_cadre(name, unit=units["p1a1"])
    make_course("law", modules=1, lessons=1)
    lesson = LessonPage.objects.get()
    text = "".join(f"<p>第{number}段。{'监护人的职责。' * 12}</p>" for number in range(40))
    for code in ("zh_hans", "en"):
        setattr(lesson, f"body_{code}", [("text", text)])
    lesson.save_revision().publish()
    return lesson


def sign_in(page, name):
    page.goto("/en/account/login/")
    page.fill("#id_login", name)
    page.fill("#id_password", PASSWORD)
    page.click("main button")


def read_until(page, words):
    page.locator(f"main p:has-text('{words}')").evaluate(
        "one => window.scrollTo({top: one.offsetTop - 100, behavior: 'instant'})"
    )
    page.wait_for_timeout(200)


def kept(page):
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('library.mine.'))")


def test_reader_goes_on_where_she_stopped_and_nothing_of_it_stays_after_signing_out(lesson, open_page):
    page = open_page(width=360, user="lan")
    address = lesson.get_url()
    page.goto(address)
    expect(page.locator("[data-resume]")).to_be_hidden()
    read_until(page, "第20段")
    page.goto("/en/my-learning/")
    page.goto(address)
    page.click("[data-resume] a")
    expect(page.locator("main p:has-text('第20段')")).to_be_in_viewport()
    page.goto("/en/my-learning/")
    assert kept(page)
    page.click(".site-nav form button")
    expect(page.locator("h1")).to_have_text("You are signed out")
    page.wait_for_load_state("networkidle")
    assert kept(page) == []
    page.click("main a.button--primary")
    expect(page.locator("#id_login")).to_be_visible()


def test_next_person_is_not_told_where_the_last_one_stopped_even_without_a_sign_out(lesson, open_page):
    page = open_page(width=360, user="lan")
    page.goto(lesson.get_url())
    read_until(page, "第20段")
    page.goto("/en/my-learning/")
    page.context.clear_cookies()
    sign_in(page, "mei")
    page.goto(lesson.get_url())
    expect(page.locator("[data-resume]")).to_be_hidden()


def test_reader_without_an_account_leaves_no_place_behind(lesson, open_page):
    page = open_page(width=360)
    page.goto(lesson.get_url())
    read_until(page, "第20段")
    page.goto("/en/help/")
    assert kept(page) == []
