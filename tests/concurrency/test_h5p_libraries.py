"""The same library from two uploads at once: one library, whole."""

import threading

import pytest
from django.db import connection

from courses.h5p import storage
from courses.h5p.models import Activity, Library, StoredFolder
from courses.h5p.upload import import_package
from tests.factories import h5p as make

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_uploads_at_once_install_one_library(committed_db):
    faults, gate = [], threading.Barrier(2)

    def bring():
        try:
            gate.wait()
            import_package(make.package(), language="en", may_install=True)
        except Exception as fault:  # told to the test
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=bring) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    library = Library.objects.get()
    assert sorted(library.folder.files) == sorted(["library.json", "semantics.json", "yesno.js", "yesno.css", "language/zh.json"])  # fmt: skip
    assert all(storage.read(library.folder, path) for path in library.folder.files)
    assert StoredFolder.objects.filter(path__contains="/libraries/").count() == 1
    assert Activity.objects.count() == 2
