"""A facilitator who is a cadre, and a session of hers."""

import pytest

from learning.models import Cadre, Mandate
from tests.factories.cadres import make_cadre
from tests.factories.units import LONG_AGO
from tests.learning.sessions.conftest import enter, make_session, notice, record, room_test, session, units

__all__ = ["enter", "make_session", "notice", "record", "room_test", "session", "units"]
NAME = "司马云裳"


@pytest.fixture
def cadre(units) -> Cadre:
    cadre = make_cadre("yunshang", unit=units["p1a1"])
    cadre.name = NAME
    cadre.save()
    cadre.user.first_name, cadre.user.email = NAME, f"{NAME}@example.org"
    cadre.user.save()
    Mandate.objects.create(user=cadre.user, unit=units["p1a1"], role=Mandate.Role.FACILITATOR, since=LONG_AGO)
    return cadre


@pytest.fixture
def facilitator(cadre):
    return cadre.user
