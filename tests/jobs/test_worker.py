"""A real Celery worker on Redis, killed in the middle. Run with REAL_WORKER=1 on PostgreSQL (see .ci/run)."""

import datetime
import os
import signal
import uuid

import pytest
from django.db import transaction
from django.utils import timezone

from config.celery import app
from config.jobs.models import Job
from config.jobs.tasks import sweep_jobs
from learning.certificates.batch import start_batch
from learning.certificates.jobs import request_attendance_certificates
from learning.models import Cadre, Certificate, Completion, Enrolment, RegisterEntry, TrainingSession
from learning.sessions.close import close_session
from learning.sessions.plan import plan_session
from learning.sessions.record import record_fact
from tests.factories.cadres import make_cadre, make_facilitator
from tests.factories.courses import make_course
from tests.factories.learning import complete_course
from tests.factories.units import make_tree
from tests.jobs.conftest import wait_for

pytestmark = [pytest.mark.worker, pytest.mark.usefixtures("committed_db")]


def test_completed_course_becomes_a_certificate_in_a_worker(start_worker, tmp_path):
    units = make_tree()
    start_worker()
    complete_course(make_cadre("lan", unit=units["p1a1"]), make_course("law", lessons=1, quiz=False))
    assert wait_for(lambda: Job.objects.filter(kind="certificate.issue", state=Job.State.DONE).exists())
    certificate = Certificate.objects.get()
    assert (tmp_path / "private" / certificate.file).read_bytes().startswith(b"%PDF")


def test_killed_worker_loses_nothing_and_doubles_nothing(start_worker):
    session = closed_session(people=40)
    first = start_worker()
    job = request_attendance_certificates(session, user=session.created_by)
    assert wait_for(lambda: Certificate.objects.count() >= 3)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    done_before = Certificate.objects.count()
    assert done_before < 40
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING
    # The lease of the dead worker runs out; the schedule's sweeper sends the job again.
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    sweep_jobs()
    start_worker()
    assert wait_for(lambda: Job.objects.get(pk=job.pk).state == Job.State.DONE)
    assert Certificate.objects.count() == 40
    assert Certificate.objects.values("register_entry").distinct().count() == 40
    assert not Certificate.objects.filter(file="").exists()


def closed_session(*, people: int) -> TrainingSession:
    units = make_tree()
    by = make_facilitator("chen", unit=units["p1a1"])
    begins = timezone.now() - datetime.timedelta(hours=2)
    session = TrainingSession(
        title="课堂",
        unit=units["p1a1"],
        venue="活动室",
        starts_at=begins,
        ends_at=begins + datetime.timedelta(hours=1),
        language="本地话",
    )
    plan_session(session=session, module_keys=[], by=by)
    record_fact(session=session, fact_uuid=uuid.uuid4(), kind="notice-given", payload={"how": "shown"}, by=by)
    for number in range(people):
        entry = uuid.uuid4()
        record_fact(
            session=session,
            fact_uuid=uuid.uuid4(),
            kind="entered",
            entry=entry,
            payload={"consent": "own"},
            name=f"王{number}",
            by=by,
        )
        record_fact(
            session=session,
            fact_uuid=uuid.uuid4(),
            kind="attended",
            entry=entry,
            payload={"attendance": "present"},
            by=by,
        )
    close_session(session=session, by=by)
    assert RegisterEntry.objects.count() == people
    session.refresh_from_db()
    return session


def test_thousand_certificates_on_two_workers_one_killed_are_a_thousand_each_once(start_worker, tmp_path):
    members = a_thousand_completions()
    first, _second = start_worker(), start_worker()
    batch = start_batch(kind="completion", members=members, title="x", by=None)
    assert wait_for(lambda: Certificate.objects.count() >= 100)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    left_behind = Job.objects.filter(kind="certificate.batch", state=Job.State.RUNNING)

    def sweep_and_look():
        """What the dead worker held is sent again when its lease ends: here at once."""
        stale = timezone.now() - datetime.timedelta(seconds=5)
        left_behind.filter(updated_at__lt=stale).update(lease_until=stale)
        sweep_jobs()
        return batch.progress["is_finished"]

    assert wait_for(sweep_and_look, seconds=300)
    assert batch.progress["problems"] == []
    assert Certificate.objects.count() == 1000
    assert Certificate.objects.values("completion").distinct().count() == 1000
    assert not Certificate.objects.filter(file="").exists()
    assert len(list((tmp_path / "private" / "certificates").iterdir())) == 1000


def a_thousand_completions() -> list[int]:
    """Ids of completions of a thousand cadres, copied from one real one."""
    with transaction.atomic():
        course = make_course("law", lessons=1, quiz=False)
        enrolment = complete_course(make_cadre("lan", unit=make_tree()["p1a1"]), course)
        first = enrolment.completion
        Job.objects.all().delete()
    cadres = Cadre.objects.bulk_create([Cadre(name=f"王{n}") for n in range(999)])
    enrolments = Enrolment.objects.bulk_create(
        [copy_of(enrolment, cadre=cadre, uuid=uuid.uuid4()) for cadre in cadres]
    )
    completions = Completion.objects.bulk_create(
        [copy_of(first, cadre=one.cadre, enrolment=one) for one in enrolments]
    )
    app.control.purge()
    return [first.pk, *[completion.pk for completion in completions]]


def copy_of(row, **changes):
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    kept.pop("id")
    for name in changes:
        kept.pop(f"{name}_id", None)
    return type(row)(**{**kept, **changes})
