"""Words that somebody wrote in her answers go when she is forgotten; marks, choices and figures stay."""

from quizzes.models import Attempt, HumanMark, Response, UnacceptedSubmission
from quizzes.question_types import QUESTION_TYPES

TYPES_WITH_WORDS = [code for code, kind in QUESTION_TYPES.items() if kind.takes_words]


def forget_words(registrations) -> None:
    """Of these registrations, in every attempt: written answers, comments of who marked them, and drafts. An attempt that
    is still open loses what was not handed in. Twice: once."""
    attempts = Attempt.objects.filter(registration__in=list(registrations))
    Response.objects.filter(attempt__in=attempts, version__content__type__in=TYPES_WITH_WORDS).forget(
        answer=None
    )
    HumanMark.objects.filter(task__response__attempt__in=attempts).forget(comment="")
    UnacceptedSubmission.objects.filter(attempt__in=attempts).forget(payload=None)
    attempts.update(draft_answers={}, answers_digest="")
