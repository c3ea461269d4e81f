"""Production starts only with what keeps people safe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SECRET_KEY": "x" * 50 + "abcdefg12345",
    "ALLOWED_HOSTS": "library.example.org",
    "SITE_URL": "https://library.example.org",
    "DATABASE_URL": "postgres://nobody@localhost/none",
    "CACHE_URL": "redis://localhost:6379/1",
    "CELERY_BROKER_URL": "redis://localhost:6379/0",
}


def manage(*command, **environment):
    full = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.production", **environment}
    return subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=full, capture_output=True, text=True
    )


def test_production_starts_with_everything_given(tmp_path):
    given = {**GOOD, "SIGNING_KEYS": str(tmp_path)}
    assert manage("certificate_key", "--ensure", **given).returncode == 0
    done = manage("check", "--deploy", "--fail-level=WARNING", **given)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", sorted(GOOD))
def test_production_refuses_to_start_without(name):
    done = manage("check", "--fail-level=ERROR", **{key: value for key, value in GOOD.items() if key != name})
    assert done.returncode != 0
    assert name in done.stderr


def test_production_refuses_the_demo_key():
    done = manage("check", **{**GOOD, "SECRET_KEY": "demo-key-for-one-machine-only-never-for-people"})
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


def test_demo_refuses_to_run_under_production_settings():
    done = manage("demo", **GOOD)
    assert done.returncode != 0
    assert "password is public" in done.stderr
