"""Where and how activities play: on a second origin, from right to left, on the whole screen, on the wall and in previews;
and what a second look costs."""

import collections
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.test.testcases import QuietWSGIRequestHandler

from courses.content.build import build_course
from courses.frame import TRAINERS, build_frame
from courses.h5p.models import Activity, Content, Run, State, Statement
from courses.models import LessonPage
from learning.models import Enrolment, Mandate
from tests.browser.test_activities import frame_of
from tests.factories import h5p as make
from tests.factories.cadres import LONG_AGO, make_cadre
from tests.factories.courses import course_data, make_index, make_quiz
from tests.factories.units import make_tree

pytestmark = pytest.mark.browser


@pytest.fixture
def units(committed_db):
    return make_tree()


def lesson_with(key) -> SimpleNamespace:
    data = course_data("plays", lessons=1, quiz=False)
    data["modules"][0]["lessons"][0]["body"] += [{"activity": key}]
    build_course(make_index(), data)
    return SimpleNamespace(path="/courses/plays/module-1/lesson-1/", page=LessonPage.objects.get())


@pytest.fixture
def second_origin(live_server, settings):
    """The player on a host name of its own. In the browser ``localhost`` and ``127.0.0.1`` are two sites."""
    origin = live_server.url.replace("localhost", "127.0.0.1")
    assert origin != live_server.url
    settings.H5P_CONTENT_ORIGIN, settings.SITE_URL = origin, live_server.url
    policy = {**settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], "frame-src": ["'self'", origin]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}
    return origin


def recorded() -> list:
    return [*Statement.objects.all(), *State.objects.all(), *Run.objects.all(), *Enrolment.objects.all()]


def test_on_a_second_origin_it_plays_counts_and_reaches_no_cookie(units, open_page, second_origin):
    make.make_activity("probe", required=True, policy="on_completed")
    here = lesson_with("probe")
    make_cadre("wang", unit=units["p1a1"])
    page = open_page(user="wang")
    page.goto("/en" + here.path)
    frame = frame_of(page)
    assert frame.url.startswith(second_origin + "/h5p/play/")
    assert frame.evaluate("window.origin") == second_origin
    assert frame.evaluate("document.cookie") == ""
    frame.click("text=yes")
    page.wait_for_selector(".activity--done")
    assert Statement.objects.get().verb == "answered"
    assert page.problems == []


def test_the_site_itself_is_not_there_on_the_second_origin(units, open_page, second_origin):
    page = open_page()
    for path in ("/en/", "/cms/", "/en/account/login/"):
        assert page.context.request.get(second_origin + path).status == 404


def test_plays_from_right_to_left_in_a_language_that_is_written_so(units, open_page):
    make.make_activity("probe")
    Content.objects.update(language="fa")
    here = lesson_with("probe")
    make_cadre("wang", unit=units["p1a1"])
    page = open_page(user="wang", width=360)
    page.goto("/en" + here.path)
    frame = frame_of(page)
    assert frame.evaluate("[document.documentElement.dir, document.documentElement.lang]") == ["rtl", "fa"]
    button = frame.evaluate("document.querySelector('button').getBoundingClientRect().right")
    assert button > frame.evaluate("window.innerWidth") / 2  # begins at the right edge
    frame.click("text=yes")
    page.locator("[data-says]", has_text="100%").wait_for()
    assert page.problems == []


def test_fills_the_screen_and_comes_back(units, open_page):
    make.make_activity("probe")
    here = lesson_with("probe")
    page = open_page()
    page.goto("/en" + here.path)
    frame_of(page)
    page.click("[data-full]")
    page.wait_for_function(
        "document.fullscreenElement && document.fullscreenElement.matches('.activity__player')"
    )
    assert page.evaluate(
        "document.fullscreenElement.getBoundingClientRect().height >= window.innerHeight - 1"
    )
    page.evaluate("document.exitFullscreen()")
    page.wait_for_function("!document.fullscreenElement")
    assert page.problems == []


def test_on_the_wall_and_in_the_guide_it_plays_and_nothing_is_recorded(units, open_page):
    """Also when she who teaches is a cadre in post, for whom it would count in the lesson."""
    make.make_activity("probe", required=True, policy="on_completed")
    here = lesson_with("probe")
    cadre = make_cadre("chen", unit=units["p1a1"])
    Mandate.objects.create(user=cadre.user, unit=units["p1"], role=Mandate.Role.FACILITATOR, since=LONG_AGO)
    page = open_page(user="chen")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/activities/" in request.url else None)
    page.goto(f"/en/lessons/{here.page.pk}/projector/")
    while not page.locator("[data-screen].is-shown [data-activity]").count():
        page.click("[data-on]")
    frame_of(page).click("text=yes")
    page.wait_for_timeout(1500)
    page.goto(f"/en/lessons/{here.page.pk}/guide/")
    frame_of(page).click("text=yes")
    page.wait_for_timeout(1500)
    assert (asked, recorded(), page.problems) == ([], [], [])


def test_in_the_previews_of_the_cms_it_plays_and_nothing_is_recorded(units, open_page):
    """A trainer who is a cadre in post too looks at the activity, and at the lesson's draft."""
    build_frame()
    make.make_activity("probe", required=True, policy="on_completed")
    here = lesson_with("probe")
    make_cadre("lin", unit=units["p1a1"]).user.groups.add(Group.objects.get(name=TRAINERS))
    page = open_page(user="lin")
    for address in (
        f"/cms/activity-tools/contents/{Content.objects.get().pk}/preview/",
        f"/cms/pages/{here.page.pk}/view_draft/",
    ):
        page.goto(address)
        frame_of(page).click("text=yes")
        page.wait_for_timeout(1500)
        assert recorded() == []
    assert page.problems == []


@pytest.fixture
def served(monkeypatch):
    """``served[(kind)] = [requests, bytes]`` of what the server sent out since it was last cleared."""
    sent = collections.defaultdict(lambda: [0, 0])

    def note(self, format, *args):
        if len(args) == 3 and args[0].startswith("GET /h5p/"):
            kind = args[0].split("/")[2]
            sent[kind][0] += 1
            sent[kind][1] += int(args[2])

    monkeypatch.setattr(QuietWSGIRequestHandler, "log_message", note)
    return sent


@pytest.mark.parametrize("mode", ["sandbox", "second origin"])
def test_what_a_second_look_costs(units, open_page, served, request, mode):
    """Without an origin the frame has no cache that outlives it: everything comes again. On a second origin libraries
    and core come once. Prints the figures of the README: ``pytest -m browser -s -k second_look``."""
    if mode == "second origin":
        request.getfixturevalue("second_origin")
    make_quiz("first-contact-2")
    here = lesson_with("first-words")
    assert Activity.objects.filter(key="first-words").exists()
    page = open_page()
    looks = []
    for _look in range(3):
        served.clear()
        page.goto("/en" + here.path)
        frame_of(page)
        page.wait_for_load_state("networkidle")
        looks.append({kind: tuple(numbers) for kind, numbers in served.items()})
        page.goto("about:blank")
    for number, look in enumerate(looks, start=1):
        requests, size = (sum(column) for column in zip(*look.values(), strict=True))
        print(f"\n{mode}, look {number}: {requests} requests, {size / 1000:.0f} kB  {look}")
    fixed = [sum(look.get(kind, (0, 0))[1] for kind in ("core", "libraries")) for look in looks]
    assert fixed[0] > 0
    if mode == "second origin":
        assert fixed[1:] == [0, 0]
    assert looks[1]["play"][0] == 1
