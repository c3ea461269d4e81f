"""Adding a language is one setting and one migration. Tried with Uyghur, which is written from right to left."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
APPS = ("courses", "quizzes", "learning")


@pytest.fixture
def walked(db, tmp_path):
    """What the walk on a site with Uyghur found, and the migrations that it made."""
    package = tmp_path / "uyghur_migrations"
    package.mkdir()
    (package / "__init__.py").touch()
    for label in APPS:
        source = Path(apps.get_app_config(label).path) / "migrations"
        shutil.copytree(source, package / label, ignore=shutil.ignore_patterns("__pycache__"))
    database = tmp_path / "site.sqlite3"
    if (
        connection.vendor == "sqlite"
    ):  # begin where the tests' own database stands: only the new migration has to run
        with sqlite3.connect(connection.settings_dict["NAME"]) as kept, sqlite3.connect(database) as copy:
            kept.backup(copy)
    environment = {
        **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}",
        "UYGHUR_DATABASE": str(database),
        "UYGHUR_APPS": ",".join(APPS),
        "UYGHUR_MEDIA": str(tmp_path / "media"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.languages.walk_uyghur"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    made = {
        label: sorted(path.read_text() for path in (package / label).glob("*_uyghur.py")) for label in APPS
    }
    return json.loads(done.stdout.splitlines()[-1]), made


def test_third_language_is_one_setting_and_one_migration_and_reads_from_right_to_left(walked):
    found, made = walked
    assert {label: len(files) for label, files in made.items()} == dict.fromkeys(APPS, 1)
    acts = {
        act for files in made.values() for text in files for act in re.findall(r"migrations\.(\w+)\(", text)
    }
    assert "AddField" in acts  # columns beside the others
    assert acts <= {
        "AddField",
        "AlterField",
    }  # and choices of a language that grow; nothing that stands is touched
    assert found["missing_before"] > 0
    assert found["counts"]["missing"] == found["missing_before"] - 2
    assert found["round_trip_pages"] == 0
    assert '<html lang="ug" dir="rtl">' in found["page"]
    assert "ئاتا-ئانا" in found["page"]
