"""Activities in a real browser under the real policies: they play, count, are resumed, and reach nothing of the site."""

from types import SimpleNamespace

import pytest

from courses.content.build import build_course
from courses.h5p.models import Refusal, Run, State, Statement
from learning.models import Enrolment, StepCompletion
from tests.factories import h5p as make
from tests.factories.cadres import make_cadre
from tests.factories.courses import course_data, make_index, make_quiz
from tests.factories.units import make_tree

pytestmark = pytest.mark.browser


@pytest.fixture
def lesson_with(committed_db):
    """``lesson_with(*keys)``: a cadre ``wang`` and the address of a lesson that shows the activities."""

    def make_lesson(*keys):
        units = make_tree()
        cadre = make_cadre("wang", unit=units["p1a1"])
        data = course_data("plays", lessons=1, quiz=False)
        data["modules"][0]["lessons"][0]["body"] += [{"activity": key} for key in keys]
        course = build_course(make_index(), data)
        return SimpleNamespace(cadre=cadre, course=course, path="/courses/plays/module-1/lesson-1/")

    return make_lesson


def frame_of(page, number=0):
    """The activity's frame once it has begun."""
    page.locator("[data-activity]").nth(number).scroll_into_view_if_needed()
    page.wait_for_function("n => document.querySelectorAll('iframe.activity__player').length > n", arg=number)
    frame = page.query_selector_all("iframe.activity__player")[number].content_frame()
    frame.wait_for_selector(".h5p-initialized", state="attached")
    return frame


def test_right_answer_is_recorded_scored_and_counts(lesson_with, open_page):
    make.make_activity("probe", required=True, policy="on_completed")
    here = lesson_with("probe")
    page = open_page(user="wang")
    page.goto("/en" + here.path)
    frame_of(page).click("text=yes")
    page.wait_for_selector(".activity--done")
    assert "Your best result: 100%" in page.text_content("[data-says]")
    assert [s.verb for s in Statement.objects.order_by("pk")] == ["answered"]
    run = Run.objects.get()
    assert (str(run.best), str(run.last)) == ("1.0000", "1.0000")
    step = StepCompletion.objects.get()
    assert (step.step_key, step.witness) == ("activity:probe", "browser")
    assert page.problems == []


def test_failing_result_never_completes_and_a_later_pass_does(lesson_with, open_page):
    make_quiz("counts-the-same")
    rules = {"required": True, "policy": "on_score", "pass_mark": 80, "equivalent_quiz": "counts-the-same"}
    make.make_activity("probe", **rules)
    here = lesson_with("probe")
    page = open_page(user="wang")
    page.goto("/en" + here.path)
    frame = frame_of(page)
    frame.click("text=no")
    page.locator("[data-says]", has_text="0%").wait_for()
    assert not StepCompletion.objects.exists()
    assert Run.objects.get().done_at is None
    frame.click("text=yes")
    page.wait_for_selector(".activity--done")
    frame.click("text=no")
    page.wait_for_timeout(1500)
    run = Run.objects.get()
    assert (str(run.best), str(run.last), run.done_at is None) == ("1.0000", "0.0000", False)
    assert Enrolment.objects.get().completed_at is not None


def test_goes_on_where_she_stopped_in_a_second_browser(lesson_with, open_page):
    make.make_activity("probe")
    here = lesson_with("probe")
    first = open_page(user="wang")
    first.goto("/en" + here.path)
    frame_of(first).click("text=no")
    first.wait_for_timeout(2500)
    assert State.objects.get().data == '{"chosen":"no"}'
    second = open_page(user="wang")
    second.goto("/en" + here.path)
    assert frame_of(second).text_content(".chosen") == "no"
    assert first.problems + second.problems == []


def test_dialogue_plays_with_the_keyboard_to_its_end_in_chinese(lesson_with, open_page):
    make_quiz("first-contact-2")
    here = lesson_with("first-words")
    page = open_page(user="wang", width=360)
    page.goto("/zh-hans" + here.path)
    frame = frame_of(page)
    frame.press("text=开始对话", "Enter")
    for _moment in range(6):
        best = frame.locator(".care-button--choice")
        best.first.wait_for()
        texts = best.all_text_contents()
        right = next(n for n, text in enumerate(texts) if any(sign in text for sign in ("我姓陈", "有两件事", "谢谢您告诉我", "只记您需要", "有三样", "对不起")))  # fmt: skip
        best.nth(right).press("Enter")
        frame.locator(".care-button--primary").press("Enter")
        if frame.query_selector(".care-dialogue__end"):
            break
    assert "得 10 分，满分 10 分" in frame.text_content(".care-dialogue__score")
    page.wait_for_selector(".activity--done")
    completed = Statement.objects.get(verb="completed")
    assert (completed.raw, completed.maximum, completed.success, completed.is_top) == (10, 10, True, True)
    assert page.problems == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert frame.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_sorting_is_scored_and_its_buttons_speak(lesson_with, open_page):
    here = lesson_with("first-hours")
    page = open_page(user="wang")
    page.goto("/en" + here.path)
    frame = frame_of(page)
    assert frame.get_attribute("[data-move=up-0]", "aria-label").startswith("Move up: Call 110")
    for target in range(6):
        while frame.evaluate("t => [...document.querySelectorAll('[data-move^=up-]')].findIndex(b => b.dataset.move === 'up-' + t) > t", target):  # fmt: skip
            frame.locator(f"[data-move=up-{target}]").press("Enter")
    frame.click("text=Check the order")
    page.wait_for_selector(".activity--done")
    answered = Statement.objects.get(verb="answered")
    assert (answered.raw, answered.maximum, answered.success) == (6, 6, True)
    assert page.problems == []


