"""What every test has: an empty cache, the default language, and files in a folder of its own."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from learning.certificates.keys import ensure_key
from tests.factories.initial import restore_initial_data


@pytest.fixture(scope="session", autouse=True)
def signing_key_is_there():
    """Certificates are signed with a file that set-up makes."""
    ensure_key()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A kept database may have been emptied by the last run's tests with real commits."""
    with django_db_blocker.unblock():
        restore_initial_data()


@pytest.fixture
def committed_db(transactional_db):
    """Real commits, threads and processes see the data; what the migrations made is there."""
    restore_initial_data()


@pytest.fixture(autouse=True)
def clean_slate(settings, tmp_path):
    """No test sees the cache, the files or the language of another."""
    cache.clear()
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "private")},
        },
    }
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def client_for():
    """``client_for(user)``: a client signed in as ``user``; ``client_for(None)`` is nobody."""

    def make(user=None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    """``with on_commit():`` runs what waits for the commit, as a request outside the tests would."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def pytest_collection_modifyitems(config, items):
    """The suite marked ``postgres`` needs row locks and threads: it is left out where the database is SQLite."""
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        here = [
            item for item in items if item.get_closest_marker("postgres") or item.get_closest_marker("worker")
        ]
        if here:
            config.hook.pytest_deselected(items=here)
            items[:] = [item for item in items if item not in here]
