"""Every page, in both languages, on a phone and on a desk: no axe violation, nothing wider than the screen, no error in
the console under the real content security policy."""

import datetime
import uuid

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from learning.enrolments.enrol import enrol
from learning.models import RegisterEntry, TrainingSession
from learning.progress.notes import write_note
from learning.sessions.close import close_session
from learning.sessions.plan import plan_session
from learning.sessions.record import record_fact
from quizzes.attempts import start_attempt
from quizzes.models import Quiz
from quizzes.paper import print_set
from tests.factories.cadres import make_cadre, make_facilitator, make_supervisor
from tests.factories.courses import make_course, make_quiz
from tests.factories.learning import complete_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.browser


@pytest.fixture
def world(committed_db):
    units = make_tree()
    course = make_course("law", modules=2, lessons=2, final=True)
    lan = make_cadre("lan", unit=units["p1a1"])
    enrolment = complete_course(lan, course)
    more = make_course("more", modules=1, lessons=2)
    by = make_facilitator("chen", unit=units["p1a"])
    Quiz.objects.filter(key="more-1").update(minutes_allowed=30, feedback_shown="at_once")
    quiz = Quiz.objects.get(key="more-1")
    attempt = start_attempt(
        registration=enrol(cadre=lan, course=more).uuid, quiz=quiz, key=uuid.uuid4(), mode="assisted"
    )
    printed = print_set(quiz=quiz, by=by)
    make_supervisor("zhou", unit=units["p1"])
    open_session = hold(units["p1a1"], by, close=False)
    closed = hold(units["p1a2"], by, close=True)
    from courses.models import LessonPage
    from learning.certificates.issue import issue_certificate

    lesson = LessonPage.objects.get(slug="lesson-2", url_path__contains="/law/module-1")
    quiz_lesson = LessonPage.objects.get(slug="lesson-2", url_path__contains="/more/module-1")
    certificate = issue_certificate(completion=enrolment.completion)
    result = enrolment.quiz_results.first()
    write_note(cadre=lan, lesson_key=lesson.content_key, headings=lesson.headings, text="想再读一遍", seen=0)
    entry = RegisterEntry.objects.filter(session=open_session).first()
    return {
        None: [
            "/",
            "/courses/",
            "/courses/?topic=legal-aid",
            "/courses/?q=law&minutes=120",
            "/courses/?q=nowhere",
            "/courses/law/",
            "/courses/law/module-1/",
            "/courses/law/module-1/lesson-2/",
            f"/lessons/{lesson.pk}/quizzes/law-1/",
            f"/lessons/{lesson.pk}/audio-script/",
            "/help/",
            "/privacy/",
            "/reading/",
            "/account/login/",
            "/account/signed-out/",
            "/account/password/reset/",
            "/verify/",
            "/verify/?code=",
            f"/verify/?code=/verify/{certificate.code}/%231.x.y.z",
            f"/verify/{certificate.code}/",
            "/verify/AAAAAAAAAAAAAAAAAAAA/",
            "/nowhere/",
            "/join/",
            f"/courses/{course.pk}/take-along/",
            "/taken-along/",
            "/welcome/",
            "/welcome/AAAABBBBCCCC/",
        ],
        "lan": [
            "/my-learning/",
            "/my-certificates/",
            "/transcript/",
            "/courses/law/",
            "/courses/more/",
            f"/lessons/{lesson.pk}/quizzes/law-1/",
            f"/lessons/{lesson.pk}/attempts/{result.attempt}/result/",
            f"/lessons/{quiz_lesson.pk}/quizzes/more-1/",
            f"/lessons/{quiz_lesson.pk}/attempts/{attempt.uuid}/",
            f"/certificates/of/{enrolment.uuid}/",
            f"/certificates/{certificate.uuid}/withdraw/",
            "/account/password/change/",
            "/my-notes/",
            "/my-data/",
            f"/lessons/{lesson.pk}/note/",
        ],
        "chen": [
            f"/lessons/{lesson.pk}/projector/",
            f"/modules/{lesson.get_parent().pk}/projector/notes/",
            f"/modules/{lesson.get_parent().pk}/guide/",
            "/sessions/",
            "/sessions/new/",
            "/assist/",
            f"/assist/{lan.uuid}/",
            f"/assist/attempts/{attempt.uuid}/",
            f"/assist/sheets/?code={printed.code}",
            f"/sessions/{open_session.uuid}/",
            f"/sessions/{open_session.uuid}/register/",
            f"/sessions/{open_session.uuid}/register/{entry.uuid}/",
            f"/sessions/{open_session.uuid}/attendance/",
            f"/sessions/{open_session.uuid}/heads/",
            f"/sessions/{open_session.uuid}/test/before/",
            f"/sessions/{open_session.uuid}/close/",
            f"/sessions/{open_session.uuid}/sheet/",
            f"/sessions/{open_session.uuid}/held/",
            f"/sessions/{open_session.uuid}/door/",
            f"/sessions/{open_session.uuid}/wall/",
            f"/sessions/{open_session.uuid}/polls/",
            f"/sessions/{open_session.uuid}/papers/before/",
            f"/sessions/{open_session.uuid}/papers/after/{entry.uuid}/",
            f"/sessions/{open_session.uuid}/feedback-cards/",
            f"/sessions/{open_session.uuid}/tallies/",
            f"/sessions/{open_session.uuid}/note/",
            f"/sessions/{open_session.uuid}/field-report/",
            f"/sessions/{open_session.uuid}/observe/",
            f"/sessions/{open_session.uuid}/care/",
            f"/sessions/{open_session.uuid}/print/",
            f"/sessions/{open_session.uuid}/flags/",
            f"/sessions/{closed.uuid}/texts/",
            "/sessions/sheet-code/",
            "/sessions/series/new/",
            f"/sessions/{open_session.uuid}/spreadsheet/",
            f"/sessions/{open_session.uuid}/uploads/",
            "/sessions/device/",
            "/sessions/devices/",
            "/sessions/file/",
            f"/sessions/{closed.uuid}/",
        ],
        "zhou": [
            "/reports/p1/?period=all",
            "/reports/p1/figures/completions/total/?period=all",
            "/reports/p1/figures/sessions/total/?period=all",
            "/reports/p1/follow-up/?period=all",
            "/reports/p1/not-shown/",
            "/units/p1/cadres/",
            "/certificates/units/p1/",
            "/sessions/flags/",
            "/reports/p1/?period=own&first=2026-02-30",
        ],
    }


