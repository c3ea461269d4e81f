import pytest

from learning.models import Completion, QuizResult, StepCompletion
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
