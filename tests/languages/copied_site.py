"""A site with a third language, in a folder of its own: copies of the migrations, to which one is added, and of a database."""

import os
import shutil
import sqlite3
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

ROOT = Path(__file__).resolve().parents[2]
APPS = ("courses", "quizzes", "learning")


def copy_site(folder: Path, *, language: str, database: Path | None) -> dict:
    """The environment for processes of that site. Without a ``database`` they begin with an empty one."""
    package = folder / "third_migrations"
    package.mkdir()
    (package / "__init__.py").touch()
    for label in APPS:
        shutil.copytree(
            ROOT / label / "migrations", package / label, ignore=shutil.ignore_patterns("__pycache__")
        )
    if database:
        with sqlite3.connect(database) as kept, sqlite3.connect(folder / "site.sqlite3") as copy:
            kept.backup(copy)
    catalogue = folder / "locale" / language / "LC_MESSAGES"
    catalogue.mkdir(parents=True)
    with (catalogue / "django.mo").open("wb") as file:
        write_mo(file, Catalog(locale=None))
    return {
        **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "tests.languages.settings_third",
        "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}",
        "THIRD_LANGUAGE": language,
        "THIRD_DATABASE": str(folder / "site.sqlite3"),
        "THIRD_APPS": ",".join(APPS),
        "THIRD_LOCALE": str(folder / "locale"),
        "THIRD_MEDIA": str(folder / "media"),
    }
