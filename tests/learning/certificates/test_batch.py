"""Certificates for many at once: each once, problems told without names, one file to take along."""

import datetime
import io
import uuid
import zipfile

import pypdf
import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from config.jobs.models import Job
from courses.frame import ORGANISERS, build_frame
from learning.certificates.batch import SHARE, CertificateBatch, cohort_members, session_members, start_batch
from learning.certificates.bundle import file_name, pdf_of, zip_of
from learning.certificates.change import revoke, withdraw
from learning.models import Certificate, TrainingSession
from learning.sessions.close import close_session
from learning.sessions.plan import plan_session
from learning.sessions.record import record_fact
from tests.factories.cadres import make_cadre, make_facilitator, make_user
from tests.factories.courses import make_course
from tests.factories.learning import complete_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db
NO_GLYPH = "\U000323b0"


@pytest.fixture
def session():
    """A closed session of three with a name, one of whom cannot be printed, and one head without a name."""
    units = make_tree()
    by = make_facilitator("chen", unit=units["p1a1"])
    begins = timezone.now() - datetime.timedelta(hours=2)
    session = TrainingSession(
        title="课堂",
        unit=units["p1a1"],
        venue="活动室",
        starts_at=begins,
        ends_at=begins + datetime.timedelta(hours=1),
        language="本地话",
    )
    plan_session(session=session, module_keys=[], by=by)

    def fact(**fields):
        record_fact(session=session, fact_uuid=uuid.uuid4(), by=by, **fields)

    fact(kind="notice-given", payload={"how": "shown"})
    for name in ("王一", "王二", "王" + NO_GLYPH):
        entry = uuid.uuid4()
        fact(kind="entered", entry=entry, payload={"consent": "own"}, name=name)
        fact(kind="attended", entry=entry, payload={"attendance": "present"})
    close_session(session=session, by=by)
    session.refresh_from_db()
    return session


@pytest.fixture
def cohort():
    units = make_tree()
    course = make_course("law", lessons=1, quiz=False)
    for name, unit in (("one", "p1a1"), ("two", "p1a2"), ("three", "p2a")):
        complete_course(make_cadre(name, unit=units[unit]), course)
    Certificate.objects.all().delete()
    return course, units


def members_of(cohort, code, **days):
    course, units = cohort
    today = timezone.localdate()
    days = {"since": today, "until": today} | days
    return cohort_members(course_key=course.translation_key, unit=units[code], **days)


def test_session_gets_a_certificate_each_and_says_whom_it_could_not_print(session, on_commit):
    with on_commit():
        batch = start_batch(kind="attendance", members=session_members(session), title="x", by=None)
    assert batch.certificates.count() == 2
    progress = batch.progress
    assert (progress["done"], progress["total"], progress["percent"], progress["is_finished"]) == (
        3,
        3,
        100,
        True,
    )
    (problem,) = progress["problems"]
    assert "U+323B0" in problem["message"]
    assert "王" not in problem["about"]


def test_cohort_is_those_of_the_subtree_on_the_days(cohort):
    assert len(members_of(cohort, "p1")) == 2
    assert len(members_of(cohort, "p1a1")) == 1
    assert len(members_of(cohort, "nation")) == 3
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    assert members_of(cohort, "nation", since=yesterday, until=yesterday) == []


def test_same_batch_again_issues_nothing_twice(cohort, on_commit):
    members = members_of(cohort, "nation")
    for _again in range(2):
        with on_commit():
            start_batch(kind="completion", members=members, title="x", by=None)
    assert Certificate.objects.count() == 3
    assert CertificateBatch.objects.count() == 2


def test_batch_is_shared_out_in_parts(on_commit):
    start_batch(kind="completion", members=list(range(1, 2 * SHARE + 2)), title="x", by=None)
    assert Job.objects.filter(kind="certificate.batch").count() == 3


