"""One machine, nothing to install: SQLite, files as broker, the demo site. What ``make run`` uses."""

from config.settings.base import *  # noqa: F403
from config.settings.base import DEMO_SECRET_KEY, VAR
from config.settings.database import database

DEBUG = env.bool("DEBUG", default=False)  # noqa: F405
DEMO_ALLOWED = True
SECRET_KEY = env.str("SECRET_KEY", default=DEMO_SECRET_KEY)  # noqa: F405
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])  # noqa: F405
DATABASES = {"default": database(default=f"sqlite:///{VAR / 'library.sqlite3'}")}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(VAR / "cache"),
    },
}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(VAR / "mail")
