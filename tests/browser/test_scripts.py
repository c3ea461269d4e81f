"""Tibetan breaks its lines where Tibetan does; in a page from right to left a Chinese passage keeps its own direction."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.factories.cadres import make_trainer
from tests.factories.courses import make_home

pytestmark = pytest.mark.browser
TIBETAN = "བོད་ཡིག་གི་ཡི་གེ་འདི་ནི་གཟུགས་ཆེ་ཆུང་ལ་བལྟ་བའི་དཔེ་ཡིན།" * 6
LINE_ENDS = """element => {
  const text = element.firstChild, ends = [];
  let before = null;
  for (let at = 0; at < text.length; at += 1) {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    const box = range.getClientRects()[0];
    if (!box || !box.width) continue;
    if (before !== null && box.top > before + 5) ends.push(text.data[at - 1]);
    before = box.top;
  }
  return ends;
}"""
LEFT_OF = """([element, letter]) => {
  const text = element.firstChild, range = document.createRange(), at = text.data.indexOf(letter);
  range.setStart(text, at);
  range.setEnd(text, at + 1);
  return range.getBoundingClientRect().left;
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_style_guide_fits_and_is_accessible(committed_db, open_page, width):
    make_home()
    make_trainer()
    page = open_page(width=width, user="trainer", bypass_csp=True)
    page.goto("/cms/style-guide/")
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:140]) for one in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def put(page, html):
    page.evaluate("html => { document.querySelector('main .wrap').innerHTML = html; }", html)


def test_tibetan_breaks_after_its_syllables_and_fits_a_phone(committed_db, open_page):
    make_home()
    page = open_page(width=360)
    page.goto("/en/help/")
    put(page, f'<p lang="bo">{TIBETAN}</p>')
    ends = page.locator("main p").evaluate(LINE_ENDS)
    assert len(ends) > 3
    assert set(ends) <= {"་", "།"}
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_chinese_passage_in_a_page_from_right_to_left_ends_where_it_ends(committed_db, open_page):
    make_home()
    page = open_page(width=1280)
    page.goto("/en/help/")
    page.evaluate("document.documentElement.dir = 'rtl'")
    put(page, "<p>有地方可以指定。</p>")
    passage = page.locator("main p").element_handle()
    assert page.evaluate(LEFT_OF, [passage, "。"]) > page.evaluate(LEFT_OF, [passage, "定"])
