"""Certificates for many at once: a session's participants, or the cadres of a subtree who completed a course.

A batch freezes whom it is for. Its jobs take fifty each, so several workers share it and a dead one loses nothing: every
certificate is issued once, whoever comes first, and its file is made once.
"""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.jobs.enqueue import request_job
from config.jobs.models import Job
from config.jobs.registry import handles
from config.jobs.run import report_progress
from learning.certificates.fonts import MissingGlyph
from learning.certificates.issue import NotCertifiable, certify_attendance, issue_certificate, store_file
from learning.certificates.models import Certificate
from learning.progress.models import Completion
from learning.sessions.models import RegisterEntry

BATCH = "certificate.batch"
SHARE = 50  # a job's share: short enough that a killed worker's part is soon done again
LARGEST = 5000


class CertificateBatch(models.Model):
    """``members``: ids of completions or of register entries, as ``kind`` says. Ids only: names go when people go."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(max_length=12, choices=Certificate.Kind.choices)
    members = models.JSONField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("batch of certificates")
        verbose_name_plural = _("batches of certificates")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.title

    @property
    def certificates(self):
        """Those that stand today, in the batch's order of issue. Withdrawn and revoked ones are never handed out."""
        of = "completion" if self.kind == Certificate.Kind.COMPLETION else "register_entry"
        found = Certificate.objects.that_count().filter(kind=self.kind, **{f"{of}_id__in": self.members})
        return found.order_by("number")

    @property
    def progress(self) -> dict:
        """``{"done", "total", "percent", "is_finished", "problems"}``. One query."""
        jobs = list(Job.objects.filter(kind=BATCH, key__startswith=f"{self.uuid}:"))
        done = sum(
            len(self.share(job.arguments["share"])) if job.is_finished else job.steps_done for job in jobs
        )
        total = len(self.members)
        return {
            "done": done,
            "total": total,
            "percent": 100 * done // total if total else 100,
            "is_finished": all(job.is_finished for job in jobs),
            "problems": [problem for job in jobs for problem in job.result.get("problems", [])],
            "failed": sum(job.state == Job.State.FAILED for job in jobs),
        }

    def share(self, number: int) -> list[int]:
        return self.members[number * SHARE : (number + 1) * SHARE]


@transaction.atomic
def start_batch(*, kind: str, members: list[int], title: str, by) -> CertificateBatch:
    """Make the certificates of ``members``; asking again makes another batch, and no certificate a second time."""
    batch = CertificateBatch.objects.create(kind=kind, members=members, title=title, requested_by=by)
    for number in range(-(-len(members) // SHARE)):
        request_job(
            kind=BATCH,
            key=f"{batch.uuid}:{number}",
            arguments={"batch_id": batch.pk, "share": number},
            requested_by=by,
        )
    return batch


def session_members(session) -> list[int]:
    """The lines of a closed session's register that can be certified."""
    entries = RegisterEntry.objects.filter(session=session, attendance__in=RegisterEntry.CAME)
    return list(
        entries.exclude(participant=None)
        .exclude(participant__name="")
        .order_by("ticket")
        .values_list("pk", flat=True)
    )


def cohort_members(*, course_key, unit, since, until) -> list[int]:
    """Completions of the course on these days by those who stood in the unit or below it on the day."""
    completions = Completion.objects.filter(
        course_key=course_key,
        place__lineage__contains=f"/{unit.code}/",
        occurred_at__date__range=(since, until),
    )
    return list(completions.order_by("pk").values_list("pk", flat=True)[:LARGEST])


@handles(BATCH)
def issue_share(job, *, batch_id, share):
    """One after the other. A name that cannot be printed stops nobody else, and is told by its number, not by name."""
    batch = CertificateBatch.objects.get(pk=batch_id)
    members = batch.share(share)
    problems = []
    for done, member in enumerate(members, start=1):
        try:
            store_file(certificate=_issue(batch.kind, member))
        except MissingGlyph as error:
            problems.append({"about": _about(batch.kind, member), "message": error.sentence()})
        except NotCertifiable:
            problems.append(
                {"about": _about(batch.kind, member), "message": gettext("There is nothing to certify.")}
            )
        report_progress(job, done=done, total=len(members))
    return {"problems": problems}


def _issue(kind, member) -> Certificate:
    if kind == Certificate.Kind.COMPLETION:
        return issue_certificate(
            completion=Completion.objects.select_related("cadre", "edition").get(pk=member)
        )
    return certify_attendance(
        entry=RegisterEntry.objects.select_related("participant", "session").get(pk=member)
    )


def _about(kind, member) -> str:
    """Whom a problem is about, without her name: results of jobs are kept."""
    if kind == Certificate.Kind.COMPLETION:
        return gettext("completion %(number)s") % {"number": member}
    return gettext("ticket %(ticket)s") % {"ticket": RegisterEntry.objects.get(pk=member).ticket}
