"""A real Chromium against a real server. Django's guard against async is lifted: Playwright keeps a loop in this thread."""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.cable import Cable
from tests.browser.flags import FLAGS, PATH
from tests.browser.phone import Phone
from tests.factories.cadres import PASSWORD, make_facilitator
from tests.factories.courses import make_course, make_quiz
from tests.factories.units import make_tree

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def playwright_here():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright_here):
    browser = playwright_here.chromium.launch(executable_path=PATH, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def open_page(chromium, live_server):
    """``open_page(width=360, javascript=True, user=None)``: a page of a fresh browser, signed in as the user's name."""
    contexts = []

    def make(*, width=1280, javascript=True, user=None, bypass_csp=False):
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
            base_url=live_server.url,
            bypass_csp=bypass_csp,
        )
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on(
            "console", lambda message: page.problems.append(message.text) if message.type == "error" else None
        )
        if user:
            page.goto("/en/account/login/")
            page.fill("#id_login", user)
            page.fill("#id_password", PASSWORD)
            page.click("main button")
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def cable(live_server):
    cable = Cable(live_server.url)
    yield cable
    cable.close()


@pytest.fixture
def phones(playwright_here, tmp_path, cable):
    """``phones()``: one more phone."""
    made = []

    def make() -> Phone:
        made.append(Phone(playwright_here, tmp_path / f"profile-{len(made)}", cable.url))
        return made[-1]

    yield make
    for phone in made:
        phone.close()


@pytest.fixture
def village(committed_db):
    units = make_tree()
    make_course("guardianship", modules=1, lessons=2)
    make_quiz("room", purpose="session", questions=2)
    return {
        "unit": units["p1a1"],
        "chen": make_facilitator("chen", unit=units["p1a1"]),
        "wei": make_facilitator("wei", unit=units["p1a1"]),
    }
