"""A unit sees its own subtree, and no other. Every address that shows a person, asked by everybody.

``TARGETS`` is complete: a test below fails when an address of ours is neither listed there nor known to show nobody.
"""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import LessonPage
from learning.certificates.issue import issue_certificate, store_file
from learning.enrolments.enrol import enrol
from learning.models import Disclosure, PrivateNote, RegisterEntry, Requirement, Series, TrainingSession
from learning.sessions.close import close_session
from learning.sessions.plan import plan_session
from learning.sessions.record import record_fact
from quizzes.attempts import start_attempt
from quizzes.models import Quiz
from tests.factories.cadres import (
    make_cadre,
    make_facilitator,
    make_reacher,
    make_safeguarding,
    make_supervisor,
    make_user,
)
from tests.factories.courses import make_course, make_quiz
from tests.factories.learning import complete_course
from tests.factories.units import LONG_AGO, make_tree

pytestmark = pytest.mark.django_db
SECRET = "李秘密"

# name of the address -> (arguments from the world, who gets a page; everybody else gets 404, 403 or the sign-in)
TARGETS = {
    "report": (["unit"], {"supervisor", "above", "admin"}),
    "report-behind": (["unit", "figure", "row"], {"supervisor", "above", "admin"}),
    "report-follow-up": (["unit"], {"supervisor", "above", "admin"}),
    "report-requirements": (["unit"], {"supervisor", "above", "admin"}),
    "report-requirement-people": (["unit", "requirement", "group"], {"supervisor", "above", "admin"}),
    "report-why-hidden": (["unit"], {"supervisor", "above", "admin"}),
    "unit-cadres": (["unit"], {"supervisor", "above", "admin"}),
    "transcript-of": (["cadre"], {"holder", "supervisor", "above", "admin"}),
    "honours": (["unit"], {"supervisor", "above", "admin"}),
    "session": (["session"], {"facilitator"}),
    "session-plan": (["session"], {"facilitator"}),
    "session-close": (["session"], {"facilitator"}),
    "session-calendar": (["session"], {"facilitator"}),
    "session-sheet": (["session"], {"facilitator"}),
    "session-register": (["session"], {"facilitator"}),
    "session-entry": (["session", "entry"], {"facilitator"}),
    "session-overview": (["session"], {"supervisor", "above", "admin"}),
    "session-attendance": (["session"], {"facilitator"}),
    "session-heads": (["session"], {"facilitator"}),
    "session-held": (["session"], {"facilitator"}),
    "session-print": (["session"], {"facilitator"}),
    "session-pack": (["session"], {"facilitator"}),
    "session-texts": (["session"], {"facilitator"}),
    "series": (["series"], {"facilitator", "other-facilitator", "admin"}),
    "reach": (["unit"], {"reacher"}),
    "session-door": (["session"], {"facilitator"}),
    "session-wall": (["session"], {"facilitator"}),
    "session-polls": (["session"], {"facilitator"}),
    "session-papers": (["session", "phase"], {"facilitator"}),
    "session-test-key": (["session"], {"facilitator"}),
    "session-paper": (["session", "phase", "entry"], {"facilitator"}),
    "session-feedback-cards": (["session"], {"facilitator"}),
    "session-traits": (["session"], {"facilitator"}),
    "session-note": (["session"], {"facilitator"}),
    "session-field-report": (["session"], {"facilitator"}),
    "session-care": (["session"], {"facilitator"}),
    "session-observe": (["session"], {"facilitator", "supervisor", "above", "admin"}),
    "session-flags": (["session"], {"facilitator", "supervisor", "above", "admin"}),
    "disclosure": (["disclosure"], {"safeguarding"}),
    "session-spreadsheet": (["session"], {"facilitator"}),
    "session-spreadsheet-file": (["session"], {"facilitator"}),
    "session-uploads": (["session"], {"facilitator"}),
    "certificate-of": (["enrolment"], {"holder"}),
    "note": (["note"], {"holder"}),
    "certificate-withdraw": (["certificate"], {"holder"}),
    "quiz-attempt": (["lesson", "open_attempt"], {"holder"}),
    "quiz-result": (["lesson", "attempt"], {"holder"}),
    "assist-people": ([], {"facilitator", "other-facilitator", "admin"}),
    "assist-person": (["cadre"], {"facilitator", "other-facilitator", "admin"}),
    "assist-attempt": (["assisted"], {"facilitator", "other-facilitator", "admin"}),
    "assist-sheets": ([], {"facilitator", "other-facilitator", "admin"}),
}
# addresses that only take in: name -> who may
TAKES_IN = {
    "session-correct": {"facilitator"},
    "session-forget": {"facilitator"},
    "session-link": {"facilitator"},
    "session-same": {"facilitator"},
}
FILES = {"holder", "supervisor", "above", "admin"}  # who gets the file of the certificate
SHOWS_NOBODY_ELSE = {
    # about the person who asks, about content, or only taking something in
    "my-notes",
    "take-along",
    "take-along-plan",
    "taken-along",
    "reader-manifest",
    "away",
    "my-certificates",
    "transcript",
    "invitation",
    "invitation-form",
    "note-on-lesson",
    "note-delete",
    "my-learning",
    "begin-course",
    "activity-begin",
    "activity-state",
    "activity-statements",
    "module",
    "lesson",
    "lesson-done",
    "refresher-again",
    "projector",
    "presenter",
    "guide",
    "audio-script",
    "letter",
    "my-letters",
    "privacy",
    "my-data",
    "my-data-download",
    "my-data-leave",
    "handout",
    "printed-version",
    "quiz-start",
    "quiz-begin",
    "quiz-trial",
    "quiz-save",
    "reports",
    "report-export",
    "report-download",
    "report-ask-export",
    "session-list",
    "session-new",
    "session-board",
    "session-cancel",
    "session-flag-list",
    "session-sheet-code",
    "series-new",
    "reach-choose",
    "reach-names",
    "reach-add",
    "reach-change",
    "session-walk-in",
    "session-poll-open",
    "session-poll-end",
    "join",
    "join-by-scan",
    "phone",
    "phone-test",
    "phone-vote",
    "phone-feedback",
    "phone-next",
    "safeguarding",
    "field-reports",
    "session-notice",
    "session-decide-conflict",
    "session-facts",
    "session-bundle",  # asked by POST: tests/learning/sessions/test_devices.py
    "session-device",
    "session-devices",
    "session-file",
    "device-manifest",
    "device-sessions",
    "device-orders",
    "device-revoke",
    "device-remove-pack",
    "session-test",
    "verify",
    "verify-code",
    "verify-file",
    "attendance-bundle",
    "certificate-file",
    "certificate-renew",
    "attendance-certificates",
}


