"""Uploads are judged by a worker; unused files and old refusals are swept once a day."""

from config.jobs.enqueue import request_job
from config.jobs.models import Job
from config.jobs.registry import handles
from config.jobs.run import report_progress
from courses.h5p import storage
from courses.h5p.models import Upload
from courses.h5p.record import forget_old_refusals
from courses.h5p.upload import process

KIND = "h5p.upload"


def request_judgement(upload: Upload) -> Job:
    return request_job(
        kind=KIND, key=str(upload.uuid), arguments={"upload_id": upload.pk}, requested_by=upload.uploaded_by
    )


def job_of(upload: Upload) -> Job | None:
    return Job.objects.filter(kind=KIND, key=str(upload.uuid)).first()


@handles(KIND)
def judge_upload(job, *, upload_id):
    """Twice: the second time finds the verdict. A worker that died leaves nothing half: see ``storage.py``."""
    upload = process(
        Upload.objects.get(pk=upload_id),
        report=lambda done, total: report_progress(job, done=done, total=total),
    )
    return {"state": upload.state}


def tidy() -> None:
    storage.delete_unused()
    forget_old_refusals()
