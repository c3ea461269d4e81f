"""Two at once: one result. On PostgreSQL, with real threads and real commits."""

import datetime
import threading
import uuid

import pytest
from django.db import connection
from django.utils import timezone

from config.jobs.enqueue import request_job
from config.jobs.models import Job
from config.jobs.run import claim
from courses.content.build import build_quiz
from learning.certificates.issue import issue_certificate
from learning.enrolments.enrol import enrol
from learning.models import (
    Certificate,
    CertificatePrint,
    Completion,
    Enrolment,
    QuizResult,
    SessionFact,
    SessionResult,
    StepCompletion,
    TrainingSession,
)
from learning.progress.complete import record_step
from learning.sessions.close import close_session
from learning.sessions.plan import plan_session
from learning.sessions.record import record_fact
from quizzes.attempts import AttemptConflict, start_attempt, submit_attempt
from quizzes.marking.queue import give_mark, take
from quizzes.models import (
    Attempt,
    HumanMark,
    MarkingTask,
    NewMark,
    NewResult,
    Question,
    QuestionVersion,
    Quiz,
    Response,
    UnacceptedSubmission,
)
from quizzes.remarking.change import confirm_remarking, propose_remarking, remark_attempt
from tests.factories.cadres import make_cadre, make_facilitator, make_user
from tests.factories.courses import make_course, open_answer, quiz_data
from tests.factories.learning import complete_course, right_answers
from tests.factories.units import make_tree

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("committed_db")]
WORKERS = 6


def at_once(work, times: int = WORKERS) -> list:
    """What ``work(n)`` returned (or raised) in threads that start together, each with a connection of its own."""
    barrier = threading.Barrier(times)
    results = [None] * times

    def run(number):
        try:
            barrier.wait()
            results[number] = work(number)
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def learner():
    units = make_tree()
    course = make_course("law", modules=1, lessons=1, final=True)
    return {"units": units, "course": course, "cadre": make_cadre("lan", unit=units["p1a1"])}


def test_enrolling_twice_at_once_is_one_enrolment(learner):
    results = at_once(lambda n: enrol(cadre=learner["cadre"], course=learner["course"]).pk)
    assert len(set(results)) == 1
    assert Enrolment.objects.count() == 1


def test_two_tabs_cannot_begin_more_attempts_than_one(learner):
    enrolment = enrol(cadre=learner["cadre"], course=learner["course"])
    quiz = Quiz.objects.get(key="law-final")
    results = at_once(lambda n: start_attempt(registration=enrolment.uuid, quiz=quiz, key=uuid.uuid4()).pk)
    assert len(set(results)) == 1
    assert Attempt.objects.count() == 1


def test_submitting_the_same_attempt_at_once_marks_it_once(learner):
    enrolment = enrol(cadre=learner["cadre"], course=learner["course"])
    attempt = start_attempt(registration=enrolment.uuid, quiz=Quiz.objects.get(key="law-1"), key=uuid.uuid4())
    answers = right_answers(attempt)
    receipts = at_once(lambda n: submit_attempt(attempt=attempt, answers=answers))
    assert sorted(receipt.already_received for receipt in receipts) == [False] + [True] * (WORKERS - 1)
    assert Response.objects.count() == len(answers)
    assert (QuizResult.objects.count(), StepCompletion.objects.count()) == (1, 1)


def test_submitting_different_answers_at_once_counts_one_and_keeps_the_others(learner):
    enrolment = enrol(cadre=learner["cadre"], course=learner["course"])
    attempt = start_attempt(registration=enrolment.uuid, quiz=Quiz.objects.get(key="law-1"), key=uuid.uuid4())
    right = right_answers(attempt)
    results = at_once(
        lambda n: submit_attempt(
            attempt=attempt, answers=right if n == 0 else dict.fromkeys(right, f"other-{n}")
        )
    )
    assert sum(isinstance(result, AttemptConflict) for result in results) == WORKERS - 1
    assert QuizResult.objects.count() == 1
    assert UnacceptedSubmission.objects.count() == WORKERS - 1


def test_last_steps_recorded_at_once_complete_the_course_once(learner):
    course = make_course("read", modules=1, lessons=WORKERS, quiz=False)
    enrolment = enrol(cadre=learner["cadre"], course=course)
    keys = [step["key"] for step in enrolment.edition.steps]
    at_once(lambda n: record_step(enrolment=enrolment, step_key=keys[n], witness="self"))
    assert StepCompletion.objects.count() == WORKERS
    assert Completion.objects.count() == 1


def test_two_workers_issue_one_certificate(learner):
    enrolment = complete_course(learner["cadre"], learner["course"])
    CertificatePrint.objects.all()._raw_delete("default")
    Certificate.objects.all().delete()
    results = at_once(lambda n: issue_certificate(completion=enrolment.completion).pk)
    assert len(set(results)) == 1
    assert Certificate.objects.count() == 1


