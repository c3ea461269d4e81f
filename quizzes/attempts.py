"""Start, save, hand in. The server marks; what arrives twice is one."""

import datetime
import secrets
import uuid
from collections import Counter
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from quizzes.drawing import choose, paper
from quizzes.grading import grade
from quizzes.marks import Mark, total
from quizzes.models import (
    Attempt,
    MarkingTask,
    QuestionVersion,
    Quiz,
    Response,
    TestPair,
    UnacceptedSubmission,
)
from quizzes.question_types import QUESTION_TYPES
from quizzes.rules import deadline_of, is_late, is_passed, may_start, waits_until
from quizzes.signals import attempt_submitted
from quizzes.texts import texts_of
from quizzes.timing import seconds_after
from quizzes.versions import digest_of, plan_of, shuffler_of, versions_with

LARGEST_PAYLOAD_KEPT = 64 * 1024  # bytes
DRAFT = ["draft_answers", "draft_seconds", "saved_at"]
KEEP_UNACCEPTED = datetime.timedelta(days=365)


class NoAttemptLeft(Exception):
    """Passed already, or as many attempts handed in as the quiz allows."""

    code = "no-attempt-left"


class TooEarly(NoAttemptLeft):
    """The quiz asks for a pause between attempts; ``until`` is when the next may begin."""

    code = "too-early"

    def __init__(self, until):
        self.until = until
        super().__init__(until)


class AttemptConflict(Exception):
    """Handed in before with other answers. The first ones count; these are kept and count for nothing."""

    code = "conflict"


@dataclass(frozen=True)
class Receipt:
    """``already_received``: the same answers had arrived before. ``late``: they came after the time was over, so what
    had been saved in time counts; they are kept, and count for nothing."""

    attempt: Attempt
    already_received: bool
    late: bool = False


def start_attempt(
    *,
    registration: uuid.UUID,
    quiz: Quiz,
    key: uuid.UUID,
    now=None,
    extra_percent: int = 0,
    mode: str = Attempt.Mode.ALONE,
    entered_by=None,
    items: list[dict] | None = None,
) -> Attempt:
    """The attempt ``key`` of this registration, or the one that is still open, or a new one.

    Asking twice, or from a second tab, gives the same attempt. ``extra_percent`` is this person's extra time; ``items`` is
    the paper that was printed for her, when it was, and then no time runs. Raises ``NoAttemptLeft``, or ``TooEarly``.
    """
    now = now or timezone.now()
    asked = None
    for _try in range(3):
        mine = list(Attempt.objects.of(registration, quiz.key).order_by("number"))
        standing = next((a for a in mine if a.uuid == key), None) or _still_open(mine, now)
        if standing:
            return standing
        _refuse_unless_allowed(quiz, mine, now)
        asked = asked or ({"paper": items} if items else new_paper(quiz, earlier=mine))
        try:
            with transaction.atomic():
                return Attempt.objects.create(
                    uuid=key,
                    registration=registration,
                    number=len(mine) + 1,
                    **asked,
                    **_rules_of_the_day(quiz, extra_percent, now, timed=items is None),
                    mode=mode,
                    entered_by=entered_by,
                    started_at=now,
                )
        except IntegrityError:  # a second tab was first: look again
            continue
    raise NoAttemptLeft


def new_paper(quiz: Quiz, *, earlier: list[Attempt] = (), seed: int | None = None) -> dict:
    """``{"seed", "paper"}`` of a new attempt: drawn, shuffled, and pinned. One query when options are shuffled."""
    seed = secrets.randbits(48) if seed is None else seed
    seen = Counter(item["version"] for attempt in earlier for item in attempt.paper)
    chosen = choose(plan_of(quiz), seed=seed, seen=seen)
    shuffle = shuffler_of(chosen) if quiz.shuffle_options else None
    return {"seed": seed, "paper": paper(chosen, seed=seed, shuffle=shuffle)}


def _still_open(mine, now):
    """The open attempt, unless its time is over: then it is closed, and marked as it stands."""
    standing = next((attempt for attempt in mine if attempt.state == Attempt.State.OPEN), None)
    if standing is None or not close_if_over(attempt=standing, now=now):
        return standing
    mine[mine.index(standing)] = Attempt.objects.get(pk=standing.pk)
    return None


def _refuse_unless_allowed(quiz, mine, now):
    allowed = may_start(
        attempts_allowed=quiz.attempts_allowed,
        submitted=len(mine),
        already_passed=any(a.passed for a in mine),
        being_marked=any(a.state == Attempt.State.MARKING for a in mine),
    )
    if not allowed:
        raise NoAttemptLeft
    last = mine[-1].submitted_at if mine else None
    until = waits_until(wait_minutes=quiz.wait_minutes, last_submitted_at=last, now=now)
    if until:
        raise TooEarly(until)


