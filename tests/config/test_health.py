"""What machines ask of the site, and that it tells them nothing about people."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from config import health
from config.jobs.models import Job

pytestmark = pytest.mark.django_db


def test_the_process_is_alive_even_when_the_database_is_down(client, monkeypatch):
    monkeypatch.setattr(health, "_database", lambda: 1 / 0)
    assert client.get("/health/live/").status_code == 200


def test_it_is_ready_when_every_part_answers(client):
    answer = client.get("/health/ready/")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    assert set(answer.json()["parts"].values()) == {"ok"}
    assert "no-store" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("part", ["_database", "_cache", "_migrations"])
def test_a_part_that_fails_makes_it_unready_and_its_error_is_not_told(client, monkeypatch, part):
    def failing():
        raise RuntimeError("password=secret host=10.0.0.1")

    monkeypatch.setattr(health, part, failing)
    answer = client.get("/health/ready/")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    assert answer.json()["parts"][part.strip("_")] == "down"
    assert "secret" not in answer.content.decode()


def test_a_cache_that_forgets_makes_it_unready(client, monkeypatch):
    monkeypatch.setattr(cache, "get", lambda key, default=None: default)
    assert client.get("/health/ready/").json()["parts"]["cache"] == "down"


def test_a_queue_without_a_worker_is_told_and_pages_are_served(client):
    job = Job.objects.create(kind="a.kind", key="1")
    Job.objects.filter(pk=job.pk).update(updated_at=timezone.now() - datetime.timedelta(hours=1))
    answer = client.get("/health/ready/")
    assert (answer.status_code, answer.json()["parts"]["queue"]) == (200, "behind")


def test_metrics_need_the_token(client, settings):
    assert client.get("/metrics/").status_code == 403
    settings.METRICS_TOKEN = "a-long-token"
    assert client.get("/metrics/").status_code == 403
    assert client.get("/metrics/", headers={"authorization": "Bearer another"}).status_code == 403
    Job.objects.create(kind="certificate.batch", key="1", state=Job.State.DONE)
    answer = client.get("/metrics/", headers={"authorization": "Bearer a-long-token"})
    assert 'library_jobs{kind="certificate.batch",state="done"} 1' in answer.content.decode()
    assert "library_oldest_waiting_job_seconds 0" in answer.content.decode()


def test_whom_to_tell_of_a_weakness(client, settings):
    assert client.get("/.well-known/security.txt", follow=True).status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:security@example.org" in text
    assert "Expires: 2" in text