def test_a_container_reports_for_itself_and_its_parts_do_not_complete_it(lesson_with, open_page):
    make.make_activity("nested", file=make.nested_package(), required=True, policy="on_completed")
    here = lesson_with("nested")
    page = open_page(user="wang")
    page.goto("/en" + here.path)
    frame = frame_of(page)
    frame.click("text=yes >> nth=0")
    page.wait_for_timeout(1200)
    part = Statement.objects.get(verb="answered")
    assert (part.is_top, part.sub_content_id) == (False, make.SUB_CONTENT)
    assert not StepCompletion.objects.exists()
    frame.click("text=finish")
    page.wait_for_selector(".activity--done")
    assert Statement.objects.get(verb="completed").is_top
    assert page.problems == []


def test_nothing_of_the_site_can_be_reached_from_the_frame(lesson_with, open_page):
    make.make_activity("thief", file=make.package(make.parts(script=make.THIEF)))
    here = lesson_with("thief")
    page = open_page(user="wang")
    page.goto("/en" + here.path)
    frame = frame_of(page)
    frame.wait_for_function("window.loot && window.loot.finished", timeout=15000)
    loot = frame.evaluate("window.loot")
    assert loot["origin"] == "null"
    assert loot["cookie"] in ("", "blocked")
    assert loot["parent"] == "blocked"
    assert loot["storage"] in ("memory", "blocked")
    for door in ("cms", "learning", "statement", "form", "beacon"):
        assert loot[door] in ("blocked", "refused"), (door, loot[door])
    assert not Statement.objects.exclude(verb="attempted").exists()
    assert not Refusal.objects.exists()


def test_nothing_is_loaded_before_the_reader_comes_near(lesson_with, open_page):
    make.make_activity("probe")
    here = lesson_with("probe")
    page = open_page(user="wang")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    # far down before any script of the page looks where the activity stands
    page.add_init_script("""new MutationObserver((_changes, watch) => {
        const main = document.querySelector('main');
        if (!main) return;
        watch.disconnect();
        const far = document.createElement('div');
        far.style.setProperty('block-size', '5000px');
        main.prepend(far);
    }).observe(document, { childList: true, subtree: true })""")
    page.goto("/en" + here.path)
    page.wait_for_timeout(800)
    assert [url for url in asked if "/h5p/" in url or "/begin/" in url] == []
    frame_of(page)
    assert [url for url in asked if "/h5p/play/" in url]


def test_visitor_plays_and_nothing_is_recorded(lesson_with, open_page):
    make.make_activity("probe")
    here = lesson_with("probe")
    page = open_page()
    page.goto("/en" + here.path)
    frame_of(page).click("text=yes")
    page.wait_for_timeout(1200)
    assert not Statement.objects.exists()
    assert not State.objects.exists()
    assert page.context.cookies() == []
    assert page.problems == []


def test_without_scripts_the_words_and_the_quiz_are_there(lesson_with, open_page):
    make_quiz("counts-the-same")
    make.make_activity("probe", required=True, policy="on_score", equivalent_quiz="counts-the-same")
    here = lesson_with("probe")
    page = open_page(user="wang", javascript=False)
    page.goto("/en" + here.path)
    page.click("noscript a")
    page.click("main form button")
    assert "counts-the-same" in page.url or "attempts" in page.url


def test_activity_is_accessible_in_the_page_and_in_its_frame(lesson_with, open_page):
    from axe_playwright_python.sync_playwright import Axe

    make_quiz("first-contact-2")
    here = lesson_with("first-words", "first-hours")
    page = open_page(user="wang", width=360, bypass_csp=True)
    page.goto("/en" + here.path)
    for number in (0, 1):
        frame = frame_of(page, number)
        frame.evaluate(Axe().axe_script)
        found = frame.evaluate("axe.run(document, {rules: {region: {enabled: false}, 'page-has-heading-one': {enabled: false}}}).then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html))")  # fmt: skip
        assert found == []
    assert page.get_attribute("iframe.activity__player >> nth=0", "title")
