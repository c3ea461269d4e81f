"""Table of contents: Celery looks for tasks only here. Handlers of jobs register themselves when imported."""

from celery import shared_task

from learning.cadres import accounts
from learning.certificates import jobs as certificate_jobs
from learning.progress import recheck
from learning.reports import export

__all__ = ["accounts", "certificate_jobs", "delete_old_exports", "export", "recheck"]


@shared_task
def delete_old_exports() -> None:
    export.delete_old_exports()
