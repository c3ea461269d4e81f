"""A quiz of an enrolment was handed in: keep the result, and the step when it was passed."""

import contextlib

from django.dispatch import receiver

from learning.enrolments.models import Enrolment
from learning.evidence import Witness
from learning.progress.complete import UnknownStep, pins, record_step
from learning.progress.models import QuizResult
from quizzes.signals import attempt_submitted


@receiver(attempt_submitted)
def keep_quiz_result(sender, attempt, **kwargs):
    """Inside the transaction of the attempt. An attempt whose registration is not ours is somebody else's business."""
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("cadre")
        .filter(uuid=attempt.registration)
        .first()
    )
    if enrolment is None:
        return
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
        **pins(enrolment, attempt.submitted_at),
    )
    if attempt.passed and attempt.is_counted:
        # The trainer may have taken the quiz out of the course meanwhile: then the result stays, without a step.
        with contextlib.suppress(UnknownStep):
            record_step(
                enrolment=enrolment,
                step_key=attempt.quiz_key,
                witness=Witness.SERVER,
                attempt=attempt.uuid,
                occurred_at=attempt.submitted_at,
            )
