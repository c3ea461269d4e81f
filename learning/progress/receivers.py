"""A quiz of an enrolment was handed in: keep the result, and the step when it was passed."""

import contextlib

from django.db import transaction
from django.dispatch import receiver

from courses.h5p.signals import statement_recorded
from courses.outline import activity_step
from learning.enrolments.models import Enrolment
from learning.evidence import Witness
from learning.progress.complete import UnknownStep, pins, record_step, record_step_in
from learning.progress.models import QuizResult
from learning.progress.refreshers import finish_when_its_quizzes_are_passed
from learning.progress.shared import credit_from_others, credit_to_others
from learning.signals import enrolment_begun, step_recorded
from quizzes.signals import attempt_submitted


@receiver(attempt_submitted)
def keep_quiz_result(sender, attempt, **kwargs):
    """Inside the transaction of the attempt. One whose registration is no enrolment may be of a
    refresher; else it is somebody else's business."""
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("cadre")
        .filter(uuid=attempt.registration)
        .first()
    )
    if enrolment is None:
        finish_when_its_quizzes_are_passed(attempt)
        return
    pinned = pins(enrolment, attempt.submitted_at)
    QuizResult.objects.create(
        enrolment=enrolment,
        attempt=attempt.uuid,
        quiz_key=attempt.quiz_key,
        number=attempt.number,
        decides_certificate=bool(attempt.quiz and attempt.quiz.decides_certificate),
        scaled=attempt.scaled,
        passed=attempt.passed,
        counts=attempt.is_counted,
        mode=attempt.mode,
        witness=Witness.SERVER,
        occurred_at=attempt.submitted_at,
        **pinned,
    )
    if attempt.passed and attempt.is_counted:
        # The trainer may have taken the quiz out of the course meanwhile: then the result stays, without a step.
        with contextlib.suppress(UnknownStep):
            record_step_in(
                enrolment,
                pinned,
                step_key=attempt.quiz_key,
                witness=Witness.SERVER,
                attempt=attempt.uuid,
                occurred_at=attempt.submitted_at,
            )
        do_activities_like(enrolment, attempt, pinned["edition"])


def do_activities_like(enrolment, attempt, edition) -> None:
    """A passed quiz does the activities that name it as counting the same: for browsers that run no scripts."""
    for step in edition.steps:
        if step.get("equivalent_quiz") == attempt.quiz_key:
            with contextlib.suppress(UnknownStep):
                record_step(
                    enrolment=enrolment,
                    step_key=step["key"],
                    witness=Witness.SERVER,
                    attempt=attempt.uuid,
                    occurred_at=attempt.submitted_at,
                )


@receiver(statement_recorded)
def do_activity_step(sender, registration, activity, done, **kwargs):
    """Inside the transaction of the statement: the step, when the activity's own rule is met. The browser saw it."""
    if not (done and activity.required):
        return
    enrolment = Enrolment.objects.select_related("cadre").filter(uuid=registration).first()
    if enrolment is None:
        return
    # The trainer may have taken the activity out of the course meanwhile: then its result stays, without a step.
    with contextlib.suppress(UnknownStep):
        record_step(enrolment=enrolment, step_key=activity_step(activity.key), witness=Witness.BROWSER)


@receiver(step_recorded)
def count_in_every_course(sender, step, **kwargs):
    """After the commit: the other enrolments have locks of their own."""
    transaction.on_commit(lambda: credit_to_others(step=step), robust=True)


@receiver(enrolment_begun)
def count_what_was_done_before(sender, enrolment, **kwargs):
    transaction.on_commit(lambda: credit_from_others(enrolment=enrolment), robust=True)
