"""The learner's pages of a running demo, found as she would find them: by following links. For measuring and for pictures."""

import os
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import sync_playwright

from learning.demo.accounts import DEMO_PASSWORD
from tests.browser.flags import FLAGS, PATH

SITE = os.environ.get("SITE", "http://127.0.0.1:8000")


@dataclass(frozen=True)
class Stop:
    """A page of the walk: ``name``, its ``path`` under the site, and whose account sees it (None: nobody's)."""

    name: str
    path: str
    account: str | None = None


@contextmanager
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PATH, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def signed_in(browser, account: str) -> dict:
    """The cookies of a demo account, for as many fresh browsers as one likes."""
    context = browser.new_context(base_url=SITE)
    page = context.new_page()
    page.goto("/en/account/login/")
    page.fill("#id_login", account)
    page.fill("#id_password", DEMO_PASSWORD)
    page.click("main button")
    page.wait_for_url("**/my-learning/")
    cookies = context.storage_state()
    context.close()
    return cookies


def open_course(page, index: str) -> str:
    """The first course of the list that anybody may read."""
    page.goto(index)
    for path in page.locator("main .card h2 a").evaluate_all("all => all.map(one => one.pathname)"):
        page.goto(path)
        lessons = page.locator("main .step-list a")
        if lessons.count():
            page.goto(lessons.first.get_attribute("href"))
        if page.locator(".lesson-body").count():
            return path
    raise LookupError("no public course in the demo")


def length_of(page, path: str) -> int:
    page.goto(path)
    return len(page.content())


def learner_pages(browser, language: str, cookies: dict) -> list[Stop]:
    """The public pages, then what a cadre sees of her own. A page that the demo does not have just now is left out."""
    start = f"/{language}"
    stops = [Stop("home", f"{start}/"), Stop("course index", f"{start}/courses/")]
    page = browser.new_context(base_url=SITE).new_page()

    def first(path, *links):
        page.goto(path)
        for link in links:
            found = page.locator(link)
            if not found.count():
                return None
            page.goto(found.first.get_attribute("href"))
        return page.evaluate("location.pathname")

    course = open_course(page, stops[1].path)
    stops += [Stop("course", course), Stop("module", first(course, "main h3 a"))]
    page.goto(course)
    lessons = page.locator("main .step-list a").evaluate_all("all => all.map(one => one.pathname)")
    stops.append(Stop("lesson", max(map(first, lessons), key=lambda path: length_of(page, path))))
    for lesson in lessons:
        if quiz := first(lesson, "main .panel a.button[href*='/quizzes/']"):
            stops.append(Stop("quiz", quiz))
            break
    stops += [
        Stop("help", f"{start}/help/"),
        Stop("what is kept about people", f"{start}/privacy/"),
        Stop("how I want to read", f"{start}/reading/"),
        Stop("sign in", f"{start}/account/login/"),
        Stop("forgotten password", f"{start}/account/password/reset/"),
        Stop("check in to a session", f"{start}/join/"),
        Stop("check a certificate", f"{start}/verify/"),
        Stop("page that does not exist", f"{start}/nowhere/"),
    ]
    page = browser.new_context(base_url=SITE, storage_state=cookies).new_page()
    mine = Stop("my learning", f"{start}/my-learning/", "cadre")
    stops.append(mine)
    if certificate := first(mine.path, "main a[href*='/certificates/of/']"):
        stops.append(Stop("certificate", certificate, "cadre"))
    if verified := first(mine.path, "main a[href*='/certificates/of/']", "main a[href*='/verify/']"):
        stops.append(Stop("certificate, checked", verified))
    return [stop for stop in stops if stop.path]
