"""Does a completion rest on what browsers reported, and on nothing else? Then it earns no certificate by itself."""

from courses.outline import ACTIVITY, QUIZ
from learning.evidence import Witness
from learning.progress.models import Completion, StepCompletion


def rests_on_browsers_alone(completion: Completion) -> bool:
    """True for a course whose only tests are interactive activities, when one of them was seen by the browser alone and
    its trainer has not allowed that it leads to a certificate. One query, none for a course with a quiz."""
    steps = completion.edition.steps
    activities = {
        step["key"] for step in steps if step["kind"] == ACTIVITY and not step["decides_certificate"]
    }
    if not activities or any(step["kind"] == QUIZ for step in steps):
        return False
    return StepCompletion.objects.filter(
        enrolment=completion.enrolment_id, step_key__in=activities, witness=Witness.BROWSER
    ).exists()