def test_zip_and_pdf_hold_every_certificate_that_stands(cohort, on_commit):
    with on_commit():
        batch = start_batch(kind="completion", members=members_of(cohort, "nation"), title="x", by=None)
    certificates = list(batch.certificates)
    with zipfile.ZipFile(zip_of(certificates)) as archive:
        assert archive.namelist() == [file_name(certificate) for certificate in certificates]
        assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())
    assert len(pypdf.PdfReader(pdf_of(certificates)).pages) == 3
    assert zip_of(certificates).read() == zip_of(certificates).read()
    with on_commit():
        withdraw(certificate=certificates[0], by=None)
    assert list(batch.certificates) == certificates[1:]


def test_revoked_certificate_is_not_handed_out(cohort, on_commit):
    with on_commit():
        batch = start_batch(kind="completion", members=members_of(cohort, "nation"), title="x", by=None)
    revoke(certificate=batch.certificates[0], reason="x", by=None)
    assert batch.certificates.count() == 2


def test_name_of_a_file_in_the_zip_holds_nothing_that_leaves_its_folder(cohort, on_commit):
    with on_commit():
        batch = start_batch(kind="completion", members=members_of(cohort, "p1a1"), title="x", by=None)
    certificate = batch.certificates.get()
    certificate.facts["name"] = "../../etc/passwd\\\n"
    assert file_name(certificate) == f"{certificate.number} .._.._etc_passwd__.pdf"


@pytest.fixture
def office(client_for):
    build_frame()
    user = make_user("organiser")
    user.groups.add(Group.objects.get(name=ORGANISERS))
    return client_for(user)


def test_batch_is_started_watched_and_taken_along_in_the_cms(office, cohort, on_commit):
    course, units = cohort
    today = timezone.localdate().isoformat()
    assert office.get("/cms/certificates/batches/").status_code == 200
    data = {
        "whom": "cohort",
        "cohort-course": course.pk,
        "cohort-unit": units["p1"].pk,
        "cohort-since": today,
        "cohort-until": today,
    }
    with on_commit():
        answer = office.post("/cms/certificates/batches/", data)
    assert answer.status_code == 302
    page = office.get(answer.url)
    assert "all.zip" in page.content.decode()
    got = b"".join(office.get(f"{answer.url}all.zip").streaming_content)
    assert len(zipfile.ZipFile(io.BytesIO(got)).namelist()) == 2
    got = b"".join(office.get(f"{answer.url}all.pdf").streaming_content)
    assert len(pypdf.PdfReader(io.BytesIO(got)).pages) == 2


@pytest.mark.parametrize(
    "days", [("2026-02-02", "2026-02-01"), ("2020-01-01", "2020-01-02"), ("", "2020-01-02"), ("x", "y")]
)
def test_refused_batch_says_why_and_starts_nothing(office, cohort, days):
    course, units = cohort
    data = {"whom": "cohort", "cohort-course": course.pk, "cohort-unit": units["p1"].pk}
    data |= {"cohort-since": days[0], "cohort-until": days[1]}
    answer = office.post("/cms/certificates/batches/", data)
    assert "errorlist" in answer.content.decode()
    assert not CertificateBatch.objects.exists()


def test_without_the_right_nobody_starts_or_takes_a_batch(client_for, cohort, on_commit):
    with on_commit():
        batch = start_batch(kind="completion", members=members_of(cohort, "nation"), title="x", by=None)
    build_frame()
    user = make_user("trainer")
    user.groups.add(Group.objects.get(name="Trainers"))
    for path in ("", f"{batch.uuid}/", f"{batch.uuid}/all.zip", f"{batch.uuid}/all.pdf"):
        answer = client_for(user).get(f"/cms/certificates/batches/{path}")
        assert answer.status_code in (302, 403)


def test_who_led_the_session_takes_its_certificates_along(client_for, session, on_commit):
    with on_commit():
        start_batch(kind="attendance", members=session_members(session), title="x", by=None)
    leader = session.facilitators.first().user
    for kind in ("zip", "pdf"):
        address = f"/en/certificates/sessions/{session.uuid}.{kind}"
        assert client_for(leader).get(address).status_code == 200
        assert client_for(make_user(f"stranger-{kind}")).get(address).status_code == 404
        assert client_for(None).get(address).status_code == 302
