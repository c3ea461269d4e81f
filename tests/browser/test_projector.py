"""The projector: one screen at a time, by key and button; the second window follows. Without script all screens stand there."""

import pytest

from courses.models import LessonPage
from tests.factories.cadres import make_facilitator
from tests.factories.courses import make_course
from tests.factories.lessons import block, give_body
from tests.factories.units import make_tree

pytestmark = pytest.mark.browser


@pytest.fixture
def address(committed_db):
    make_course("law", lessons=1, quiz=False)
    lesson = LessonPage.objects.get()
    texts = [block("text", f"<h3>Part {n}</h3><p>Idea {n}</p>", str(n)) for n in range(1, 4)]
    note = block(
        "facilitator_note", {"note": "<p>Ask first</p>", "minutes": 5, "questions": [], "distress": ""}, "n"
    )
    give_body(lesson, "en", texts[0], note, *texts[1:])
    make_facilitator("chen", unit=make_tree()["p1"])
    return f"/en/lessons/{lesson.pk}/projector/"


def shown(page) -> str:
    return page.locator("[data-screen].is-shown").get_attribute("data-screen")


def test_keys_and_buttons_turn_the_screens_and_the_second_window_follows(address, open_page):
    wall = open_page(user="chen")
    wall.goto(address)
    notes = wall.context.new_page()
    notes.goto(f"{address}notes/")
    assert shown(wall) == "1"
    wall.bring_to_front()
    wall.keyboard.press("ArrowRight")
    assert shown(wall) == "2"
    notes.wait_for_function("document.querySelector('[data-screen].is-shown').dataset.screen === '2'")
    assert "Ask first" in notes.locator("[data-screen].is-shown").inner_text()
    assert "Ask first" not in wall.content()
    wall.click("[data-on]")
    wall.keyboard.press("End")
    assert shown(wall) == "4"
    wall.keyboard.press("ArrowRight")
    assert shown(wall) == "4"
    notes.bring_to_front()
    notes.click("[data-back]")
    wall.wait_for_function("document.querySelector('[data-screen].is-shown').dataset.screen === '3'")
    wall.bring_to_front()
    wall.keyboard.press("b")
    assert wall.evaluate("document.body.classList.contains('is-black')")
    wall.keyboard.press("ArrowRight")  # any key brings the picture back, and turns nothing
    assert not wall.evaluate("document.body.classList.contains('is-black')")
    assert shown(wall) == "3"
    assert wall.problems == []


def test_without_script_every_screen_can_be_read(address, open_page):
    page = open_page(user="chen", javascript=False)
    page.goto(address)
    assert all(page.locator(f"text=Idea {n}").is_visible() for n in (1, 2, 3))


SWIPE = """([from, to]) => {
  const at = x => [new Touch({ identifier: 1, target: document.body, clientX: x, clientY: 300 })];
  document.body.dispatchEvent(new TouchEvent("touchstart", { touches: at(from), changedTouches: at(from), bubbles: true }));
  document.body.dispatchEvent(new TouchEvent("touchend", { touches: [], changedTouches: at(to), bubbles: true }));
}"""


def test_a_swipe_turns_the_screen_in_the_direction_of_reading_and_a_short_one_does_not(address, open_page):
    wall = open_page(user="chen", width=360)
    wall.goto(address)
    wall.evaluate(SWIPE, [300, 100])
    assert shown(wall) == "2"
    wall.evaluate(SWIPE, [200, 170])
    assert shown(wall) == "2"
    wall.evaluate(SWIPE, [100, 300])
    assert shown(wall) == "1"
    wall.evaluate("document.documentElement.dir = 'rtl'")
    wall.evaluate(SWIPE, [100, 300])
    assert shown(wall) == "2"
    assert wall.problems == []
