"""Print all certificates of a template again, after its look was changed. No fact is touched."""

from config.jobs.enqueue import request_job
from config.jobs.models import Job
from config.jobs.registry import handles
from config.jobs.run import report_progress
from learning.certificates.issue import print_again
from learning.certificates.models import Certificate
from learning.certificates.template import CertificateTemplate

REPRINT = "certificate.reprint"


def job_key(template: CertificateTemplate) -> str:
    """One job for each state of the template."""
    return f"{template.pk}-{template.changed_at:%Y%m%d%H%M%S%f}"


def request_reprint(template: CertificateTemplate, *, user) -> Job:
    """Twice for the same state of the template: the same job."""
    return request_job(
        kind=REPRINT, key=job_key(template), arguments={"template_id": template.pk}, requested_by=user
    )


@handles(REPRINT)
def reprint(job, *, template_id):
    """Those printed since the job was asked for are left alone, so it goes on where a dead worker stopped."""
    certificates = Certificate.objects.filter(template_id=template_id).exclude(facts={})
    total = certificates.count()
    waiting = certificates.exclude(prints__printed_at__gt=job.created_at).select_related("template")
    done = total - waiting.count()
    for certificate in waiting.order_by("pk").iterator(chunk_size=200):
        print_again(certificate=certificate)
        done += 1
        report_progress(job, done=done, total=total)
    return {"printed": total}
