"""Packages and activities for the tests of H5P."""

import pytest

from courses.h5p.upload import import_package
from tests.factories import h5p as make


@pytest.fixture
def imported(db):
    """``imported(file, **options)``: the content of an imported package (a good one when none is given)."""

    def do(file=None, **options):
        options = {"language": "en", "may_install": True, **options}
        return import_package(file or make.package(), **options)[0]

    return do
