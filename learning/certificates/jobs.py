"""Certificates are made by a worker: asked for when a course is completed, or for everybody who came to a session."""

from django.dispatch import receiver

from config.jobs.enqueue import request_job
from config.jobs.models import Job
from config.jobs.registry import PermanentJobError, handles
from config.jobs.run import report_progress
from learning.certificates.fonts import MissingGlyph
from learning.certificates.issue import NotCertifiable, certify_attendance, issue_certificate, store_file
from learning.progress.models import Completion
from learning.sessions.models import RegisterEntry, TrainingSession
from learning.signals import enrolment_completed

ISSUE, ATTENDANCE = "certificate.issue", "certificate.attendance"


@receiver(enrolment_completed)
def ask_for_certificate(sender, completion, **kwargs):
    request_certificate(completion)


def request_certificate(completion: Completion) -> Job:
    """Twice: the same job. Asked again after it failed (a font was added, a name corrected): tried again."""
    return request_job(
        kind=ISSUE, key=f"completion-{completion.pk}", arguments={"completion_id": completion.pk}
    )


def request_attendance_certificates(session: TrainingSession, *, user) -> Job:
    """Certificates for everybody with a name who came."""
    return request_job(
        kind=ATTENDANCE, key=f"session-{session.pk}", arguments={"session_id": session.pk}, requested_by=user
    )


@handles(ISSUE)
def issue(job, *, completion_id):
    try:
        certificate = issue_certificate(completion=Completion.objects.get(pk=completion_id))
    except MissingGlyph as error:
        raise PermanentJobError(error.sentence()) from error
    except (
        NotCertifiable
    ) as refused:  # her page says why; once she has passed a quiz that counts, she asks again
        raise PermanentJobError(refused.code) from refused
    store_file(certificate=certificate)
    return {"certificate": str(certificate.uuid)}


@handles(ATTENDANCE)
def issue_attendance(job, *, session_id):
    """One after the other; a name that cannot be printed does not stop the others, and is said at the end."""
    entries = list(
        RegisterEntry.objects.filter(session_id=session_id, attendance__in=RegisterEntry.CAME)
        .exclude(participant=None)
        .exclude(participant__name="")
        .select_related("participant", "session", "session__place")
    )
    problems = []
    for number, entry in enumerate(entries, start=1):
        try:
            store_file(certificate=certify_attendance(entry=entry))
        except MissingGlyph as error:
            problems.append({"ticket": entry.ticket, "message": error.sentence()})
        except NotCertifiable:
            continue
        report_progress(job, done=number, total=len(entries))
    return {"problems": problems}
