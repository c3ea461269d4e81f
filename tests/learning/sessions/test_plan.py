"""What speaks against a plan is said, and answered; what is by invitation hangs on no board."""

import datetime
import re

import pytest
from django.utils import timezone
from icalendar import Calendar

from learning.certificates.change import revoke
from learning.certificates.issue import issue_certificate
from learning.models import Facilitator, SessionModule, TrainingSession
from learning.sessions.plan import modules_on_offer
from tests.factories.cadres import make_cadre, make_facilitator, make_supervisor
from tests.factories.courses import make_course
from tests.factories.learning import complete_course

pytestmark = pytest.mark.django_db
NEW = "/en/sessions/new/"


@pytest.fixture
def course(db):
    return make_course("law", modules=1, lessons=1, final=True)


@pytest.fixture
def module(course):
    return modules_on_offer()[0][1][0].key


@pytest.fixture
def client(client_for, facilitator):
    return client_for(facilitator)


@pytest.fixture
def form(client, units, module):
    """``form(**fields)``: the plan as the page gave it out, filled in: tomorrow at ten, in the room of the village."""

    def make(**fields) -> dict:
        key = re.search(r'name="key" value="([^"]+)"', client.get(NEW).content.decode())[1]
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        return {
            "key": key,
            "title": "课堂",
            "unit": units["p1a1"].pk,
            "venue": "活动室",
            "starts_at": f"{tomorrow}T10:00",
            "ends_at": f"{tomorrow}T11:30",
            "language": "本地话",
            "capacity": 40,
            "modules": [module],
            "override_reason": "她讲过多次",
            **fields,
        }

    return make


@pytest.fixture
def certificate(facilitator, units, course):
    cadre = make_cadre("chen-cadre", unit=units["p1a1"])
    cadre.user = facilitator
    cadre.save()
    return issue_certificate(completion=complete_course(cadre, course).completion)


def test_who_holds_no_certificate_needs_a_reason_and_nothing_typed_is_lost(client, form):
    page = client.post(NEW, form(override_reason="")).content.decode()
    assert not TrainingSession.objects.exists()
    assert "holds no current certificate" in page
    assert 'value="课堂"' in page
    assert client.post(NEW, form()).status_code == 302
    assert TrainingSession.objects.get().override_reason == "她讲过多次"


def test_reason_shows_where_reports_lead(client, client_for, form, units):
    client.post(NEW, form())
    session = TrainingSession.objects.get()
    page = client_for(make_supervisor("super", unit=units["p1a1"])).get(
        f"/en/sessions/{session.uuid}/overview/"
    )
    assert "她讲过多次" in page.content.decode()


def test_who_holds_the_certificate_is_asked_for_no_reason(client, form, certificate):
    assert client.post(NEW, form(override_reason="")).status_code == 302


def test_revoked_certificate_makes_nobody_ready(client, form, certificate, facilitator):
    revoke(certificate=certificate, reason="error", by=facilitator)
    assert client.post(NEW, form(override_reason="")).status_code == 200


def test_expired_on_the_day_of_the_session_makes_nobody_ready(client, form, certificate):
    type(certificate).objects.update(valid_until=timezone.localdate())
    assert client.post(NEW, form(override_reason="")).status_code == 200


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"venue": "另一间"}, ["leads another session"]),
        ({}, ["leads another session", "in this place at this time"]),
    ],
)
def test_booked_twice_is_said_and_has_to_be_confirmed(client, form, changed, said):
    client.post(NEW, form())
    page = client.post(NEW, form(**changed)).content.decode()
    assert TrainingSession.objects.count() == 1
    for sentence in said:
        assert sentence in page
    assert client.post(NEW, form(**changed, confirmed="on")).status_code == 302
    assert TrainingSession.objects.count() == 2


def test_session_after_another_and_one_in_place_of_a_cancelled_one_need_no_word(client, form):
    client.post(NEW, form())
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    after = form(starts_at=f"{tomorrow}T11:30", ends_at=f"{tomorrow}T12:00")
    assert client.post(NEW, after).status_code == 302
    TrainingSession.objects.update(state="cancelled")
    assert client.post(NEW, form()).status_code == 302


def test_plan_does_not_disagree_with_itself(client, form):
    client.post(NEW, form())
    session = TrainingSession.objects.get()
    assert client.post(f"/en/sessions/{session.uuid}/plan/", form(capacity=20)).status_code == 302
    session.refresh_from_db()
    assert session.capacity == 20


def test_colleague_leads_too_and_can_be_left_out_again(client, client_for, form, units):
    colleague = make_facilitator("li", unit=units["p1a1"])
    client.post(NEW, form(colleagues=[colleague.pk]))
    session = TrainingSession.objects.get()
    assert client_for(colleague).get(f"/en/sessions/{session.uuid}/").status_code == 200
    client.post(f"/en/sessions/{session.uuid}/plan/", form(colleagues=[]))
    assert client_for(colleague).get(f"/en/sessions/{session.uuid}/").status_code == 404


def test_somebody_of_another_county_cannot_be_made_a_facilitator(client, form, units):
    stranger = make_facilitator("far", unit=units["p2"])
    assert client.post(NEW, form(colleagues=[stranger.pk])).status_code == 200
    assert not Facilitator.objects.filter(user=stranger).exists()


def test_board_shows_time_place_and_neutral_title_to_anybody(client, client_for, form, course):
    client.post(NEW, form())
    session = TrainingSession.objects.get()
    answer = client_for(None).get(f"/en/sessions/{session.uuid}/board/")
    page = answer.content.decode()
    assert "课堂" in page
    assert "活动室" in page
    assert "12338" in page or "<svg" in page
    assert answer["X-Robots-Tag"] == "noindex"
    assert "chen" not in page
    assert SessionModule.objects.get().headings["en"] not in page


def test_session_by_invitation_hangs_on_no_board(client, client_for, form):
    client.post(NEW, form(by_invitation="on"))
    session = TrainingSession.objects.get()
    for user in (None, session.created_by):
        assert client_for(user).get(f"/en/sessions/{session.uuid}/board/").status_code == 404
    assert "board/" not in client.get(f"/en/sessions/{session.uuid}/").content.decode()


def test_calendar_says_the_same_and_nothing_more(client, form):
    client.post(NEW, form())
    session = TrainingSession.objects.get()
    answer = client.get(f"/en/sessions/{session.uuid}/session.ics")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "STATUS"}
    assert event.decoded("DTSTART") == session.starts_at
    assert str(event["SUMMARY"]) == "课堂"


def test_plan_page_needs_no_query_for_each_colleague(client, units, django_assert_max_num_queries):
    for number in range(12):
        make_facilitator(f"colleague-{number}", unit=units["p1a1"])
    client.get(NEW)
    with django_assert_max_num_queries(20):
        client.get(NEW)
