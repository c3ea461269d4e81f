"""Every question type in a browser: accessible, narrow, from right to left, by keyboard, and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from courses.content.build import build_course
from courses.models import LessonPage
from learning.models import QuizResult
from quizzes.attempts import paper_versions
from quizzes.models import Attempt
from tests.factories.cadres import make_cadre
from tests.factories.courses import course_data, make_index
from tests.factories.learning import right_answers
from tests.factories.questions import WRITTEN, image_choice
from tests.factories.units import make_tree

pytestmark = pytest.mark.browser
PICTURES = image_choice("pictures", images=("police-post.png", "car-waiting.png", "sweets.png"))


@pytest.fixture
def address(committed_db):
    units = make_tree()
    data = course_data("law", modules=1, lessons=1)
    questions = {**WRITTEN, "image_choice": PICTURES}
    questions.pop("open_answer")
    data["modules"][0]["quiz"]["questions"] = list(questions.values())
    build_course(make_index(), data)
    make_cadre("lan", unit=units["p1a1"])
    return f"/lessons/{LessonPage.objects.get().pk}/quizzes/law-1/"


def begin(page, address, language="en"):
    page.goto(f"/{language}{address}")
    page.click("main form button.button--primary")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("width", [360, 1280])
def test_form_of_every_type_has_no_violation_and_fits_the_screen(address, open_page, language, width):
    page = open_page(width=width, user="lan")
    begin(page, address, language)
    assert page.locator(".question").count() == len(WRITTEN) - 1
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.problems == []


def fill_in(page, content, answer, name):
    """The answer of one question put into its fields, as a person would."""
    if isinstance(answer, dict):
        for part, value in answer.items():
            field = f'[name="{name}-{part}"]'
            if page.locator(f"select{field}").count():
                page.locator(f"select{field}").select_option(value)
            elif page.locator(f"{field}[type=radio]").count():
                page.locator(f'{field}[value="{value}"]').check()
                if content["type"] == "case":
                    page.click(f'[value="go-on:{name}"]')
            else:
                page.fill(field, value)
    elif page.locator(f'[name="{name}"][value]').count() > 1:
        for one in answer if isinstance(answer, list) else [answer]:
            page.locator(f'[name="{name}"][value="{one}"]').check()
    else:
        page.fill(f'[name="{name}"]', answer)


def test_every_type_is_answered_rightly_without_javascript(address, open_page):
    page = open_page(width=360, javascript=False, user="lan")
    begin(page, address)
    attempt = Attempt.objects.get()
    answers = right_answers(attempt)
    for version in paper_versions(attempt.paper):
        right = answers[str(version.pk)]
        if version.content["type"] == "survey":
            right = {part["id"]: "4" for part in version.content["parts"]}
        fill_in(page, version.content, right, f"q{version.pk}")
    page.click("button[value=submit]")
    assert "100% right" in page.inner_text("main")
    assert QuizResult.objects.get().passed


def test_steps_are_moved_by_keyboard_and_their_places_follow(address, open_page):
    page = open_page(user="lan")
    begin(page, address)
    rows = page.locator(".ordering .pair--place")
    first = rows.nth(0).locator("label").inner_text()
    rows.nth(0).locator("button").nth(1).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert rows.nth(2).locator("label").inner_text() == first
    assert [rows.nth(n).locator("select").input_value() for n in range(4)] == ["1", "2", "3", "4"]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == f"Move down: {first}"
