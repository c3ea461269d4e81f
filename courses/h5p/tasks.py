"""What the worker runs. Handlers of jobs register themselves when imported."""

from celery import shared_task

from courses.h5p import jobs

__all__ = ["jobs", "tidy_activities"]


@shared_task
def tidy_activities() -> None:
    """Delete what nothing uses any more. Harmless twice."""
    jobs.tidy()
