"""For the tests: like dev, but cheap passwords, files in a temporary folder, tasks at once and loudly."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403
from config.settings.database import database

DEBUG = False
DEMO_ALLOWED = True
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
_FOLDER = Path(tempfile.mkdtemp(prefix="library-tests-"))
DATABASES = {"default": database(default=f"sqlite:///{_FOLDER / 'test.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE", default=str(VAR / "test.sqlite3"))}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = str(_FOLDER / "media")
SIGNING_KEYS = str(VAR / "test-keys")  # noqa: F405  the same for all processes of a run
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(_FOLDER / "private")},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
REAL_WORKER = env.bool("REAL_WORKER", default=False)  # noqa: F405  the suite marked worker: tasks go through Redis
CELERY_TASK_ALWAYS_EAGER = not REAL_WORKER
CELERY_TASK_EAGER_PROPAGATES = True
ACCOUNT_RATE_LIMITS = False
LOGGING["root"]["level"] = "WARNING"  # noqa: F405
