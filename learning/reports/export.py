"""A report as a file, made by a worker; asked for again with the same question, it is made anew."""

import datetime
import uuid
from functools import partial

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from config.jobs.enqueue import request_job
from config.jobs.models import Job
from config.jobs.registry import PermanentJobError, handles
from config.jobs.run import report_progress
from learning.cadres.scope import may_see_unit
from learning.reports.asked import question_about
from learning.reports.period import Period
from learning.reports.rollup import rollup, rollup_by_course
from learning.reports.snapshots import catch_up
from learning.reports.spreadsheet import write_report
from learning.reports.titles import course_titles
from learning.units.models import Unit

KIND = "report.export"
KEEP_FOR = datetime.timedelta(days=30)


def request_export(*, user, unit: Unit, period: Period, course_key, language: str) -> Job:
    """A job that writes the .xlsx. Each request is a job of its own: figures may have changed since the last."""
    return request_job(
        kind=KIND,
        key=str(uuid.uuid4()),
        arguments={
            "user_id": user.pk,
            "unit_code": unit.code,
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
            "course_key": str(course_key) if course_key else None,
            "language": language,
        },
        requested_by=user,
    )


@handles(KIND)
def write_export(job, *, user_id, unit_code, first, last, course_key, language):
    """Write the file to the private storage; the right is asked again, it may be gone by now."""
    user = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    unit = Unit.objects.filter(code=unit_code).first()
    if user is None or unit is None or not may_see_unit(user, unit):
        raise PermanentJobError(_("You may no longer see this unit."))
    period = Period(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))
    with translation.override(language):
        question = question_about(
            user=user, unit=unit, period=period, course_key=uuid.UUID(course_key) if course_key else None
        )
        catch_up()
        by_unit = rollup(question)
        report_progress(job, done=1, total=3)
        by_course = rollup_by_course(question, course_titles(), by_unit.total)
        report_progress(job, done=2, total=3)
        content = write_report(by_unit=by_unit, by_course=by_course, title=unit.name)
    name = f"reports/{job.uuid}.xlsx"
    storage = storages["private"]
    storage.delete(name)
    storage.save(name, ContentFile(content))
    return {"file": name, "name": f"report-{unit.code}-{first}-{last}.xlsx"}


def delete_old_exports() -> int:
    """Files of reports older than 30 days. Returns how many. Harmless twice."""
    return delete_exports(finished_at__lt=timezone.now() - KEEP_FOR)


def delete_exports(**which) -> int:
    """Finished files, and the jobs that made them: all, or those that ``which`` (a filter of jobs) names."""
    count = 0
    for job in Job.objects.filter(kind=KIND, state=Job.State.DONE, **which):
        if job.result.get("file"):
            transaction.on_commit(partial(storages["private"].delete, job.result["file"]))
            count += 1
        job.delete()
    return count
