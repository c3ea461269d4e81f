"""Ask for slow work."""

from django.db import transaction
from django.utils import timezone

from config.jobs.models import Job
from config.jobs.tasks import run_job


def request_job(*, kind: str, key: str, arguments: dict, requested_by=None) -> Job:
    """The job ``kind`` + ``key``, sent to a worker when the surrounding transaction commits.

    Asking again while it waits, runs or is done gives the same row and sends nothing; asking again after it failed
    starts it anew.
    """
    job, created = Job.objects.get_or_create(
        kind=kind, key=key, defaults={"arguments": arguments, "requested_by": requested_by}
    )
    restarted = False
    if not created and job.state == Job.State.FAILED:
        restarted = Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(
            state=Job.State.QUEUED, attempts=0, error="", finished_at=None, updated_at=timezone.now()
        )
        job.refresh_from_db()
    if created or restarted:
        # Robust: with the broker down the row stands, and the sweeper sends it later.
        transaction.on_commit(lambda: run_job.delay(job.pk), robust=True)
    return job
