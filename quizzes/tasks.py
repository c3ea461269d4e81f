"""Table of contents: Celery looks for tasks only here. Handlers of jobs register themselves when imported."""

from celery import shared_task

from quizzes import attempts
from quizzes.analysis import analyse
from quizzes.remarking import change as remarking

__all__ = ["analyse", "close_expired", "forget_old_submissions", "remarking"]


@shared_task
def close_expired() -> int:
    """Every minute: attempts whose time is over are marked as they stand. Harmless twice."""
    return attempts.close_expired()


@shared_task
def forget_old_submissions() -> int:
    return attempts.forget_old_submissions()
