"""Invitations by slip: one-time, expiring, revocable, throttled; they never open an account that exists."""

import datetime
import io

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from pypdf import PdfReader

from learning.cadres.invitation_views import MISSES_ALLOWED
from learning.cadres.invite import NotOpen, accept_invitation, invite, revoke_invitation
from learning.models import Cadre, Invitation
from tests.factories.cadres import make_cadre, make_supervisor
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db
PASSWORD = "ein-langes-Wort-7"


@pytest.fixture
def units():
    return make_tree()


@pytest.fixture
def newcomer(units):
    """In post, without an account."""
    cadre = make_cadre("new", unit=units["p1a1"])
    user, cadre.user = cadre.user, None
    cadre.save()
    user.delete()
    return cadre


def form(**more):
    return {"username": "new-one", "password": PASSWORD, "again": PASSWORD} | more


def test_slip_makes_the_account_once_and_signs_her_in(newcomer, client, client_for):
    _made, code = invite(cadre=newcomer, by=None)
    page = client.get(f"/en/welcome/{code[:4]}-{code[4:8].lower()}-{code[8:]}/")
    assert (page.status_code, newcomer.name in page.content.decode()) == (200, True)
    assert client.post(f"/en/welcome/{code}/", form()).status_code == 302
    assert newcomer.name in client.get("/en/my-learning/").content.decode()
    cadre = Cadre.objects.get(pk=newcomer.pk)
    assert (cadre.user.username, cadre.user.check_password(PASSWORD)) == ("new-one", True)
    for answer in (
        client_for(None).get(f"/en/welcome/{code}/"),
        client_for(None).post(f"/en/welcome/{code}/", form(username="x2")),
    ):
        assert (answer.status_code, newcomer.name in answer.content.decode()) == (404, False)
    assert get_user_model().objects.filter(username="x2").count() == 0


def test_code_is_kept_nowhere_and_a_new_slip_ends_the_earlier_one(newcomer):
    first, code = invite(cadre=newcomer, by=None)
    assert code not in str(Invitation.objects.filter(pk=first.pk).values().get())
    _second, newer = invite(cadre=newcomer, by=None)
    with pytest.raises(NotOpen):
        accept_invitation(code=code, username="a", password=PASSWORD)
    assert accept_invitation(code=newer, username="a", password=PASSWORD)


def test_revoked_and_expired_slips_open_nothing(newcomer, client):
    made, code = invite(cadre=newcomer, by=None)
    assert [revoke_invitation(cadre=newcomer), revoke_invitation(cadre=newcomer)] == [1, 0]
    assert client.get(f"/en/welcome/{code}/").status_code == 404
    made, code = invite(cadre=newcomer, by=None)
    Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert client.post(f"/en/welcome/{code}/", form()).status_code == 404
    assert not get_user_model().objects.filter(username="new-one").exists()


def test_who_has_an_account_gets_no_slip(units):
    with pytest.raises(ValidationError):
        invite(cadre=make_cadre("old", unit=units["p1a1"]), by=None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"again": "other"},
        {"password": "123", "again": "123"},
        {"username": "a b"},
        {"username": "TAKEN"},
        {"username": ""},
    ],
)
def test_wrong_form_keeps_the_invitation_open(newcomer, client, units, wrong):
    make_cadre("taken", unit=units["p1a1"])
    _made, code = invite(cadre=newcomer, by=None)
    assert client.post(f"/en/welcome/{code}/", form(**wrong)).status_code == 200
    assert client.post(f"/en/welcome/{code}/", form()).status_code == 302


def test_guessing_is_throttled_and_the_right_code_waits_too(newcomer, client):
    _made, code = invite(cadre=newcomer, by=None)
    for _time in range(MISSES_ALLOWED):
        assert client.get("/en/welcome/AAAABBBBCCCC/").status_code == 404
    assert client.get(f"/en/welcome/{code}/").status_code == 429
    elsewhere = client.get(f"/en/welcome/{code}/", REMOTE_ADDR="198.51.100.9")
    assert elsewhere.status_code == 200


def test_supervisor_prints_slips_for_her_own_cadres_only(newcomer, units, client_for):
    far = make_cadre("far", unit=units["p2a"])
    far.user = None
    far.save()
    supervisor = client_for(make_supervisor("s", unit=units["p1a"]))
    shown = supervisor.get("/en/units/p1a1/cadres/").content.decode()
    assert (newcomer.name in shown, far.name in shown) == (True, False)
    answer = supervisor.post("/en/units/p1a1/cadres/", {"cadre": [newcomer.pk, far.pk], "act": "invite"})
    assert answer["Content-Type"] == "application/pdf"
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert (newcomer.name in text, far.name in text) == (True, False)
    assert list(Invitation.objects.values_list("cadre", flat=True)) == [newcomer.pk]
    supervisor.post("/en/units/p1a1/cadres/", {"cadre": [newcomer.pk], "act": "revoke"})
    assert Invitation.objects.get().revoked_at
    assert supervisor.post("/en/units/p2a/cadres/", {"cadre": [far.pk]}).status_code == 404


def test_letter_without_glyph_prints_nothing_and_invites_nobody(newcomer, units, client_for):
    Cadre.objects.filter(pk=newcomer.pk).update(name="王\U0001f9ff")
    supervisor = client_for(make_supervisor("s", unit=units["p1a"]))
    answer = supervisor.post("/en/units/p1a1/cadres/", {"cadre": [newcomer.pk], "act": "invite"})
    assert answer.status_code == 302
    assert not Invitation.objects.exists()
