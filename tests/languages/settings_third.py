"""The site after the one change that adds a language: a line in ``LANGUAGES``. Only tests/languages uses it."""

import os

from config.settings.test import *  # noqa: F403
from config.settings.test import LANGUAGES, LOCALE_PATHS

NAMES = {"ug": "ئۇيغۇرچە", "bo": "བོད་ཡིག"}
LANGUAGES = [*LANGUAGES, (os.environ["THIRD_LANGUAGE"], NAMES[os.environ["THIRD_LANGUAGE"]])]
MODELTRANSLATION_LANGUAGES = tuple(code for code, name in LANGUAGES)  # as base.py works it out
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["THIRD_DATABASE"]}}
MIGRATION_MODULES = {
    label: f"third_migrations.{label}" for label in os.environ["THIRD_APPS"].split(",")
}  # copies, so that the test writes nothing into the project
LOCALE_PATHS = [*LOCALE_PATHS, os.environ["THIRD_LOCALE"]]  # its catalogue, empty as yet
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # for pictures of it: nothing is gathered
MEDIA_ROOT = os.environ["THIRD_MEDIA"]
