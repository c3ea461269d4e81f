"""Propose, confirm, drop, do."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.jobs.enqueue import request_job
from config.jobs.registry import handles
from config.jobs.run import report_progress
from quizzes.models import Attempt, NewMark, NewResult, QuestionVersion, Remarking
from quizzes.question_types import QUESTION_TYPES
from quizzes.remarking.effect import effect_on, effects_of
from quizzes.signals import attempt_remarked

KIND = "quiz.remarking"


def keys_for(version: QuestionVersion) -> list[QuestionVersion]:
    """Later versions by which answers to ``version`` can be marked: same type, same options."""
    later = QuestionVersion.objects.filter(question_key=version.question_key, number__gt=version.number)
    return [other for other in later.order_by("-number") if _fits(version, other)]


def propose_remarking(*, version: QuestionVersion, corrected: QuestionVersion, reason: str, by) -> Remarking:
    """Nothing is marked yet. Raises ``ValidationError``: no reason, another question, or one is under way already."""
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason; it is kept with the decision.")})
    if corrected not in keys_for(version):
        raise ValidationError(
            {
                "corrected": _(
                    "Answers can only be marked by a later version of this question with the same options."
                )
            }
        )
    try:
        with transaction.atomic():
            return Remarking.objects.create(
                version=version, corrected=corrected, reason=reason.strip(), proposed_by=by
            )
    except IntegrityError as error:
        raise ValidationError(_("A re-marking of this question is waiting already.")) from error


@transaction.atomic
def confirm_remarking(*, remarking: Remarking, by) -> Remarking:
    """From now on the corrected key holds, also for attempts still open; a job marks what was handed in.

    Twice: once. A dropped one stays dropped.
    """
    locked = Remarking.objects.select_for_update().get(pk=remarking.pk)
    if locked.state == Remarking.State.PROPOSED:
        _decide(locked, Remarking.State.CONFIRMED, by)
        request_job(kind=KIND, key=str(locked.uuid), arguments={"remarking_id": locked.pk}, requested_by=by)
    return locked


@transaction.atomic
def drop_remarking(*, remarking: Remarking, by) -> Remarking:
    """Nothing was marked and nothing will be. Twice: once; once confirmed it stays so."""
    locked = Remarking.objects.select_for_update().get(pk=remarking.pk)
    if locked.state == Remarking.State.PROPOSED:
        _decide(locked, Remarking.State.DROPPED, by)
    return locked


@handles(KIND)
def do_remarking(job, *, remarking_id):
    """Attempt by attempt, each in a transaction of its own, so it goes on where a dead worker left it. Twice: once."""
    remarking = Remarking.objects.select_related("version", "corrected").get(pk=remarking_id)
    attempts = [effect.attempt for effect in effects_of(remarking)]
    for number, attempt in enumerate(attempts, start=1):
        remark_attempt(remarking=remarking, attempt=attempt)
        if number % 50 == 0:
            report_progress(job, done=number, total=len(attempts))
    Remarking.objects.filter(pk=remarking.pk, state=Remarking.State.CONFIRMED).update(
        state=Remarking.State.DONE, done_at=timezone.now()
    )
    return {"attempts": remarking.marks.count(), "results": remarking.results.count()}


@transaction.atomic
def remark_attempt(*, remarking: Remarking, attempt: Attempt) -> NewResult | None:
    """The new mark and the new result of one attempt, and the house is told inside the same transaction.

    Twice: the second time nothing differs, None.
    """
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    effect = effect_on(remarking, locked)
    if effect is None:
        return None
    NewMark.objects.create(
        remarking=remarking, response=effect.response, scaled=effect.mark.scaled, correct=effect.mark.correct
    )
    result = NewResult.objects.create(
        remarking=remarking,
        attempt=locked,
        before_scaled=locked.scaled,
        before_passed=locked.passed,
        scaled=effect.scaled,
        passed=effect.passed,
    )
    Attempt.objects.filter(pk=locked.pk).update(scaled=effect.scaled, passed=effect.passed)
    locked.refresh_from_db()
    attempt_remarked.send(sender=Attempt, attempt=locked, result=result)
    return result


def _fits(version, other):
    if version.content["type"] != other.content["type"]:
        return False
    kind = QUESTION_TYPES[version.content["type"]]
    return (
        kind.is_scored
        and not kind.needs_person
        and sorted(kind.answer_ids(version.content)) == sorted(kind.answer_ids(other.content))
    )


def _decide(remarking, state, by):
    remarking.state, remarking.decided_by, remarking.decided_at = state, by, timezone.now()
    remarking.save(update_fields=["state", "decided_by", "decided_at"])