@pytest.fixture
def world():
    units = make_tree()
    course = make_course("law", modules=1, lessons=1, final=True)
    holder = make_cadre("holder", unit=units["p1a1"])
    holder.name = SECRET
    holder.save()
    enrolment = complete_course(holder, course)
    attempt = enrolment.quiz_results.first().attempt
    begun = enrol(cadre=holder, course=make_course("more", modules=1, lessons=1))
    open_attempt = start_attempt(
        registration=begun.uuid, quiz=Quiz.objects.get(key="more-1"), key=uuid.uuid4()
    )
    helped = enrol(cadre=holder, course=make_course("read", modules=1, lessons=1))
    assisted = start_attempt(
        registration=helped.uuid, quiz=Quiz.objects.get(key="read-1"), key=uuid.uuid4(), mode="assisted"
    )
    certificate = store_file(certificate=issue_certificate(completion=enrolment.completion))
    by = make_facilitator("facilitator", unit=units["p1a1"])
    session = _session(units["p1a1"], by)
    people = {
        "holder": holder.user,
        "supervisor": make_supervisor("supervisor", unit=units["p1a1"]),
        "above": make_supervisor("above", unit=units["p1"]),
        "sister": make_supervisor("sister", unit=units["p1a2"]),
        "outsider": make_supervisor("outsider", unit=units["p2"]),
        "facilitator": by,
        "other-facilitator": make_facilitator("other-facilitator", unit=units["p1a1"]),
        "colleague": make_cadre("colleague", unit=units["p1a1"]).user,
        "admin": make_user("admin", is_superuser=True),
        "safeguarding": make_safeguarding("safeguarding", unit=units["p1a1"]),
        "reacher": make_reacher("reacher", unit=units["p1a1"]),
        "former": _former(units),
        "nobody": None,
    }
    return {
        "people": people,
        "unit": "p1a1",
        "figure": "completions",
        "row": "total",
        "requirement": Requirement.objects.create(course=course, days=1, since=LONG_AGO).pk,
        "group": "up-to-date",
        "session": session.uuid,
        "phase": "before",
        "series": Series.objects.create(title="系列", unit=units["p1a1"], parts=2).uuid,
        "disclosure": Disclosure.objects.get().uuid,
        "entry": RegisterEntry.objects.get().uuid,
        "enrolment": enrolment.uuid,
        "certificate": certificate.uuid,
        "lesson": LessonPage.objects.filter(slug="lesson-1").first().pk,
        "attempt": attempt,
        "open_attempt": open_attempt.uuid,
        "assisted": assisted.uuid,
        "cadre": holder.uuid,
        "note": PrivateNote.objects.create(cadre=holder, lesson_key=uuid.uuid4(), text=SECRET).uuid,
    }


