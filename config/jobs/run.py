"""Do a job once, whoever asks how often."""

import datetime
import logging

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone, translation

from config.jobs.models import Job
from config.jobs.registry import HANDLERS, PermanentJobError

logger = logging.getLogger(__name__)
LEASE = datetime.timedelta(
    seconds=360
)  # longer than a task's hard time limit: an expired lease means a dead worker
MAX_ATTEMPTS = 5


def claim(job_id: int) -> Job | None:
    """Take the job for this worker, or None when another has it or it is finished. One UPDATE decides."""
    now = timezone.now()
    taken = (
        Job.objects.filter(pk=job_id)
        .filter(Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now))
        .update(state=Job.State.RUNNING, lease_until=now + LEASE, attempts=F("attempts") + 1, updated_at=now)
    )
    return Job.objects.get(pk=job_id) if taken else None


def perform(job_id: int) -> Job | None:
    """Claim and do the job. Returns the row, or None when it was not ours to do.

    A failure leaves the row queued for the next try (raised again for the task's retry) until ``MAX_ATTEMPTS``;
    ``PermanentJobError`` fails it at once.
    """
    job = claim(job_id)
    if job is None:
        return None
    try:
        with translation.override(settings.LANGUAGE_CODE):
            result = HANDLERS[job.kind](job, **job.arguments)
    except PermanentJobError as error:
        return _finish(job, state=Job.State.FAILED, error=str(error))
    except Exception as error:
        logger.exception("job %s failed at attempt %s", job.uuid, job.attempts)
        if job.attempts >= MAX_ATTEMPTS:
            return _finish(job, state=Job.State.FAILED, error=type(error).__name__)
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.QUEUED, lease_until=None, updated_at=timezone.now()
        )
        raise
    return _finish(job, state=Job.State.DONE, result=result or {})


def report_progress(job: Job, *, done: int, total: int) -> None:
    """Show how far it is, and keep the lease alive."""
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(
        steps_done=done, steps_total=total, lease_until=now + LEASE, updated_at=now
    )


def _finish(job, **fields):
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(finished_at=now, lease_until=None, updated_at=now, **fields)
    job.refresh_from_db()
    return job
