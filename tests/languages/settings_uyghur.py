"""The site after the one change that adds a language: a line in ``LANGUAGES``. Only tests/languages uses it."""

import os

from config.settings.test import *  # noqa: F403
from config.settings.test import LANGUAGES

LANGUAGES = [*LANGUAGES, ("ug", "ئۇيغۇرچە")]
MODELTRANSLATION_LANGUAGES = tuple(code for code, name in LANGUAGES)  # as base.py works it out
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["UYGHUR_DATABASE"]}}
MIGRATION_MODULES = {
    label: f"uyghur_migrations.{label}" for label in os.environ["UYGHUR_APPS"].split(",")
}  # copies, so that the test writes nothing into the project
MEDIA_ROOT = os.environ["UYGHUR_MEDIA"]