def _session(unit, by) -> TrainingSession:
    make_quiz("room-test", purpose="session")
    begins = timezone.now() - datetime.timedelta(hours=3)
    session = TrainingSession(
        title="课堂",
        unit=unit,
        venue="活动室",
        starts_at=begins,
        ends_at=begins + datetime.timedelta(hours=1),
        language="本地话",
        test=Quiz.objects.get(key="room-test"),
    )
    plan_session(session=session, module_keys=[], by=by)
    record_fact(session=session, fact_uuid=uuid.uuid4(), kind="notice-given", payload={"how": "shown"}, by=by)
    record_fact(
        session=session,
        fact_uuid=uuid.uuid4(),
        kind="entered",
        entry=uuid.uuid4(),
        payload={"consent": "own"},
        name=SECRET,
        by=by,
    )
    note = {"about": "worry"}
    record_fact(
        session=session, fact_uuid=uuid.uuid4(), kind="note-written", payload=note, text=SECRET, by=by
    )
    return session


def _former(units):
    """Supervised the unit until yesterday."""
    user = make_supervisor("former", unit=units["p1a1"])
    user.mandates.update(until=timezone.localdate())
    return user


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_only_those_in_scope_get_the_page_and_nobody_else_reads_the_name(client_for, world, name):
    arguments, allowed = TARGETS[name]
    address = reverse(name, args=[world[argument] for argument in arguments])
    got = set()
    for who, user in world["people"].items():
        answer = client_for(user).get(address)
        if answer.status_code == 200:
            got.add(who)
        else:
            assert answer.status_code in (302, 403, 404), (who, answer.status_code)
            assert SECRET not in answer.content.decode()
    assert got == allowed


@pytest.mark.parametrize("name", sorted(TAKES_IN))
def test_only_those_in_scope_may_change_a_line(client_for, world, name):
    address = reverse(name, args=[world["session"], world["entry"]])
    before = RegisterEntry.objects.values().get()
    for who, user in world["people"].items():
        if who not in TAKES_IN[name]:
            assert client_for(user).post(address).status_code in (302, 403, 404), who
            assert RegisterEntry.objects.values().get() == before
            assert RegisterEntry.objects.get().participant.name == SECRET
    for who in TAKES_IN[name]:
        assert client_for(world["people"][who]).post(address).status_code in (200, 302)


def test_file_of_a_certificate_is_for_its_holder_and_those_who_answer_for_her(client_for, world):
    got = set()
    for who, user in world["people"].items():
        for kind in ("pdf", "png", "webp"):
            if client_for(user).get(f"/en/certificates/{world['certificate']}.{kind}").status_code == 200:
                got.add(who)
    assert got == FILES


def test_supervisor_reads_the_completion_by_name(client_for, world):
    page = client_for(world["people"]["above"]).get("/en/reports/p1/figures/completions/p1a/?period=all")
    assert SECRET in page.content.decode()


def test_supervisor_does_not_read_the_register(client_for, world):
    session = TrainingSession.objects.get()
    close_session(session=session, by=world["people"]["facilitator"])
    page = client_for(world["people"]["supervisor"]).get(
        "/en/reports/p1a1/figures/sessions/total/?period=all"
    )
    assert "课堂" in page.content.decode()
    assert SECRET not in page.content.decode()


def test_every_address_of_ours_is_listed():
    from learning.cadres import urls as cadres
    from learning.certificates import urls as certificates
    from learning.enrolments import urls as enrolments
    from learning.letters import urls as letters
    from learning.privacy import urls as privacy
    from learning.progress import urls as progress
    from learning.reports import urls as reports
    from learning.sessions import device_urls as devices
    from learning.sessions import room_urls as rooms
    from learning.sessions import urls as sessions

    names = {
        pattern.name
        for module in (
            cadres,
            certificates,
            devices,
            enrolments,
            letters,
            privacy,
            progress,
            reports,
            rooms,
            sessions,
        )
        for pattern in module.urlpatterns
        if getattr(pattern, "name", None)  # an address, and not a list of more
    }
    assert names == set(TARGETS) | set(TAKES_IN) | SHOWS_NOBODY_ELSE