def hold(unit, by, *, close) -> TrainingSession:
    begins = timezone.now() - datetime.timedelta(hours=3)
    session = TrainingSession(
        title="监护人课堂",
        unit=unit,
        venue="活动室",
        starts_at=begins,
        ends_at=begins + datetime.timedelta(hours=1),
        language="本地话",
        test=make_quiz("room", purpose="session"),
    )
    plan_session(session=session, module_keys=[], by=by)
    record_fact(session=session, fact_uuid=uuid.uuid4(), kind="notice-given", payload={"how": "shown"}, by=by)
    for number in range(6):
        entry = uuid.uuid4()
        payload = {"consent": "own", "children": 1, "role": "parent"}
        record_fact(
            session=session,
            fact_uuid=uuid.uuid4(),
            kind="entered",
            entry=entry,
            payload=payload,
            name=f"王{number}",
            by=by,
        )
        record_fact(
            session=session,
            fact_uuid=uuid.uuid4(),
            kind="attended",
            entry=entry,
            payload={"attendance": "present"},
            by=by,
        )
    if close:
        close_session(session=session, by=by)
    return session


EXPECTED_ERRORS = ("404 (Not Found)", "400 (Bad Request)")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_are_accessible_fit_the_screen_and_load_without_an_error(world, open_page, width, language):
    found = []
    for user, paths in world.items():
        strict = open_page(width=width, user=user)
        checked = open_page(width=width, user=user, bypass_csp=True)  # axe runs as an inline script
        for path in paths:
            address = f"/{language}{path}"
            strict.goto(address)
            if strict.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                found.append((address, "wider than the screen"))
            checked.goto(address)
            violations = Axe().run(checked).response["violations"]
            found += [
                (address, violation["id"], violation["nodes"][0]["html"][:140]) for violation in violations
            ]
        found += [
            (user, problem)
            for problem in strict.problems
            if not any(known in problem for known in EXPECTED_ERRORS)
        ]
    assert found == []


def test_right_to_left_pages_fit_the_screen(world, open_page):
    for user, paths in world.items():
        page = open_page(width=360, user=user)
        for path in paths:
            page.goto(f"/en{path}")
            page.evaluate("document.documentElement.dir = 'rtl'")
            assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), path


def test_leave_key_replaces_the_page(world, open_page, settings):
    settings.LEAVE_URL = "/en/help/"
    page = open_page(width=360)
    page.goto("/en/courses/law/")
    for _time in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/en/help/")


def test_page_can_be_left_and_its_content_reached_by_keyboard_first(world, open_page):
    page = open_page()
    page.goto("/en/courses/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hasAttribute('data-leave')")
