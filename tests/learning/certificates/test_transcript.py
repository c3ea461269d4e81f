"""The transcript: what she learned, when and with how many hours, for herself and her superiors."""

import datetime

import pytest
from django.utils import timezone

from learning.certificates.change import revoke
from learning.certificates.transcript import transcript_of
from learning.models import Completion, Participant, RegisterEntry, Unit
from learning.sessions.linking import link
from learning.units.change import rename_unit
from tests.factories.cadres import make_cadre, make_supervisor, make_user
from tests.factories.courses import make_course
from tests.factories.learning import complete_course
from tests.learning.sessions.conftest import (
    enter,
    facilitator,
    make_session,
    notice,
    record,
    room_test,
    session,
)

__all__ = ["enter", "facilitator", "make_session", "notice", "record", "room_test", "session"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def units(certificate):
    """The tree in which the certificate's holder stands."""
    return {unit.code: unit for unit in Unit.objects.all()}


def test_hours_are_those_of_what_was_completed_in_the_period(certificate):
    completion = Completion.objects.get()
    day = timezone.localdate(completion.occurred_at)
    assert transcript_of(certificate.cadre, is_own=True).minutes_learned == completion.minutes > 0
    assert (
        transcript_of(certificate.cadre, first=day, last=day, is_own=True).minutes_learned
        == completion.minutes
    )
    assert (
        transcript_of(certificate.cadre, last=day - datetime.timedelta(days=1), is_own=True).minutes_learned
        == 0
    )
    assert transcript_of(certificate.cadre, first=day + datetime.timedelta(days=1), is_own=True).courses == []


def test_it_says_unit_and_post_of_the_day_and_what_the_certificate_is_worth_today(client_for, certificate):
    unit = certificate.place.unit
    rename_unit(unit=unit, names={"zh-hans": "新名", "en": "New name"}, on=timezone.localdate())
    revoke(certificate=certificate, reason="x", by=make_user("by"))
    page = client_for(certificate.cadre.user).get("/en/transcript/").content.decode()
    assert certificate.number in page
    assert "revoked" in page
    assert Completion.objects.get().place.name_en in page


def test_superior_reads_it_and_nobody_beside(client_for, certificate):
    cadre = certificate.cadre
    address = f"/en/transcript/{cadre.uuid}/"
    above = make_supervisor("above", unit=cadre.posting_today.unit)
    assert client_for(above).get(address).status_code == 200
    colleague = make_cadre("colleague", unit=cadre.posting_today.unit)
    assert client_for(colleague.user).get(address).status_code == 404


def test_community_sessions_she_came_to_are_on_her_own_transcript_only(
    client_for, certificate, make_session, record, enter, notice
):
    """Who was in a session, its facilitators know and nobody above them."""
    cadre = certificate.cadre
    entry = enter("她自己")
    link(participant=Participant.objects.get(entries__uuid=entry), cadre=cadre)
    title = RegisterEntry.objects.get(uuid=entry).session.title
    assert title in client_for(cadre.user).get("/en/transcript/").content.decode()
    above = make_supervisor("above", unit=cadre.posting_today.unit)
    assert title not in client_for(above).get(f"/en/transcript/{cadre.uuid}/").content.decode()


@pytest.mark.parametrize("size", [1, 5])
def test_transcript_does_not_grow_with_its_length(
    client_for, certificate, django_assert_max_num_queries, size
):
    for number in range(size):
        complete_course(certificate.cadre, make_course(f"c{number}", lessons=1, quiz=False))
    client = client_for(certificate.cadre.user)
    client.get("/en/transcript/")
    with django_assert_max_num_queries(12):
        client.get("/en/transcript/")
