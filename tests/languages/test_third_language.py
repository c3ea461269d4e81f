"""Adding a language is one setting, one migration and a catalogue. Tried with Uyghur, from right to left, and with Tibetan."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.languages.copied_site import APPS, ROOT, copy_site

TEXTS = {"ug": ("rtl", "ئاتا-ئانا", "ئۇيغۇرچە"), "bo": ("ltr", "བཀྲ་ཤིས་", "བོད་ཡིག")}


@pytest.fixture(params=sorted(TEXTS))
def walked(request, db, tmp_path):
    """The language, what the walk on a site with it found, and the migrations that it made."""
    is_file = (
        connection.vendor == "sqlite"
    )  # begin where the tests' own database stands: one migration has to run
    database = Path(connection.settings_dict["NAME"]) if is_file else None
    done = subprocess.run(
        [sys.executable, "-m", "tests.languages.walk_third"],
        cwd=ROOT,
        env=copy_site(tmp_path, language=request.param, database=database),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    package = tmp_path / "third_migrations"
    made = {
        label: sorted(path.read_text() for path in (package / label).glob("*_third.py")) for label in APPS
    }
    return request.param, json.loads(done.stdout.splitlines()[-1]), made


def test_third_language_is_one_setting_and_one_migration_and_is_read_in_its_direction(walked):
    code, found, made = walked
    direction, words, name = TEXTS[code]
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
    assert f'<html lang="{code}" dir="{direction}">' in found["page"]
    assert words in found["page"]
    assert name in found["help"]  # offered on every page, by its own name
    assert "离开" in found["help"]  # what is not translated stands in the first language, and not as a code
