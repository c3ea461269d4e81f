"""What only a browser saw earns no certificate by itself, unless the trainer says so."""

import pytest

from courses.content.build import build_course
from learning.certificates.issue import NotCertifiable, issue_certificate
from learning.enrolments.enrol import enrol
from learning.evidence import Witness
from learning.models import Completion
from learning.progress.complete import record_step
from tests.factories import h5p as make
from tests.factories.cadres import make_cadre
from tests.factories.courses import course_data, make_index, make_quiz
from tests.factories.learning import complete_course, pass_quiz
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db


def completion_of(*, quiz=False, **rules):
    make.make_activity("probe", required=True, policy="on_completed", **rules)
    data = course_data("plays", lessons=1, quiz=quiz)
    data["modules"][0]["lessons"][0]["body"].append({"activity": "probe"})
    course = build_course(make_index(), data)
    cadre = make_cadre("wang", unit=make_tree()["p1a1"])
    complete_course(cadre, course)
    return Completion.objects.get()


def test_activities_alone_earn_none():
    with pytest.raises(NotCertifiable):
        issue_certificate(completion=completion_of())


def test_trainer_may_allow_it():
    assert issue_certificate(completion=completion_of(may_decide_certificate=True))


def test_with_a_quiz_that_the_server_marked_it_is_earned():
    assert issue_certificate(completion=completion_of(quiz=True))


def test_by_the_quiz_that_counts_the_same_it_is_earned():
    make_quiz("same")
    make.make_activity("probe", required=True, policy="on_completed", equivalent_quiz="same")
    data = course_data("plays", lessons=1, quiz=False)
    data["modules"][0]["lessons"][0]["body"].append({"activity": "probe"})
    course = build_course(make_index(), data)
    enrolment = enrol(cadre=make_cadre("wang", unit=make_tree()["p1a1"]), course=course)
    pass_quiz(enrolment, "same")
    assert issue_certificate(completion=Completion.objects.get())


def test_a_step_is_done_once_whoever_saw_it():
    completion = completion_of(may_decide_certificate=True)
    row, created = record_step(
        enrolment=completion.enrolment, step_key="activity:probe", witness=Witness.BROWSER
    )
    assert (created, row.witness) == (False, "browser")
