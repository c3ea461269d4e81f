"""Start, save, hand in. The server marks; what arrives twice is one."""

import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from quizzes.grading import grade
from quizzes.marks import Mark, total
from quizzes.models import Attempt, MarkingTask, QuestionVersion, Quiz, Response, UnacceptedSubmission
from quizzes.question_types import QUESTION_TYPES
from quizzes.rules import is_passed, may_start
from quizzes.signals import attempt_submitted
from quizzes.texts import texts_of
from quizzes.versions import digest_of, versions_of, versions_with

LARGEST_PAYLOAD_KEPT = 64 * 1024  # bytes


class NoAttemptLeft(Exception):
    """Passed already, or as many attempts handed in as the quiz allows."""

    code = "no-attempt-left"


class AttemptConflict(Exception):
    """Handed in before with other answers. The first ones count; these are kept and count for nothing."""

    code = "conflict"


@dataclass(frozen=True)
class Receipt:
    """``already_received`` is true when the same answers had arrived before."""

    attempt: Attempt
    already_received: bool


def start_attempt(*, registration: uuid.UUID, quiz: Quiz, key: uuid.UUID, now=None) -> Attempt:
    """The attempt ``key`` of this registration, or the one that is still open, or a new one.

    Asking twice, or from a second tab, gives the same attempt. Raises ``NoAttemptLeft``.
    """
    paper = None
    for _try in range(3):
        mine = list(Attempt.objects.of(registration, quiz.key).order_by("number"))
        standing = next((a for a in mine if a.uuid == key), None) or next(
            (a for a in mine if a.state == Attempt.State.OPEN), None
        )
        if standing:
            return standing
        if not may_start(
            attempts_allowed=quiz.attempts_allowed,
            submitted=len(mine),
            already_passed=any(a.passed for a in mine),
            being_marked=any(a.state == Attempt.State.MARKING for a in mine),
        ):
            raise NoAttemptLeft
        paper = paper or [{"version": version.pk} for version in versions_of(quiz)]
        try:
            with transaction.atomic():
                return Attempt.objects.create(
                    uuid=key,
                    registration=registration,
                    quiz=quiz,
                    quiz_key=quiz.key,
                    quiz_title=texts_of(quiz, "title"),
                    number=len(mine) + 1,
                    paper=paper,
                    pass_mark=quiz.pass_mark,
                    started_at=now or timezone.now(),
                )
        except IntegrityError:  # a second tab was first: look again
            continue
    raise NoAttemptLeft


def paper_versions(paper: list[dict]) -> list[QuestionVersion]:
    """The question versions of a paper, in its order, with the key that holds."""
    return versions_with([item["version"] for item in paper])


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


def save_answers(*, attempt: Attempt, answers: dict) -> None:
    """Keep what is answered so far. After handing in it does nothing. Harmless twice."""
    Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.OPEN).update(draft_answers=answers)


def submit_attempt(*, attempt: Attempt, answers: dict, now=None) -> Receipt:
    """Mark and close the attempt in one transaction, and tell the house (``attempt_submitted``) inside it.

    The same answers again: the same result, ``already_received``. Other answers: ``AttemptConflict``; they are kept
    with the reason. Two at once: the row lock lets one mark, the other is a repeat or a conflict.
    """
    digest = digest_of(answers)
    with transaction.atomic():
        locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
        if locked.state == Attempt.State.OPEN:
            _mark_and_close(locked, answers, digest, now or timezone.now())
            return Receipt(attempt=locked, already_received=False)
    if locked.answers_digest == digest:
        return Receipt(attempt=locked, already_received=True)
    keep_unaccepted(attempt=locked, payload=answers, reason=UnacceptedSubmission.Reason.CONFLICT)
    raise AttemptConflict


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
        )
        for position, (version, mark) in enumerate(zip(versions, marks, strict=True), start=1)
    )
    pending = [response for response, mark in zip(responses, marks, strict=True) if mark.pending]
    attempt.submitted_at = now
    attempt.answers_digest = digest
    attempt.draft_answers = {}
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