def _rules_of_the_day(quiz, extra_percent, now, *, timed):
    """What the attempt keeps of its quiz, however the quiz is edited later."""
    return {
        "quiz": quiz,
        "quiz_key": quiz.key,
        "quiz_title": texts_of(quiz, "title"),
        "pass_mark": quiz.mark_to_pass,
        "counts": quiz.counts,
        "occasion": occasion_of(quiz),
        "grace_seconds": quiz.grace_seconds,
        "deadline": deadline_of(
            minutes_allowed=quiz.minutes_allowed, extra_percent=extra_percent, started_at=now
        )
        if timed
        else None,
    }


def occasion_of(quiz: Quiz) -> str:
    """Is it the test before, the test after, or neither? No query for quizzes that are not there to measure."""
    if not quiz.is_measure:
        return Attempt.Occasion.NONE
    if TestPair.objects.filter(before=quiz).exists():
        return Attempt.Occasion.BEFORE
    return Attempt.Occasion.AFTER if TestPair.objects.filter(after=quiz).exists() else Attempt.Occasion.NONE


def paper_versions(paper: list[dict]) -> list[QuestionVersion]:
    """The question versions of a paper, in its order, with the key that holds."""
    return versions_with([item["version"] for item in paper])


def orders_in(paper: list[dict]) -> dict:
    """``{version id: order of its options}`` of the questions whose options were shuffled."""
    return {item["version"]: item["options"] for item in paper if item.get("options")}


def parse_answers(versions: list[QuestionVersion], data) -> dict:
    """``{version id as str: answer or None}`` from a posted form whose fields are called ``q<version id>``."""
    return {
        str(version.pk): QUESTION_TYPES[version.content["type"]].parse(data, f"q{version.pk}")
        for version in versions
    }


def settled_answers(versions: list[QuestionVersion], before: dict, now: dict) -> dict:
    """What holds when ``now`` comes after ``before`` was saved: as each type says."""
    return {
        key: QUESTION_TYPES[version.content["type"]].settled(version.content, before.get(key), now.get(key))
        for version in versions
        for key in [str(version.pk)]
    }


def unanswered(versions: list[QuestionVersion], answers: dict) -> frozenset:
    """Ids (as str) of the versions in which something is still to be filled in."""
    return frozenset(
        str(version.pk)
        for version in versions
        if not QUESTION_TYPES[version.content["type"]].is_answered(
            version.content, answers.get(str(version.pk))
        )
    )


def mark_answers(versions: list[QuestionVersion], answers: dict) -> list[Mark]:
    """One mark per version, in order; an unanswered question is worth nothing."""
    return [grade(version.content, answers.get(str(version.pk))) for version in versions]


def save_answers(*, attempt: Attempt, answers: dict, now=None) -> bool:
    """Keep these answers, and those to other questions that were kept before. Whether they were kept: not after handing
    in, nor after the time was over. An answer whose feedback was seen stands. Harmless twice."""
    with transaction.atomic():
        locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
        if locked.state != Attempt.State.OPEN or is_over(locked, now or timezone.now()):
            return False
        keep_draft(locked, answers, now or timezone.now())
        locked.save(update_fields=DRAFT)
    return True


def check_answer(*, attempt: Attempt, version: int, answers: dict, now=None) -> bool:
    """Keep the answers and let the one to ``version`` stand, so that its feedback may be shown. Twice: once.

    False when nothing was answered, when the quiz does not show feedback at once, or when it is too late.
    """
    if attempt.quiz is None or attempt.quiz.feedback_shown != Quiz.Shown.AT_ONCE:
        return False
    with transaction.atomic():
        locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
        if locked.state != Attempt.State.OPEN or is_over(locked, now or timezone.now()):
            return False
        keep_draft(locked, answers, now or timezone.now())
        asked = version in [item["version"] for item in locked.paper]
        stands = asked and locked.draft_answers.get(str(version)) is not None
        if stands and version not in locked.checked:
            locked.checked = [*locked.checked, version]
        locked.save(update_fields=[*DRAFT, "checked"])
    return stands


def keep_draft(attempt: Attempt, answers: dict, now) -> None:
    """Put the answers and the time they took on the locked attempt; to be saved with ``DRAFT``."""
    kept = kept_answers(attempt, answers)
    attempt.draft_seconds = _seconds(attempt, kept, now)
    attempt.draft_answers, attempt.saved_at = kept, now


def _seconds(attempt, answers, now) -> dict:
    passed = (now - (attempt.saved_at or attempt.started_at)).total_seconds()
    return seconds_after(attempt.draft_seconds, before=attempt.draft_answers, after=answers, passed=passed)


def kept_answers(attempt: Attempt, answers: dict) -> dict:
    """The saved answers with ``answers`` put over them; those whose feedback was seen cannot be changed any more."""
    standing = {str(version) for version in attempt.checked}
    asked = {str(item["version"]) for item in attempt.paper}
    new = {key: answer for key, answer in answers.items() if key in asked and key not in standing}
    return {**attempt.draft_answers, **new}


def is_over(attempt: Attempt, now) -> bool:
    return is_late(deadline=attempt.deadline, grace_seconds=attempt.grace_seconds, now=now)


