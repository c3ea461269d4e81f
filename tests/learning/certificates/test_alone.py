"""What only a browser saw earns no certificate by itself, unless the trainer says so."""

import pytest

from config.jobs.models import Job
from config.jobs.run import perform
from courses.content.build import build_course
from learning.certificates.issue import NotCertifiable, issue_certificate
from learning.enrolments.enrol import enrol
from learning.evidence import Witness
from learning.models import Certificate, Completion
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


class TestTheLearnerIsTold:
    @pytest.fixture
    def world(self, client_for):
        """A completion that only her browser saw, of an activity with a quiz that counts the same."""
        make_quiz("same")
        completion = completion_of(equivalent_quiz="same")
        return completion, client_for(completion.cadre.user)

    def test_in_the_lesson_before_she_begins(self, world):
        _completion, client = world
        page = client.get("/en/courses/plays/module-1/lesson-1/").content.decode()
        assert "Your own browser tells this site how you did." in page
        assert page.count("This short quiz counts for it.") == 1

    def test_on_her_record_and_on_the_page_of_the_certificate(self, world):
        completion, client = world
        assert "for a certificate something more is needed" in client.get("/en/my-learning/").content.decode()
        page = client.get(f"/en/certificates/of/{completion.enrolment.uuid}/").content.decode()
        assert "There is no certificate for it yet." in page
        assert "pass the short quiz that counts the same" in page
        assert "http-equiv" not in page

    def test_the_quiz_that_counts_the_same_leads_to_it_afterwards_too(self, world):
        completion, client = world
        address = f"/en/certificates/of/{completion.enrolment.uuid}/"
        job = Job.objects.get(kind="certificate.issue")
        assert perform(job.pk).state == Job.State.FAILED
        pass_quiz(completion.enrolment, "same")
        assert "something more is needed" not in client.get("/en/my-learning/").content.decode()
        assert "Make my certificate" in client.get(address).content.decode()
        client.post(address)
        assert perform(job.pk).state == Job.State.DONE
        assert Certificate.objects.get().completion == completion

    def test_nothing_of_it_where_a_quiz_of_the_course_decides(self, client_for):
        completion = completion_of(quiz=True)
        client = client_for(completion.cadre.user)
        page = client.get("/en/courses/plays/module-1/lesson-1/").content.decode()
        assert "Your own browser tells" not in page
        assert "something more" not in client.get("/en/my-learning/").content.decode()
