"""Minor asks nobody. Material asks exactly the holders, and of them exactly the changed lesson and its questions; and
nothing that was earned before is altered."""

import datetime

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.changes import effect_of_change, plan_change
from courses.models import Edition, LessonChange, LessonPage
from courses.outline import outline_of
from learning.certificates.change import revoke
from learning.certificates.issue import issue_certificate
from learning.enrolments.enrol import enrol
from learning.enrolments.requirements import RequirementStatus, requirement_status
from learning.models import Certificate, Completion, Enrolment, QuizResult, RefresherDone, StepCompletion
from learning.progress.refreshers import refreshers_due, registration_for
from quizzes.attempts import start_attempt, submit_attempt
from quizzes.models import Quiz
from tests.factories.cadres import make_cadre
from tests.factories.courses import make_course
from tests.factories.learning import complete_course, right_answers
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db
DUE_ON = timezone.localdate() + datetime.timedelta(days=30)
NOTES = {"zh-hans": "第二十二条改了。", "en": "Article 22 has changed."}


@pytest.fixture
def units():
    return make_tree()


@pytest.fixture
def course(units):
    return make_course("law", modules=1, lessons=3)


@pytest.fixture
def holder(units, course):
    return certified(make_cadre("lan", unit=units["p1a1"]), course)


def certified(cadre, course) -> Enrolment:
    enrolment = complete_course(cadre, course)
    issue_certificate(completion=enrolment.completion)
    return enrolment


def publish(slug: str, kind: str, heading: str | None = None) -> LessonPage:
    lesson = LessonPage.objects.get(slug=slug)
    plan_change(subject=lesson, kind=kind, notes=NOTES, due_on=DUE_ON)
    lesson.summary_en = f"{kind} {timezone.now()}"
    lesson.save_revision().publish()
    return lesson


def due_lessons(*enrolments) -> dict:
    found = refreshers_due(list(enrolments))
    return {pk: [due.change.lesson.slug for due in dues] for pk, dues in found.items()}


def frozen_facts() -> list:
    models = (Completion, Certificate, StepCompletion, QuizResult)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_minor_change_asks_nobody_and_makes_no_edition(course, holder, on_commit):
    with on_commit():
        publish("lesson-1", "minor")
    assert due_lessons(holder) == {}
    assert Edition.objects.filter(course_key=course.translation_key).count() == 1
    assert LessonChange.objects.get().kind == "minor"
    assert mail.outbox == []


def test_publication_without_an_answer_asks_nobody(course, holder):
    lesson = LessonPage.objects.get(slug="lesson-1")
    lesson.save_revision().publish()
    assert due_lessons(holder) == {}
    assert not LessonChange.objects.exists()


def test_material_change_asks_exactly_holders_and_exactly_the_changed_lessons(
    units, course, holder, on_commit
):
    learning = enrol(cadre=make_cadre("mei", unit=units["p1a1"]), course=course)
    revoked = certified(make_cadre("xiu", unit=units["p1a1"]), course)
    revoke(certificate=Certificate.objects.get(completion__enrolment=revoked), reason="-", by=None)
    uncertified = complete_course(make_cadre("yan", unit=units["p1a1"]), course)
    elsewhere = certified(make_cadre("qin", unit=units["p1a1"]), make_course("other", lessons=1, quiz=False))
    with on_commit():
        publish("lesson-2", "material")
    everybody = (holder, learning, revoked, uncertified, elsewhere)
    assert due_lessons(*everybody) == {holder.pk: ["lesson-2"]}
    later = complete_course(learning.cadre, course)
    issue_certificate(completion=later.completion)
    assert due_lessons(later) == {}  # learned on the new edition
    assert [message.to for message in mail.outbox] == [[holder.cadre.user.email]]
    assert "lesson" not in mail.outbox[0].body.lower()


def test_open_enrolment_goes_on_with_the_new_edition(units, course):
    enrolment = enrol(cadre=make_cadre("mei", unit=units["p1a1"]), course=course)
    publish("lesson-1", "material")
    done = complete_course(enrolment.cadre, course)
    assert done.pk == enrolment.pk
    assert (done.edition.number, done.completion.edition.number) == (1, 2)