@pytest.fixture
def session(learner) -> TrainingSession:
    by = make_facilitator("chen", unit=learner["units"]["p1a1"])
    begins = timezone.now() - datetime.timedelta(hours=2)
    session = TrainingSession(
        title="课堂",
        unit=learner["units"]["p1a1"],
        venue="活动室",
        starts_at=begins,
        ends_at=begins + datetime.timedelta(hours=1),
        language="本地话",
    )
    return plan_session(session=session, module_keys=[], by=by)


def test_two_closings_of_one_session_are_one_result(session):
    by = session.created_by
    record_fact(
        session=session,
        fact_uuid=uuid.uuid4(),
        kind="heads-counted",
        payload={"under_14": 1, "others": 7},
        by=by,
    )
    results = at_once(lambda n: close_session(session=session, by=by).reached)
    assert results == [8] * WORKERS
    assert SessionResult.objects.count() == 1
    assert SessionFact.objects.filter(kind="closed").count() == 1


def test_the_same_fact_at_once_is_one_row(session):
    key, by = uuid.uuid4(), session.created_by
    payload = {"under_14": 0, "others": 9}
    receipts = at_once(
        lambda n: record_fact(session=session, fact_uuid=key, kind="heads-counted", payload=payload, by=by)
    )
    assert sorted(receipt.status for receipt in receipts) == ["accepted"] + ["already-received"] * (
        WORKERS - 1
    )
    assert SessionFact.objects.count() == 1


def test_what_arrives_while_a_session_closes_counts_or_is_held(session):
    by = session.created_by

    def work(number):
        if number == 0:
            return close_session(session=session, by=by)
        return record_fact(
            session=session, fact_uuid=uuid.uuid4(), kind="entered", entry=uuid.uuid4(), payload={}, by=by
        )

    receipts = [receipt.status for receipt in at_once(work)[1:]]
    assert set(receipts) <= {"accepted", "held"}
    assert SessionFact.objects.filter(kind="entered", state="held").count() == receipts.count("held")
    assert SessionResult.objects.count() == 1


def test_two_workers_claim_a_job_once(learner):
    job = request_job(kind="nothing", key="1", arguments={})
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
    assert sum(result is not None for result in at_once(lambda n: claim(job.pk))) == 1


def _waiting_answers(count):
    build_quiz({**quiz_data("open"), "questions": [open_answer("told")]})
    quiz = Quiz.objects.get(key="open")
    for _n in range(count):
        attempt = start_attempt(registration=uuid.uuid4(), quiz=quiz, key=uuid.uuid4())
        submit_attempt(attempt=attempt, answers={str(attempt.paper[0]["version"]): "先报警"})


def test_markers_who_take_at_once_never_get_the_same_answer():
    _waiting_answers(WORKERS - 1)
    markers = [make_user(f"marker-{n}") for n in range(WORKERS)]
    taken = at_once(lambda n: take(marker=markers[n]))
    claimed = [task.pk for task in taken if task is not None]
    assert len(claimed) == len(set(claimed)) == WORKERS - 1
    assert MarkingTask.objects.filter(claimed_by__in=markers).count() == WORKERS - 1


def test_one_mark_sent_at_once_counts_once_and_gives_one_result():
    _waiting_answers(1)
    marker = make_user("marker")
    task = take(marker=marker)
    points = {criterion["id"]: 1 for criterion in task.response.version.content["rubric"]}
    marks = at_once(lambda n: give_mark(task=task, marker=marker, points=points).pk)
    assert len(set(marks)) == 1
    assert (HumanMark.objects.count(), NewMark.objects.count()) == (1, 1)
    assert Attempt.objects.get().state == "submitted"


def test_an_attempt_is_marked_anew_once_by_two_workers():
    build_quiz(quiz_data("closed"))
    quiz = Quiz.objects.get(key="closed")
    attempt = start_attempt(registration=uuid.uuid4(), quiz=quiz, key=uuid.uuid4())
    submit_attempt(attempt=attempt, answers=right_answers(attempt))
    version = Question.objects.get(key="closed-q0").versions.get()
    content = {
        **version.content,
        "options": [{**o, "correct": not o["correct"]} for o in version.content["options"]],
    }
    corrected = QuestionVersion.objects.create(
        question=version.question,
        question_key=version.question_key,
        number=2,
        content=content,
        digest="2" * 64,
    )
    remarking = confirm_remarking(
        remarking=propose_remarking(version=version, corrected=corrected, reason="错", by=None), by=None
    )
    results = at_once(lambda n: remark_attempt(remarking=remarking, attempt=attempt))
    assert not [one for one in results if isinstance(one, Exception)]
    assert (NewMark.objects.count(), NewResult.objects.count()) == (1, 1)
