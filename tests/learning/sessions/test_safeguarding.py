"""What was disclosed waits with the nearest contact, goes up when nobody takes it, and is read by nobody else."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from learning.models import Disclosure, DisclosureStep, FieldReport, Posting
from learning.sessions.field_reports import field_reports_visible_to
from learning.sessions.safeguarding import disclosures_visible_to, forget_old_texts, pass_up_overdue
from tests.factories.cadres import make_cadre, make_safeguarding, make_supervisor, make_trainer, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def disclosure(record):
    record("note-written", {"about": "disclosed", "urgent": True}, text="她说起了家里的事")
    return Disclosure.objects.get()


@pytest.fixture
def near(units):
    return make_safeguarding("near", unit=units["p1a1"])


@pytest.fixture
def high(units):
    return make_safeguarding("high", unit=units["p1"])


def sees(user) -> bool:
    return disclosures_visible_to(user).exists()


def test_nearest_contact_sees_it_and_the_higher_one_only_when_there_is_no_nearer(disclosure, high, units):
    assert sees(high)
    near = make_safeguarding("near", unit=units["p1a"])
    assert (sees(near), sees(high)) == (True, False)


def test_nobody_else_sees_it(disclosure, near, units, facilitator, client_for):
    others = [
        facilitator,
        make_supervisor("super", unit=units["p1a1"]),
        make_user("admin", is_superuser=True),
        make_safeguarding("sister", unit=units["p1a2"]),
        make_safeguarding("elsewhere", unit=units["p2"]),
    ]
    for user in others:
        assert not sees(user), user
        assert client_for(user).get(f"/en/safeguarding/{disclosure.uuid}/").status_code == 404
    assert sees(near)


def test_overdue_goes_up_once_with_a_new_deadline_and_stops_at_the_top(disclosure, near, high):
    assert pass_up_overdue() == 0
    Disclosure.objects.update(due_at=timezone.now() - datetime.timedelta(minutes=1))
    assert pass_up_overdue() == 1
    assert pass_up_overdue() == 0
    assert (sees(near), sees(high)) == (False, True)
    Disclosure.objects.update(due_at=timezone.now() - datetime.timedelta(minutes=1))
    assert pass_up_overdue() == 0
    assert [step.kind for step in DisclosureStep.objects.all()] == ["passed-up"]


def test_what_is_taken_up_does_not_go_up(disclosure, near, high, client_for):
    client = client_for(near)
    address = f"/en/safeguarding/{disclosure.uuid}/"
    assert "家里的事" in client.get(address).content.decode()
    client.post(address, {"action": "take"})
    Disclosure.objects.update(due_at=timezone.now() - datetime.timedelta(days=1))
    assert pass_up_overdue() == 0
    client.post(address, {"action": "done", "remark": "已转县民政局"})
    assert Disclosure.objects.get().state == "done"
    assert [step.kind for step in DisclosureStep.objects.all()] == ["read", "taken", "done"]


def test_queue_shows_no_words_and_done_needs_a_remark(disclosure, near, client_for):
    client = client_for(near)
    assert "家里的事" not in client.get("/en/safeguarding/").content.decode()
    client.post(f"/en/safeguarding/{disclosure.uuid}/", {"action": "take"})
    client.post(f"/en/safeguarding/{disclosure.uuid}/", {"action": "done", "remark": ""})
    assert Disclosure.objects.get().state == "taken"


def test_contact_gets_a_mail_that_tells_nothing(near, record, on_commit):
    with on_commit():
        record("note-written", {"about": "worry"}, text="她说起了家里的事")
    (message,) = mail.outbox
    assert message.to == ["near@example.org"]
    assert "家里" not in message.body + message.subject
    assert "/safeguarding/" in message.body


def test_words_go_a_year_after_it_was_done(disclosure):
    long_ago = timezone.now() - datetime.timedelta(days=366)
    Disclosure.objects.update(state="taken", done_at=long_ago)
    assert forget_old_texts() == 0
    Disclosure.objects.update(state="done")
    assert forget_old_texts() == 1
    assert Disclosure.objects.get().text == ""


def test_reports_of_units_and_spreadsheets_hold_no_word_of_it(
    disclosure, units, client_for, facilitator, session
):
    super_ = make_supervisor("super", unit=units["p1"])
    for user, address in [
        (facilitator, f"/en/sessions/{session.uuid}/"),
        (facilitator, f"/en/sessions/{session.uuid}/held/"),
        (super_, f"/en/sessions/{session.uuid}/overview/"),
        (super_, "/en/reports/p1/?period=all"),
    ]:
        answer = client_for(user).get(address)
        assert answer.status_code == 200
        assert "家里的事" not in answer.content.decode()


REPORT = {"subject": "method", "channel": "online-job", "source": "participants", "law": ""}


def test_report_from_the_field_reaches_trainers_and_the_liaison_officer_above(record, units, client_for):
    record("field-reported", REPORT, text="先收押金")
    officer = make_cadre("officer", unit=units["p1a"], post="liaison-officer").user
    elsewhere = make_cadre("elsewhere", unit=units["p2"], post="liaison-officer").user
    other_post = make_cadre("other", unit=units["p1a"]).user
    trainer = make_trainer()
    assert [field_reports_visible_to(user).count() for user in (officer, trainer, elsewhere, other_post)] == [
        1,
        1,
        0,
        0,
    ]
    assert "先收押金" in client_for(officer).get("/en/field-reports/").content.decode()
    assert client_for(other_post).get("/en/field-reports/").status_code == 404
    Posting.objects.filter(cadre__user=officer).update(until=timezone.localdate())
    assert client_for(officer).get("/en/field-reports/").status_code == 404


def test_what_became_of_a_report_is_told_to_who_sent_it(record, session, client_for, facilitator):
    record("field-reported", REPORT, text="先收押金")
    report = FieldReport.objects.get()
    client = client_for(make_trainer())
    client.post("/en/field-reports/", {"report": report.pk, "answer": "已写进第二课"})
    assert "已写进第二课" in client_for(facilitator).get(f"/en/sessions/{session.uuid}/").content.decode()