def close_if_over(*, attempt: Attempt, now=None) -> bool:
    """Close and mark an open attempt as it stands when its time is over. Whether it is closed now. Harmless twice."""
    if attempt.state != Attempt.State.OPEN:
        return True
    if not is_over(attempt, now or timezone.now()):
        return False
    with transaction.atomic():
        locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
        if locked.state == Attempt.State.OPEN:
            _close_as_it_stands(locked)
    return True


def close_expired(*, now=None, at_most: int = 500) -> int:
    """Every open attempt whose time is over, each in a transaction of its own; how many. Harmless twice."""
    now = now or timezone.now()
    over = Attempt.objects.open().filter(deadline__lt=now).order_by("deadline")[:at_most]
    return sum(close_if_over(attempt=attempt, now=now) for attempt in over)


def submit_attempt(*, attempt: Attempt, answers: dict, now=None) -> Receipt:
    """Mark and close the attempt in one transaction, and tell the house (``attempt_submitted``) inside it.

    The same answers again: the same result, ``already_received``. Other answers: ``AttemptConflict``; they are kept
    with the reason. After the time: what was saved counts, and these are kept as late. Two at once: the row lock lets
    one mark, the other is a repeat or a conflict.
    """
    now = now or timezone.now()
    with transaction.atomic():
        locked = Attempt.objects.select_for_update(of=("self",)).select_related("quiz").get(pk=attempt.pk)
        if locked.state == Attempt.State.OPEN:
            if not is_over(locked, now):
                final = _with_standing(locked, answers)
                if locked.mode != Attempt.Mode.PAPER:
                    locked.draft_seconds = _seconds(locked, final, now)
                _mark_and_close(locked, final, digest_of(final), now)
                return Receipt(attempt=locked, already_received=False)
            _close_as_it_stands(locked)
    if locked.answers_digest == digest_of(_with_standing(locked, answers)):
        return Receipt(attempt=locked, already_received=True)
    if locked.ended == Attempt.Ended.BY_TIME:
        keep_unaccepted(attempt=locked, payload=answers, reason=UnacceptedSubmission.Reason.LATE)
        return Receipt(attempt=locked, already_received=False, late=True)
    keep_unaccepted(attempt=locked, payload=answers, reason=UnacceptedSubmission.Reason.CONFLICT)
    raise AttemptConflict


def _with_standing(attempt, answers):
    """The answers as handed in, with those whose feedback was seen as they were then."""
    standing = {str(version): attempt.draft_answers.get(str(version)) for version in attempt.checked}
    return {**answers, **standing} if standing else answers


def _close_as_it_stands(attempt):
    attempt.ended = Attempt.Ended.BY_TIME
    answers = {
        str(item["version"]): attempt.draft_answers.get(str(item["version"])) for item in attempt.paper
    }
    _mark_and_close(attempt, answers, digest_of(answers), attempt.deadline)


def keep_unaccepted(*, attempt: Attempt, payload, reason: str) -> None:
    """Keep what did not count, once, with the reason."""
    size = len(str(payload).encode())
    UnacceptedSubmission.objects.get_or_create(
        attempt=attempt,
        digest=digest_of(payload),
        defaults={
            "reason": reason,
            "payload": payload if size <= LARGEST_PAYLOAD_KEPT else None,
            "size": size,
        },
    )


def forget_old_submissions() -> int:
    """What arrived and did not count, a year ago or longer. Returns how many. Harmless twice."""
    before = timezone.now() - KEEP_UNACCEPTED
    old = UnacceptedSubmission.objects.filter(received_at__lt=before)
    return old._raw_delete(using=old.db)


def _mark_and_close(attempt, answers, digest, now):
    versions = paper_versions(attempt.paper)
    marks = mark_answers(versions, answers)
    responses = Response.objects.bulk_create(
        Response(
            attempt=attempt,
            version=version,
            position=position,
            answer=answers.get(str(version.pk)),
            scaled=mark.scaled,
            correct=mark.correct,
            seconds=attempt.draft_seconds.get(str(version.pk)),
        )
        for position, (version, mark) in enumerate(zip(versions, marks, strict=True), start=1)
    )
    pending = [response for response, mark in zip(responses, marks, strict=True) if mark.pending]
    attempt.submitted_at = now
    attempt.answers_digest = digest
    attempt.draft_answers = {str(pk): answers.get(str(pk)) for pk in attempt.checked}
    attempt.draft_seconds = {}
    if pending:  # the result comes when people have marked these: quizzes/marking/queue.py
        attempt.state = Attempt.State.MARKING
        attempt.save()
        MarkingTask.objects.bulk_create(
            MarkingTask(response=response, markers=response.version.content["markers"], made_at=now)
            for response in pending
        )
        return
    attempt.scaled = total(marks)
    attempt.passed = is_passed(scaled=attempt.scaled, pass_mark=attempt.pass_mark)
    attempt.state = Attempt.State.SUBMITTED
    attempt.save()
    attempt_submitted.send(sender=Attempt, attempt=attempt)
