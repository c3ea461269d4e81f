"""A module may stand in several courses. What was done in one counts in each that she has begun, once.

A quiz that decides about a certificate is passed in each course for itself. The credited step keeps the day and the witness
of the work; place and post are those of that day.
"""

import contextlib

from learning.enrolments.models import Enrolment
from learning.progress.complete import UnknownStep, edition_in_force, record_step
from learning.progress.models import StepCompletion


def credit_to_others(*, step: StepCompletion) -> int:
    """Count the step in her other open enrolments whose course has it. Returns in how many. Twice: the same rows."""
    others = Enrolment.objects.filter(cadre=step.enrolment.cadre, completed_at__isnull=True)
    others = others.exclude(pk=step.enrolment_id).exclude(course_key=step.enrolment.course_key)
    return sum(_credit(enrolment, [step]) for enrolment in others)


def credit_from_others(*, enrolment: Enrolment) -> int:
    """Count in a course that she has just begun what she has done of it elsewhere. Not for another round of a course: a
    renewal is done anew. Returns how many steps."""
    if enrolment.round > 1:
        return 0
    done = StepCompletion.objects.filter(enrolment__cadre=enrolment.cadre).exclude(
        enrolment__course_key=enrolment.course_key
    )
    return _credit(enrolment, list(done.order_by("occurred_at")))


def _credit(enrolment, steps) -> int:
    wanted = {
        step["key"]
        for step in edition_in_force(enrolment).steps
        if not step.get("decides_certificate", False)
    }
    credited = 0
    for step in steps:
        if step.step_key in wanted:
            with contextlib.suppress(UnknownStep):
                _row, new = record_step(
                    enrolment=enrolment,
                    step_key=step.step_key,
                    witness=step.witness,
                    occurred_at=step.occurred_at,
                )
                credited += new
    return credited