def test_refresher_is_done_by_saying_so_and_alters_nothing_that_was_earned(client_for, course, holder):
    lesson = publish("lesson-1", "material")
    before = frozen_facts()
    client = client_for(holder.cadre.user)
    page = client.get(lesson.get_url()).content.decode()
    assert "第二十二条改了。" in page
    mine = client.get("/zh-hans/my-learning/").content.decode()
    assert "需要复训" in mine
    for _twice in range(2):
        assert client.post(f"/zh-hans/lessons/{lesson.pk}/done/").status_code == 302
    assert due_lessons(holder) == {}
    assert RefresherDone.objects.count() == 1
    assert frozen_facts() == before
    assert "第二十二条改了。" not in client.get(lesson.get_url()).content.decode()


def test_questions_of_the_changed_lesson_are_asked_again_with_attempts_of_their_own(
    client_for, course, holder
):
    quiz = Quiz.objects.get(key="law-1")
    Quiz.objects.filter(pk=quiz.pk).update(attempts_allowed=1)
    lesson = publish("lesson-3", "material")
    before = frozen_facts()
    client = client_for(holder.cadre.user)
    address = f"/zh-hans/lessons/{lesson.pk}/quizzes/law-1/"
    page = client.get(address)
    assert page.context["standing"].may_start is True
    answer = client.post(f"{address}begin/", {"key": str(page.context["key"])})
    registration = registration_for(holder.cadre, course, str(lesson.translation_key))
    assert registration != holder.uuid
    attempt = start_attempt(registration=registration, quiz=quiz, key=page.context["key"])
    assert str(attempt.uuid) in answer.url
    assert client.get(answer.url).status_code == 200
    submit_attempt(attempt=attempt, answers=right_answers(attempt))
    assert due_lessons(holder) == {}
    assert frozen_facts() == before
    assert client.get(f"/zh-hans/lessons/{lesson.pk}/attempts/{attempt.uuid}/result/").status_code == 200


def test_failed_quiz_leaves_the_refresher_due(course, holder):
    lesson = publish("lesson-3", "material")
    quiz, key = Quiz.objects.get(key="law-1"), str(lesson.translation_key)
    registration = registration_for(holder.cadre, course, key, begin=True)
    attempt = start_attempt(registration=registration, quiz=quiz, key=registration)
    submit_attempt(attempt=attempt, answers={})
    assert due_lessons(holder) == {holder.pk: ["lesson-3"]}


def test_lesson_that_is_taught_no_more_asks_for_nothing_and_its_change_stays(course, holder):
    lesson = publish("lesson-1", "material")
    LessonPage.objects.get(pk=lesson.pk).unpublish()
    assert due_lessons(holder) == {}
    assert LessonChange.objects.count() == 1


def test_certificate_keeps_its_printed_validity_while_the_requirement_says_refresher_due(course, holder):
    certificate = Certificate.objects.get()
    publish("lesson-1", "material")
    certificate.refresh_from_db()
    assert certificate.valid_until is None
    today = timezone.localdate()
    state = {"is_begun": True, "is_completed": True, "today": today}
    day = datetime.timedelta(days=1)
    assert requirement_status(**state) == RequirementStatus.HELD
    assert requirement_status(**state, refresher_due_on=today) == RequirementStatus.REFRESHER_DUE
    assert requirement_status(**state, refresher_due_on=today - day) == RequirementStatus.REFRESHER_OVERDUE
    assert (
        requirement_status(**state, refresher_due_on=today, valid_until=today - day)
        == RequirementStatus.EXPIRED
    )


def test_effect_is_counted_before_publishing(units, course, holder):
    enrol(cadre=make_cadre("mei", unit=units["p1a1"]), course=course)
    effect = effect_of_change(LessonPage.objects.get(slug="lesson-1"))
    assert (effect.holders, effect.open_enrolments, effect.minutes_each, effect.hours_together) == (
        1,
        1,
        5,
        1,
    )


def test_stale_plan_is_used_once(course, holder):
    publish("lesson-1", "material")
    lesson = LessonPage.objects.get(slug="lesson-1")
    lesson.save_revision().publish()
    assert LessonChange.objects.count() == 1


@pytest.mark.parametrize("size", [1, 4, 12])
def test_what_is_due_takes_the_same_queries_for_many_courses_and_changes(units, size):
    cadre = make_cadre("lan", unit=units["p1a1"])
    enrolments = []
    for number in range(size):
        course = make_course(f"c{number}", lessons=1, quiz=False)
        enrolments.append(certified(cadre, course))
        lesson = LessonPage.objects.descendant_of(course).get()
        plan_change(subject=lesson, kind="material", notes=NOTES, due_on=DUE_ON)
        lesson.save_revision().publish()
        outline_of(course)
    with CaptureQueriesContext(connection) as captured:
        assert len(refreshers_due(enrolments)) == size
    assert len(captured) <= 5
