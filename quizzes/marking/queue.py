"""Claim, give back, mark, settle; and finish the attempt when nothing waits any more."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.marking.rules import outcome, share_of
from quizzes.marks import Mark, total
from quizzes.models import Attempt, HumanMark, MarkingTask, NewMark, Remarking
from quizzes.people import registrations_of
from quizzes.remarking.change import remark_attempt
from quizzes.remarking.effect import marks_that_hold
from quizzes.rules import is_passed
from quizzes.signals import attempt_submitted

CLAIM = datetime.timedelta(minutes=30)
LOOKED_AT = 20  # so many may be snatched away before somebody is told that nothing waits


class NotYours(Exception):
    """Somebody else has it, or it is marked, or it is one's own answer."""

    code = "not-yours"


def take(*, marker, now=None) -> MarkingTask | None:
    """Claim the oldest that is open for half an hour; None when there is none. One UPDATE decides, so two markers never
    get the same one. Asking again gives one's own claim, prolonged."""
    now = now or timezone.now()
    open_ones = MarkingTask.objects.open_for(marker, own=registrations_of(marker), now=now)
    free = Q(claimed_by=None) | Q(claimed_by=marker) | Q(claimed_until__lt=now)
    for candidate in [*open_ones.filter(claimed_by=marker)[:1], *open_ones[:LOOKED_AT]]:
        if (
            MarkingTask.objects.filter(pk=candidate.pk, state=MarkingTask.State.WAITING)
            .filter(free)
            .update(claimed_by=marker, claimed_until=now + CLAIM)
        ):
            candidate.refresh_from_db()
            return candidate
    return None


def give_back(*, task: MarkingTask, marker) -> None:
    """Somebody else may take it. Twice, or without a claim: nothing."""
    MarkingTask.objects.filter(pk=task.pk, claimed_by=marker).update(claimed_by=None, claimed_until=None)


@transaction.atomic
def give_mark(*, task: MarkingTask, marker, points: dict, comment: str = "") -> HumanMark:
    """Her mark, also after her half hour as long as nobody else has taken it. Again: the one that stands.

    Raises ``NotYours``, ``ValidationError``.
    """
    locked, rubric = _lock(task)
    standing = HumanMark.objects.filter(task=locked, marker=marker).first()
    if standing:
        return standing
    if locked.state != MarkingTask.State.WAITING or locked.claimed_by_id != marker.pk:
        raise NotYours
    mark = HumanMark.objects.create(
        task=locked, marker=marker, points=points, scaled=_share(points, rubric), comment=comment.strip()
    )
    _go_on(locked)
    return mark


@transaction.atomic
def settle(*, task: MarkingTask, by, points: dict, comment: str = "") -> HumanMark:
    """The mark that counts where two differ, by one who gave neither. Twice: the first. Raises ``NotYours``."""
    locked, rubric = _lock(task)
    standing = HumanMark.objects.filter(task=locked, settles=True).first()
    if standing:
        return standing
    own = locked.response.attempt.registration in registrations_of(by)
    if locked.state != MarkingTask.State.DISPUTED or locked.marks.filter(marker=by).exists() or own:
        raise NotYours
    mark = HumanMark.objects.create(
        task=locked,
        marker=by,
        settles=True,
        points=points,
        scaled=_share(points, rubric),
        comment=comment.strip(),
    )
    _go_on(locked)
    return mark


def _lock(task):
    locked = MarkingTask.objects.select_for_update(of=("self",)).select_related(
        "response__version", "response__attempt"
    )
    locked = locked.get(pk=task.pk)
    return locked, locked.response.version.content["rubric"]


def _share(points, rubric):
    try:
        return share_of(points, rubric)
    except ValueError as error:
        raise ValidationError(_("Give points for every criterion, none above its maximum.")) from error


def _go_on(task):
    marks = list(task.marks.all())
    found = outcome(
        [mark.scaled for mark in marks if not mark.settles],
        markers=task.markers,
        settled=next((mark.scaled for mark in marks if mark.settles), None),
    )
    task.state, task.claimed_by, task.claimed_until = found.state, None, None
    task.save(update_fields=["state", "claimed_by", "claimed_until"])
    if found.scaled is not None:
        NewMark.objects.create(response=task.response, scaled=found.scaled, correct=found.scaled == 1)
        finish_attempt(attempt=task.response.attempt)


@transaction.atomic
def finish_attempt(*, attempt: Attempt) -> bool:
    """The result, once nothing waits: then the house is told, as for any attempt handed in. Twice: once."""
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    waiting = MarkingTask.objects.filter(response__attempt=locked).exclude(state=MarkingTask.State.DONE)
    if locked.state != Attempt.State.MARKING or waiting.exists():
        return False
    responses = list(locked.responses.all())
    holds = marks_that_hold(responses)
    locked.scaled = total([Mark(*holds[response.pk]) for response in responses])
    locked.passed = is_passed(scaled=locked.scaled, pass_mark=locked.pass_mark)
    locked.state = Attempt.State.SUBMITTED
    locked.save(update_fields=["scaled", "passed", "state"])
    attempt_submitted.send(sender=Attempt, attempt=locked)
    _mark_by_keys_put_right_meanwhile(locked, responses)
    return True


def _mark_by_keys_put_right_meanwhile(attempt, responses):
    meanwhile = Remarking.objects.filter(
        version__in=[response.version_id for response in responses],
        state__in=[Remarking.State.CONFIRMED, Remarking.State.DONE],
    )
    for remarking in meanwhile.select_related("corrected").order_by("decided_at"):
        remark_attempt(remarking=remarking, attempt=attempt)
