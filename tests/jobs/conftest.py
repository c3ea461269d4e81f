"""Real Celery workers on Redis, for the tests marked worker."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from config.celery import app

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def start_worker(tmp_path):
    """``start_worker()`` gives a running worker process on this test's database and an empty queue."""
    if not django_settings.REAL_WORKER:
        pytest.fail("run this suite with REAL_WORKER=1 and CELERY_BROKER_URL, as .ci/run does")
    app.control.purge()
    database = connection.settings_dict
    url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": url,
        "PRIVATE_ROOT": str(tmp_path / "private"),
        "MEDIA_ROOT": django_settings.MEDIA_ROOT,
        "SIGNING_KEYS": django_settings.SIGNING_KEYS,
    }
    running = []

    def start() -> subprocess.Popen:
        command = [
            Path(sys.executable).parent / "celery",
            "--app=config",
            "worker",
            "--pool=solo",
            "--loglevel=warning",
        ]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    app.control.purge()


def wait_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False
