"""What becomes of a certificate: revoked, reinstated, corrected, renewed, printed again. Its facts never change."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.utils import timezone

from config.jobs.models import Job
from courses.frame import ORGANISERS, build_frame
from learning.certificates.change import correct_name, reinstate, revoke, status_today, withdraw
from learning.certificates.fonts import MissingGlyph
from learning.certificates.issue import issue_certificate, store_file
from learning.certificates.reminders import remind_of_expiry, threshold
from learning.certificates.reprint import request_reprint
from learning.certificates.status import may_renew
from learning.certificates.verify import shown_to_anyone
from learning.enrolments.enrol import renew
from learning.models import Certificate, CertificateEvent, CertificatePrint, CertificateTemplate, Enrolment
from learning.reports.figures import Question, certificates_issued
from learning.reports.period import Period
from tests.factories.cadres import make_user
from tests.factories.learning import complete_course

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)


@pytest.fixture
def by():
    return make_user("decides")


def test_corrected_name_is_a_new_certificate_and_either_says_which_holds(certificate, by):
    before = shown_to_anyone(certificate)
    corrected = correct_name(certificate=certificate, name="王 芳", reason="typing mistake", by=by)
    assert corrected.facts == {**certificate.facts, "name": "王 芳"}
    assert corrected.number == f"{certificate.number}-2"
    assert corrected.code != certificate.code
    certificate.refresh_from_db()
    assert shown_to_anyone(certificate) == {
        **before,
        "status": "superseded",
        "replaced_by": corrected.number,
    }
    assert shown_to_anyone(corrected)["status"] == "valid"
    event = CertificateEvent.objects.get()
    assert (event.kind, event.reason, event.recorded_by, event.successor) == (
        "superseded",
        "typing mistake",
        by,
        corrected,
    )


def test_name_is_corrected_once_however_often_it_is_asked(certificate, by):
    first = correct_name(certificate=certificate, name="王芳", reason="typing mistake", by=by)
    assert correct_name(certificate=certificate, name="王芳", reason="typing mistake", by=by) == first
    assert correct_name(certificate=first, name="王芳", reason="again", by=by) == first
    with pytest.raises(ValidationError):
        correct_name(certificate=certificate, name="别人", reason="another", by=by)
    assert Certificate.objects.count() == 2


def test_correction_of_a_correction_leads_from_the_first_to_the_last(certificate, by):
    second = correct_name(certificate=certificate, name="王方", reason="typing mistake", by=by)
    third = correct_name(certificate=second, name="王芳", reason="typing mistake", by=by)
    assert shown_to_anyone(certificate)["replaced_by"] == third.number == f"{certificate.number}-3"
    assert issue_certificate(completion=certificate.completion) == third


def test_corrected_certificate_counts_once_in_the_figures(certificate, by):
    correct_name(certificate=certificate, name="王芳", reason="typing mistake", by=by)
    year = Period(datetime.date(2020, 1, 1), timezone.localdate())
    assert certificates_issued(Question(codes=("p1",), period=year)).count() == 1


@pytest.mark.parametrize(
    ("name", "reason", "refusal"),
    [
        ("", "x", ValidationError),
        ("王芳", " ", ValidationError),
        ("王\U000323b0", "x", MissingGlyph),
    ],
)
def test_correction_that_is_refused_records_nothing(certificate, by, name, reason, refusal):
    with pytest.raises(refusal):
        correct_name(certificate=certificate, name=name, reason=reason, by=by)
    assert (Certificate.objects.count(), CertificateEvent.objects.count()) == (1, 0)


def test_revoked_certificate_is_not_corrected_and_counts_again_when_reinstated(certificate, by):
    revoke(certificate=certificate, reason="issued by mistake", by=by)
    with pytest.raises(ValidationError):
        correct_name(certificate=certificate, name="王芳", reason="x", by=by)
    reinstate(certificate=certificate, reason="it was right", by=by)
    assert status_today(certificate) == "valid"
    assert [(event.kind, event.reason, event.recorded_by) for event in certificate.events.all()] == [
        ("revoked", "issued by mistake", by),
        ("reinstated", "it was right", by),
    ]


def test_withdrawing_takes_the_replaced_ones_with_it(certificate, by, on_commit):
    corrected = store_file(
        certificate=correct_name(certificate=certificate, name="王芳", reason="typing mistake", by=by)
    )
    files = [certificate.file, corrected.file]
    with on_commit():
        withdraw(certificate=corrected, by=by)
    for one in Certificate.objects.all():
        assert shown_to_anyone(one) == {"status": "withdrawn"}
        assert one.facts == {}
    assert not any(storages["private"].exists(file) for file in files)


# --- reminders and renewal


@pytest.mark.parametrize(
    ("days_left", "expected"),
    [(91, None), (90, 90), (60, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)],
)
def test_reminder_of_the_nearest_threshold_is_due(days_left, expected):
    assert threshold(TODAY + datetime.timedelta(days=days_left), TODAY) == expected


def ends_in(certificate, days):
    until = timezone.localdate() + datetime.timedelta(days=days)
    Certificate.objects.filter(pk=certificate.pk).update(valid_until=until)
    certificate.refresh_from_db()


def test_holder_is_told_once_for_each_threshold_in_her_own_language(certificate, on_commit, monkeypatch):
    certificate.cadre.language = "en"
    certificate.cadre.save()
    ends_in(certificate, 40)
    for _again in range(3):
        with on_commit():
            remind_of_expiry()
    assert len(mail.outbox) == 1
    message = mail.outbox[0]
    assert message.to == [certificate.cadre.user.email]
    assert message.subject == "A certificate runs out soon"
    assert f"/en/certificates/of/{certificate.completion.enrolment.uuid}/" in message.body
    ends_in(certificate, 29)
    with on_commit():
        remind_of_expiry()
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    "why", ["revoked", "withdrawn", "no account", "no address", "later", "without an end"]
)
def test_nobody_is_reminded_without_need(certificate, on_commit, by, why):
    ends_in(certificate, 200 if why == "later" else 20)
    if why == "revoked":
        revoke(certificate=certificate, reason="x", by=by)
    elif why == "withdrawn":
        withdraw(certificate=certificate, by=by)
    elif why == "no account":
        certificate.cadre.user.delete()
    elif why == "no address":
        certificate.cadre.user.email = ""
        certificate.cadre.user.save()
    elif why == "without an end":
        Certificate.objects.update(valid_until=None)
    with on_commit():
        remind_of_expiry()
    assert mail.outbox == []


def test_course_is_taken_again_and_the_new_certificate_ends_the_reminders(certificate, completed, on_commit):
    ends_in(certificate, 20)
    again = renew(cadre=completed.cadre, course=completed.course)
    assert again.round == 2
    assert renew(cadre=completed.cadre, course=completed.course) == again
    complete_course(completed.cadre, completed.course)
    again.refresh_from_db()
    renewed = issue_certificate(completion=again.completion)
    assert renewed != certificate
    assert status_today(certificate) == "valid"
    with on_commit():
        remind_of_expiry()
    assert mail.outbox == []


@pytest.mark.parametrize(("days", "expected"), [(91, False), (90, True), (-400, True)])
def test_renewal_opens_with_the_first_reminder(days, expected):
    assert may_renew(TODAY + datetime.timedelta(days=days), TODAY) is expected
    assert not may_renew(None, TODAY)


def test_holder_renews_from_her_certificates_page(client_for, certificate, completed):
    client = client_for(completed.cadre.user)
    page, address = f"/en/certificates/of/{completed.uuid}/", f"/en/certificates/of/{completed.uuid}/renew/"
    assert client.post(address).status_code == 404
    ends_in(certificate, 20)
    assert "Renew it" in client.get(page).content.decode()
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 302
    assert Enrolment.objects.filter(cadre=completed.cadre).count() == 2
    stranger = client_for(make_user("stranger"))
    assert stranger.post(address).status_code == 404


# --- printed again


def test_printing_again_changes_the_look_and_keeps_facts_and_earlier_hashes(completed, on_commit, by):
    template = CertificateTemplate.objects.create(title="Plain", is_default=True)
    certificate = store_file(certificate=issue_certificate(completion=completed.completion))
    facts, first = certificate.facts, certificate.file_digest
    template.brand = "#7a1f2b"
    template.save()
    completed.cadre.name = "别名"
    completed.cadre.save()
    with on_commit():
        job = request_reprint(template, user=by)
    job.refresh_from_db()
    certificate.refresh_from_db()
    assert job.state == Job.State.DONE
    assert certificate.facts == facts
    assert certificate.file_digest != first
    digests = CertificatePrint.objects.order_by("pk").values_list("digest", flat=True)
    assert list(digests) == [first, certificate.file_digest]
    with on_commit():
        assert request_reprint(template, user=by) == job
    assert CertificatePrint.objects.count() == 2


# --- in the CMS


@pytest.fixture
def office(client_for):
    build_frame()
    user = make_user("organiser")
    user.groups.add(Group.objects.get(name=ORGANISERS))
    return client_for(user)


def address_of(certificate):
    return f"/cms/certificates/issued/{certificate.uuid}/"


def test_those_with_the_right_revoke_reinstate_and_correct_in_the_cms(office, certificate):
    assert certificate.number in office.get("/cms/certificates/issued/").content.decode()
    answer = office.post(
        address_of(certificate), {"decision": "revoke", "revoke-reason": "issued by mistake"}
    )
    assert answer.status_code == 302
    assert status_today(certificate) == "revoked"
    page = office.get(address_of(certificate)).content.decode()
    assert "issued by mistake" in page
    office.post(address_of(certificate), {"decision": "reinstate", "reinstate-reason": "it was right"})
    assert status_today(certificate) == "valid"
    answer = office.post(
        address_of(certificate), {"decision": "correct", "correct-name": "王芳", "correct-reason": "mistake"}
    )
    corrected = Certificate.objects.get(replaces=certificate)
    assert answer.url == address_of(corrected)
    assert corrected.file_digest


@pytest.mark.parametrize(
    "data",
    [
        {"decision": "revoke", "revoke-reason": ""},
        {"decision": "correct", "correct-name": "王\U000323b0", "correct-reason": "x"},
        {"decision": "correct", "correct-name": "", "correct-reason": "x"},
        {"decision": "reinstate", "reinstate-reason": ""},
    ],
)
def test_refused_decision_says_why_and_records_nothing(office, certificate, data):
    answer = office.post(address_of(certificate), data)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert (Certificate.objects.count(), CertificateEvent.objects.count()) == (1, 0)


def test_decision_that_does_not_exist_is_ignored(office, certificate):
    assert office.post(address_of(certificate), {"decision": "delete"}).status_code == 302
    assert not CertificateEvent.objects.exists()


def test_certificate_is_found_by_number_code_and_part_of_the_name(office, certificate):
    name = certificate.facts["name"]
    for asked in (certificate.number, certificate.code.lower(), name[:2]):
        assert certificate.number in office.get("/cms/certificates/issued/", {"q": asked}).content.decode()
    assert certificate.number not in office.get("/cms/certificates/issued/", {"q": "nobody"}).content.decode()


@pytest.mark.parametrize("groups", [[], ["Trainers", "Reviewers"]])
def test_without_the_right_nobody_reads_or_decides(client_for, certificate, groups):
    build_frame()
    user = make_user("trainer")
    user.groups.add(*Group.objects.filter(name__in=groups))
    client = client_for(user)
    for address in ("/cms/certificates/issued/", address_of(certificate)):
        answer = client.get(address)
        assert answer.status_code in (302, 403)
        assert certificate.facts["name"] not in answer.content.decode()
    client.post(address_of(certificate), {"decision": "revoke", "revoke-reason": "x"})
    assert not CertificateEvent.objects.exists()


def test_list_of_certificates_costs_the_same_for_one_and_for_many(
    office, certificate, completed, django_assert_max_num_queries
):
    address = "/cms/certificates/issued/"
    office.get(address)
    for number in range(20):
        Certificate.objects.create(
            number=f"x{number}",
            kind="completion",
            completion=completed.completion,
            replaces=Certificate.objects.latest("pk"),
            cadre=completed.cadre,
            place=completed.place,
            facts=certificate.facts,
            language="zh-hans",
        )
    with django_assert_max_num_queries(12):
        office.get(address)


def test_trainer_prints_again_from_the_cms(client_for, on_commit, certificate):
    template = CertificateTemplate.objects.create(title="Plain")
    Certificate.objects.update(template=template)
    build_frame()
    user = make_user("trainer")
    user.groups.add(Group.objects.get(name="Trainers"))
    client = client_for(user)
    assert "Plain" in client.get("/cms/certificates/prints/").content.decode()
    with on_commit():
        assert client.post("/cms/certificates/prints/", {"template": template.pk}).status_code == 302
    assert Job.objects.get(kind="certificate.reprint").result == {"printed": 1}
    assert client.get("/cms/certificates/prints/").status_code == 200
