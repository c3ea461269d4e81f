"""A course is taken along and read with the network really cut: a cable that the test can pull."""

import time

import pytest
from playwright.sync_api import expect

from courses.models import CoursePage, LessonPage
from tests.browser.cable import Cable
from tests.browser.phone import Phone
from tests.factories.cadres import PASSWORD, make_cadre
from tests.factories.courses import make_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.browser
STORES = "caches.keys().then(names => names.filter(name => name.startsWith('taken-')))"


@pytest.fixture
def cable(live_server):
    cable = Cable(live_server.url)
    yield cable
    cable.close()


@pytest.fixture
def phone(playwright_here, tmp_path, cable):
    phone = Phone(playwright_here, tmp_path / "profile", cable.url)
    yield phone
    phone.kill()


def course(**shape):
    return make_course("law", modules=1, lessons=3, quiz=False, **shape)


def open_(phone, path):
    phone.page.goto(f"{phone.url}{path}")


def take(phone, course, size="text"):
    open_(phone, f"/en/courses/{course.pk}/take-along/")
    phone.page.check(f"input[value={size}]")
    phone.page.click("[data-choose] button")


def taken(phone, course, size="text"):
    take(phone, course, size)
    expect(phone.page.locator("[data-says]")).to_contain_text("All of it is on this device", timeout=30_000)


def test_public_course_is_read_without_a_network_by_somebody_without_an_account(committed_db, phone, cable):
    law = course()
    taken(phone, law)
    assert phone.page.evaluate("document.cookie") == ""
    assert phone.page.context.cookies() == []
    cable.cut()
    open_(phone, law.get_url().replace("zh-hans", "en"))
    phone.page.click(".step-list a >> nth=1")
    expect(phone.page.locator(".lesson-body")).to_contain_text("Body 2")
    expect(phone.page.locator("main .notice").first).to_contain_text("Kept on this device on")
    phone.page.click("a[rel=next]")
    expect(phone.page.locator(".lesson-body")).to_contain_text("Body 3")
    assert (
        phone.page.evaluate("getComputedStyle(document.querySelector('.leave')).position") == "fixed"
    )  # styled
    open_(phone, "/en/help/")  # was not taken along
    expect(phone.page.locator("main")).to_contain_text("There is no network")
    expect(phone.page.locator("[data-list]")).to_contain_text("Training law")  # the neutral title
    phone.page.click("[data-list] a")
    expect(phone.page.locator("h1")).to_have_text("Course law")


def test_interrupted_download_goes_on_where_it_was(committed_db, phone, cable):
    law = course()
    asked = []
    phone.page.on("request", lambda request: asked.append(request.url))
    open_(phone, f"/en/courses/{law.pk}/take-along/")

    def cut_at_the_second_lesson(route):
        cable.cut()
        route.abort()

    phone.page.route("**/module-1/lesson-2/", cut_at_the_second_lesson)
    phone.page.click("[data-choose] button")
    expect(phone.page.locator("[data-says]")).to_contain_text("broke off", timeout=30_000)
    first = phone.page.evaluate(STORES)
    assert len(first) == 1
    phone.page.unroute("**/module-1/lesson-2/")
    cable.mend()
    asked.clear()
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")  # as the browser says it
    expect(phone.page.locator("[data-says]")).to_contain_text("All of it is on this device", timeout=30_000)
    again = [url for url in asked if "/module-1/" in url]
    assert [url.rsplit("/", 2)[1] for url in again] == [
        "lesson-2",
        "lesson-3",
    ]  # what was there is not fetched again


def test_changed_lesson_is_brought_up_to_date_and_a_closed_course_goes(committed_db, phone, cable):
    law = course()
    taken(phone, law)
    lesson = LessonPage.objects.get(slug="lesson-1")
    lesson.body_en = [("text", "<p>The new words</p>")]
    lesson.save_revision().publish()
    open_(phone, "/en/taken-along/")
    phone.page.wait_for_selector("[data-fresh]:visible")
    cable.cut()
    open_(phone, f"/en/lessons/{lesson.pk}/")
    expect(phone.page.locator(".lesson-body")).to_contain_text("The new words")
    cable.mend()
    CoursePage.objects.get(pk=law.pk).unpublish()
    open_(phone, "/en/taken-along/")
    phone.page.wait_for_selector("[data-fresh]:visible")
    expect(phone.page.locator("[data-none]")).to_be_visible()
    assert phone.page.evaluate(STORES) == []


def test_what_was_taken_is_shown_and_removed(committed_db, phone):
    taken(phone, course())
    open_(phone, "/en/taken-along/")
    expect(phone.page.locator("[data-list] .muted")).to_contain_text("kB")
    phone.page.click("[data-list] button")
    expect(phone.page.locator("[data-none]")).to_be_visible()
    assert phone.page.evaluate(STORES) == []


def test_course_for_cadres_is_taken_with_the_account_and_goes_with_the_sign_out(committed_db, phone, cable):
    make_cadre("lan", unit=make_tree()["p1a1"])
    law = course(audience="cadres")
    open_(phone, f"/en/courses/{law.pk}/take-along/")
    assert "/account/login/" in phone.page.url
    phone.page.fill("#id_login", "lan")
    phone.page.fill("#id_password", PASSWORD)
    phone.page.click("main button")
    phone.page.wait_for_url("**/take-along/")
    taken(phone, law)
    cable.cut()
    open_(phone, law.get_url().replace("zh-hans", "en"))
    expect(phone.page.locator("h1")).to_have_text("Course law")
    expect(phone.page.locator("form")).to_have_count(0)  # nothing that could not be sent
    cable.mend()
    open_(phone, "/en/my-learning/")
    phone.page.click(".site-nav form button")
    expect(phone.page.locator("h1")).to_have_text("You are signed out")
    phone.page.wait_for_load_state("networkidle")
    assert phone.page.evaluate(STORES) == []


def test_slow_network_is_not_taken_for_none(committed_db, phone, cable):
    law = course()
    taken(phone, law)
    cable.delay = 6  # longer than the worker waits
    open_(phone, "/en/help/")  # was not taken along: waited for
    expect(phone.page.locator("h1")).to_have_text("Help and leaving safely")
    began = time.monotonic()
    open_(phone, law.get_url().replace("zh-hans", "en"))
    expect(phone.page.locator("h1")).to_have_text("Course law")
    assert time.monotonic() - began < 6
    cable.delay = 0


def test_leaving_without_a_network_goes_to_a_page_that_says_nothing(committed_db, phone):
    law = course()
    taken(phone, law)
    open_(phone, law.get_url().replace("zh-hans", "en"))
    phone.page.context.set_offline(True)
    phone.page.click("[data-leave]")
    phone.page.wait_for_url("**/away/")
    words = phone.page.content()
    assert "No network" in words
    assert "Training library" not in words
    phone.page.context.set_offline(False)


def test_wechat_is_told_what_to_do_instead(committed_db, chromium, live_server):
    law = course()
    context = chromium.new_context(
        user_agent="Mozilla/5.0 (Linux; Android 12) MicroMessenger/8.0.50", base_url=live_server.url
    )
    page = context.new_page()
    page.goto(f"/en/courses/{law.pk}/take-along/")
    expect(page.locator("[data-take-along]")).to_be_hidden()
    expect(page.locator("[data-wechat]")).to_be_visible()
    context.close()
