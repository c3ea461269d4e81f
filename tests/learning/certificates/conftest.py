"""Certificates to decide about."""

import pytest

from learning.certificates.issue import issue_certificate, store_file
from learning.models import Certificate
from tests.factories.cadres import make_cadre
from tests.factories.courses import make_course
from tests.factories.learning import complete_course
from tests.factories.units import make_tree


@pytest.fixture
def completed():
    """A completed course whose certificate has not been issued."""
    cadre = make_cadre("fang", unit=make_tree()["p1a1"])
    enrolment = complete_course(cadre, make_course("law", lessons=1, final=True))
    Certificate.objects.all().delete()
    return enrolment


@pytest.fixture
def certificate(completed):
    return store_file(certificate=issue_certificate(completion=completed.completion))
