"""Product rule 9: taking a course, a quiz and a certificate needs no JavaScript."""

import pytest
from playwright.sync_api import expect

from learning.models import Certificate
from tests.factories.cadres import make_cadre
from tests.factories.courses import make_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_cadre_learns_and_is_certified_with_javascript_off(committed_db, open_page, language):
    units = make_tree()
    make_cadre("lan", unit=units["p1a1"])
    course = make_course("law", modules=1, lessons=2, final=True)
    page = open_page(width=360, javascript=False, user="lan")
    page.goto(f"/{language}/courses/law/")
    page.click("main form button")
    page.click(".step-list a >> nth=0")
    page.click(".done-form button")
    page.click("main .panel a.button")
    answer_rightly(page, "law-1")
    page.click("main p.form-actions a.button")
    page.click(".step-list a >> nth=2")
    page.click("main .panel a.button")
    answer_rightly(page, "law-final")
    page.goto(f"/{language}/my-learning/")
    page.click("main .card a.button")
    expect(page.locator("main figure img")).to_be_visible()
    certificate = Certificate.objects.get()
    page.click("main a[href*='/verify/']")
    expect(page.locator("main")).to_contain_text(certificate.number)
    assert course.pk


def answer_rightly(page, key):
    """Our factories make question n of a quiz with option n mod 3 as the right one."""
    page.click("main form button")
    fieldsets = page.locator("fieldset.question")
    for number in range(fieldsets.count()):
        fieldsets.nth(number).locator("input").nth(number % 3).check()
    page.click("button[value=submit]")
    expect(page.locator(".notice--success")).to_be_visible()


def test_quiz_with_gaps_asks_once_and_keeps_what_was_chosen(committed_db, open_page):
    units = make_tree()
    make_cadre("lan", unit=units["p1a1"])
    make_course("law", modules=1, lessons=1)
    page = open_page(width=360, javascript=False, user="lan")
    page.goto("/en/courses/law/module-1/lesson-1/")
    page.click("main .panel a.button")
    page.click("main form button")
    page.locator("fieldset.question").nth(0).locator("input").nth(1).check()
    page.click("button[value=submit]")
    expect(page.locator(".error-summary")).to_contain_text("Question 2")
    expect(page.locator("fieldset.question").nth(0).locator("input").nth(1)).to_be_checked()
    page.click("button[value=submit-with-gaps]")
    expect(page.locator("main")).to_contain_text("0% right")
