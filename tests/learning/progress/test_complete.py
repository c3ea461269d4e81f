import pytest

from courses.models import LessonPage
from learning.enrolments.enrol import enrol
from learning.models import Completion, QuizResult, StepCompletion
from learning.progress.complete import record_step
from tests.factories.cadres import make_cadre
from tests.factories.courses import make_course
from tests.factories.learning import complete_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db


def test_course_is_completed_once_when_every_step_is_done():
    units = make_tree()
    cadre = make_cadre("lan", unit=units["p1a1"])
    course = make_course("law", modules=2, lessons=2, final=True)
    enrolment = complete_course(cadre, course)
    completion = Completion.objects.get()
    assert enrolment.completed_at == completion.occurred_at
    assert completion.scaled == 1
    assert completion.place.lineage == "/nation/p1/p1a/p1a1/"
    assert StepCompletion.objects.count() == len(enrolment.edition.steps) == 5
    assert QuizResult.objects.count() == 3


def test_step_taken_out_of_the_course_completes_those_who_had_done_the_rest(on_commit):
    units = make_tree()
    course = make_course("law", modules=1, lessons=2, quiz=False)
    half, idle = make_cadre("half", unit=units["p1a1"]), make_cadre("idle", unit=units["p1a1"])
    enrolment = enrol(cadre=half, course=course)
    enrol(cadre=idle, course=course)
    first, second = LessonPage.objects.order_by("path")
    record_step(enrolment=enrolment, step_key=str(first.translation_key), witness="self")
    with on_commit():
        second.unpublish()
    assert [completion.cadre for completion in Completion.objects.all()] == [half]
    assert Completion.objects.get().edition.number == 2


def test_step_added_later_is_asked_of_open_enrolments_and_of_no_completed_one(on_commit):
    units = make_tree()
    course = make_course("law", modules=1, lessons=2, quiz=False)
    LessonPage.objects.order_by("path").last().unpublish()
    done, begun = make_cadre("done", unit=units["p1a1"]), make_cadre("begun", unit=units["p1a1"])
    complete_course(done, course)
    enrolment = enrol(cadre=begun, course=course)
    first, second = LessonPage.objects.order_by("path")
    with on_commit():
        second.save_revision().publish()
    record_step(enrolment=enrolment, step_key=str(first.translation_key), witness="self")
    assert [completion.cadre for completion in Completion.objects.all()] == [done]
