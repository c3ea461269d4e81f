"""Slow work is a row: asked once, done once, tried again, never lost."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone, translation

from config.jobs import registry
from config.jobs.enqueue import request_job
from config.jobs.models import Job
from config.jobs.registry import PermanentJobError, handles
from config.jobs.run import MAX_ATTEMPTS, perform, report_progress
from config.jobs.tasks import sweep_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler(monkeypatch):
    """Registers a handler for the kind ``test``; ``handler.calls`` tells how often it ran."""
    monkeypatch.setattr(registry, "HANDLERS", registry.HANDLERS)

    class Recorder:
        calls = 0
        work = staticmethod(lambda job, **arguments: {"got": arguments})

    def run(job, **arguments):
        Recorder.calls += 1
        return Recorder.work(job, **arguments)

    registry.HANDLERS.pop("test", None)
    handles("test")(run)
    yield Recorder
    registry.HANDLERS.pop("test", None)


def test_job_asked_for_twice_is_one_row_and_runs_once(handler, on_commit):
    with on_commit():
        first = request_job(kind="test", key="a", arguments={"n": 1})
        second = request_job(kind="test", key="a", arguments={"n": 1})
    assert first.pk == second.pk
    job = Job.objects.get()
    assert (job.state, job.result, handler.calls) == (Job.State.DONE, {"got": {"n": 1}}, 1)
    assert perform(job.pk) is None
    assert handler.calls == 1


def test_job_of_a_transaction_that_fails_is_never_sent(committed_db, handler):
    @transaction.atomic
    def asks_and_fails():
        request_job(kind="test", key="a", arguments={})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asks_and_fails()
    assert (Job.objects.count(), handler.calls) == (0, 0)


def test_failing_job_is_tried_again_up_to_a_limit_and_then_failed(handler):
    def fail(job):
        raise ValueError("no")

    handler.work = staticmethod(fail)
    job = Job.objects.create(kind="test", key="a")
    for _attempt in range(MAX_ATTEMPTS - 1):
        with pytest.raises(ValueError, match="no"):
            perform(job.pk)
        job.refresh_from_db()
        assert job.state == Job.State.QUEUED
    perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error, handler.calls) == (Job.State.FAILED, "ValueError", MAX_ATTEMPTS)


def test_what_will_not_get_better_fails_at_once_with_the_sentence_for_people(handler, on_commit):
    def fail(job):
        raise PermanentJobError("这个字打印不了")

    handler.work = staticmethod(fail)
    job = Job.objects.create(kind="test", key="a")
    perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error, handler.calls) == (Job.State.FAILED, "这个字打印不了", 1)
    handler.work = staticmethod(lambda job: {})
    with on_commit():
        request_job(kind="test", key="a", arguments={})
    assert Job.objects.get().state == Job.State.DONE


def test_sweeper_sends_again_what_was_lost_and_leaves_alone_what_runs(handler):
    now = timezone.now()
    long_ago = now - datetime.timedelta(minutes=10)
    lost = Job.objects.create(kind="test", key="lost")
    dead = Job.objects.create(kind="test", key="dead", state=Job.State.RUNNING, lease_until=long_ago)
    alive = Job.objects.create(
        kind="test", key="alive", state=Job.State.RUNNING, lease_until=now + datetime.timedelta(minutes=5)
    )
    fresh = Job.objects.create(kind="test", key="fresh")
    Job.objects.filter(pk__in=[lost.pk, dead.pk, alive.pk]).update(updated_at=long_ago)
    assert sweep_jobs() == 2
    states = {job.key: job.state for job in Job.objects.all()}
    assert states == {"lost": "done", "dead": "done", "alive": "running", "fresh": "queued"}
    assert fresh.attempts == 0


def test_progress_is_shown_in_percent_and_never_complete_before_the_end(handler):
    job = Job.objects.create(kind="test", key="a", state=Job.State.RUNNING)
    report_progress(job, done=3, total=3)
    job.refresh_from_db()
    assert job.percent == 99
    job.state = Job.State.DONE
    assert job.percent == 100


def test_handler_runs_in_the_default_language_whatever_was_active(handler):
    seen = []
    handler.work = staticmethod(lambda job: seen.append(translation.get_language()))
    with translation.override("en"):
        perform(Job.objects.create(kind="test", key="a").pk)
    assert seen == ["zh-hans"]


def test_two_handlers_of_one_kind_are_a_mistake_said_at_once(handler):
    with pytest.raises(RuntimeError):
        handles("test")(lambda job: None)
