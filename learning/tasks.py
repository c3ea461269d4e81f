"""Table of contents: Celery looks for tasks only here. Handlers of jobs register themselves when imported."""

import datetime

from celery import shared_task
from django.utils import timezone

from learning.cadres import accounts
from learning.cadres.bulk import run as bulk_imports
from learning.certificates import batch as certificate_batch
from learning.certificates import jobs as certificate_jobs
from learning.certificates import refreshers as certificate_refreshers
from learning.certificates import reminders as certificate_reminders
from learning.certificates import reprint as certificate_reprint
from learning.enrolments import requirement_reminders
from learning.letters import write as letters
from learning.progress import recheck
from learning.reports import export, snapshots
from learning.sessions import safeguarding, sync

__all__ = [
    "accounts",
    "bulk_imports",
    "certificate_batch",
    "certificate_jobs",
    "certificate_refreshers",
    "certificate_reminders",
    "certificate_reprint",
    "delete_old_exports",
    "delete_old_uploads",
    "export",
    "letters",
    "recheck",
    "requirement_reminders",
    "safeguarding",
]


@shared_task
def delete_old_uploads() -> None:
    sync.delete_old_uploads(now=timezone.now())


@shared_task
def delete_old_exports() -> None:
    export.delete_old_exports()


@shared_task
def forget_old_imports() -> None:
    bulk_imports.forget_old_files()


@shared_task
def remind_of_requirements() -> None:
    requirement_reminders.remind_of_requirements()


@shared_task
def forget_old_letters() -> None:
    letters.forget_old_letters(now=timezone.now())


@shared_task
def remind_of_expiry() -> None:
    certificate_reminders.remind_of_expiry()


@shared_task
def pass_up_overdue_disclosures() -> None:
    safeguarding.pass_up_overdue()


@shared_task
def forget_old_disclosures() -> None:
    safeguarding.forget_old_texts()


@shared_task
def count_what_is_new() -> None:
    """For four minutes at most; the next minute's task goes on."""
    until = timezone.now() + datetime.timedelta(seconds=200)
    while timezone.now() < until and snapshots.catch_up():
        pass
