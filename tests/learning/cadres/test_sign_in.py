"""Signing in leads somewhere, for everybody."""

import pytest

from tests.factories.cadres import make_facilitator, make_trainer
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db


def test_workshop_sends_her_to_whom_it_is_not_open_to_her_own_pages_and_not_round_in_circles(client_for):
    facilitator = client_for(make_facilitator("chen", unit=make_tree()["p1a1"]))
    answer = facilitator.get("/cms/", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0].endswith("/my-learning/")
    assert len(answer.redirect_chain) == 2


def test_workshop_is_open_to_trainers_and_asks_others_to_sign_in(client_for):
    assert client_for(make_trainer()).get("/cms/").status_code == 200
    answer = client_for(None).get("/cms/", follow=True)
    assert answer.status_code == 200
    assert b"id_login" in answer.content
