"""Record steps; complete the course when all of them are done."""

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from courses.editions import latest_edition
from courses.models import Edition
from courses.outline import outline_by_pk
from learning.cadres.change import main_posting
from learning.enrolments.models import Enrolment
from learning.evidence import Witness
from learning.progress.models import Completion, QuizResult, ResultCorrection, StepCompletion
from learning.signals import enrolment_completed, step_recorded
from learning.units.change import place_on


class UnknownStep(Exception):
    """The course has no such step (any more)."""

    code = "unknown-step"


def pins(enrolment: Enrolment, occurred_at) -> dict:
    """Where evidence of this enrolment lies at ``occurred_at``: place, post and edition.

    The posting of the day; between two postings the one of the enrolment.
    """
    day = timezone.localdate(occurred_at)
    posting = main_posting(enrolment.cadre, day)
    place = place_on(posting.unit, day) if posting else enrolment.place
    post = posting.post if posting else enrolment.post
    return {"place": place, "post": post, "edition": edition_in_force(enrolment)}


def edition_in_force(enrolment: Enrolment) -> Edition:
    """The newest edition of the course: publishing keeps it true (``courses/receivers.py``), and it outlives the page."""
    return latest_edition(enrolment.course_key) or enrolment.edition


@transaction.atomic
def record_step(
    *, enrolment: Enrolment, step_key: str, witness: str, occurred_at=None, attempt=None
) -> tuple[StepCompletion, bool]:
    """The step is done in this enrolment: ``(row, created)``. Asking twice gives the same row and changes nothing.

    When it was the last step, the course is completed in the same transaction. Raises ``UnknownStep``.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("cadre").get(pk=enrolment.pk)
    return record_step_in(
        enrolment,
        pins(enrolment, occurred_at or timezone.now()),
        step_key=step_key,
        witness=witness,
        occurred_at=occurred_at,
        attempt=attempt,
    )


def record_step_in(
    enrolment: Enrolment, pinned: dict, *, step_key: str, witness: str, occurred_at=None, attempt=None
) -> tuple[StepCompletion, bool]:
    """As ``record_step``, for who holds the row's lock and knows the pins already."""
    now = timezone.now()
    steps = {row.step_key: row for row in StepCompletion.objects.filter(enrolment=enrolment)}
    if step_key in steps:  # passed again, after the first pass was lost by marking anew
        complete_if_done(
            enrolment=enrolment, pinned=pins(enrolment, now), occurred_at=occurred_at or now, steps=steps
        )
        return steps[step_key], False
    step = next((step for step in pinned["edition"].steps if step["key"] == step_key), None)
    if step is None:
        raise UnknownStep
    row = StepCompletion.objects.create(
        enrolment=enrolment,
        step_key=step_key,
        witness=witness,
        occurred_at=occurred_at or now,
        received_at=now,
        content_revision=_live_revision(enrolment, step_key),
        attempt=attempt,
        **pinned,
    )
    complete_if_done(
        enrolment=enrolment,
        pinned=pinned,
        occurred_at=occurred_at or now,
        steps={**steps, step_key: row},
    )
    step_recorded.send(sender=StepCompletion, step=row)
    return row, True


def complete_if_done(
    *, enrolment: Enrolment, pinned: dict, occurred_at, steps: dict | None = None
) -> Completion | None:
    """Complete the enrolment when every step of the edition is done. Call it with the enrolment's row locked. ``steps`` are
    its step completions by key, when they are at hand.

    Returns the completion, the standing one when it was completed before, or None while steps are missing.
    """
    if enrolment.completed_at is not None:  # set with the completion, in one transaction
        return Completion.objects.get(enrolment=enrolment)
    passed = {key for key, score in passes_that_hold(enrolment)}
    edition = pinned["edition"]
    stands_in = {step["key"]: step.get("equivalent_quiz") for step in edition.steps}
    done = {
        key
        for key, attempt in _attempts_of_steps(enrolment, steps)
        if attempt is None or key in passed or stands_in.get(key) in passed
    }
    wanted = {step["key"] for step in edition.steps}
    if not wanted or not wanted <= done:
        return None
    deciding = [scaled for key, scaled in passes_that_hold(enrolment, decides_certificate=True)]
    completion = Completion.objects.create(
        enrolment=enrolment,
        cadre=enrolment.cadre,
        course_key=enrolment.course_key,
        scaled=max(deciding, default=None),
        minutes=edition.minutes,
        witness=Witness.SERVER,
        occurred_at=occurred_at,
        **pinned,
    )
    enrolment.completed_at = completion.occurred_at
    enrolment.save(update_fields=["completed_at"])
    enrolment_completed.send(sender=Enrolment, enrolment=enrolment, completion=completion)
    return completion


def passes_that_hold(enrolment: Enrolment, **which) -> list[tuple]:
    """``[(quiz key, score)]`` of the passed attempts, as they stand after any marking anew. One query."""
    newest = ResultCorrection.objects.filter(result=OuterRef("pk")).order_by("-pk")
    results = QuizResult.objects.filter(enrolment=enrolment, counts=True, **which).annotate(
        holds=Coalesce(Subquery(newest.values("passed")[:1]), "passed"),
        score=Coalesce(Subquery(newest.values("scaled")[:1]), "scaled"),
    )
    return list(results.filter(holds=True).values_list("quiz_key", "score"))


def _attempts_of_steps(enrolment, steps):
    if steps is not None:
        return [(key, row.attempt) for key, row in steps.items()]
    return StepCompletion.objects.filter(enrolment=enrolment).values_list("step_key", "attempt")


def _live_revision(enrolment, step_key):
    outline = outline_by_pk(enrolment.course_id) if enrolment.course_id else None
    step = outline.step(step_key) if outline else None
    return step.revision if step else None
