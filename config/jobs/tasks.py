"""What the worker runs: one task for every kind of job, and the sweeper."""

import datetime
import random

from celery import shared_task
from django.utils import timezone

from config.jobs.models import Job
from config.jobs.run import MAX_ATTEMPTS, perform

RESEND_AFTER = datetime.timedelta(minutes=2)
KEEP_FOR = datetime.timedelta(days=90)


@shared_task(bind=True, max_retries=MAX_ATTEMPTS)
def run_job(self, job_id: int) -> None:
    try:
        perform(job_id)
    except Exception as error:
        pause = min(60, 2**self.request.retries) * random.uniform(0.5, 1.5)
        raise self.retry(exc=error, countdown=pause) from error


@shared_task
def sweep_jobs() -> int:
    """Send again what a dead worker or a lost message left behind. Returns how many. Harmless twice."""
    now = timezone.now()
    lost = list(
        Job.objects.abandoned(now=now, queued_before=now - RESEND_AFTER).values_list("pk", flat=True)[:500]
    )
    for job_id in lost:
        run_job.delay(job_id)
    Job.objects.filter(finished_at__lt=now - KEEP_FOR).delete()
    return len(lost)
