"""Journey 5: anyone verifies."""

import pytest

from learning.certificates.change import reinstate, revoke, withdraw
from learning.certificates.issue import issue_certificate, store_file
from learning.certificates.throttle import MISSES_ALLOWED
from tests.factories.cadres import make_cadre, make_user
from tests.factories.courses import make_course
from tests.factories.learning import complete_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    units = make_tree()
    enrolment = complete_course(
        make_cadre("fang", unit=units["p1a1"]), make_course("law", lessons=1, quiz=False)
    )
    return store_file(certificate=issue_certificate(completion=enrolment.completion))


def check(client, code):
    return client.get(f"/en/verify/{code}/")


def as_json(client, code):
    return client.get(f"/en/verify/{code}/", headers={"accept": "application/json"}).json()


def test_anybody_reads_what_was_printed_and_its_status(client, certificate, django_assert_max_num_queries):
    check(client, certificate.code)  # fills the cache of the frame
    with django_assert_max_num_queries(3):
        page = check(client, certificate.code)
    text = page.content.decode()
    for printed in ("Genuine and valid", "王fang", "Training law", certificate.number):
        assert printed in text
    assert page["X-Robots-Tag"] == "noindex"
    facts = as_json(client, certificate.code)
    assert facts == {
        "status": "valid",
        "kind": "completion",
        "number": certificate.number,
        **{key: value for key, value in certificate.facts.items() if key not in ("languages", "achievement")},
    }


def test_printed_address_leads_to_the_readers_language_without_a_sign_in(client, certificate):
    answer = client.get(f"/verify/{certificate.code}/", headers={"accept-language": "en"}, follow=True)
    assert answer.request["PATH_INFO"] == f"/en/verify/{certificate.code}/"
    assert "Genuine and valid" in answer.content.decode()


def test_code_is_understood_with_hyphens_spaces_and_small_letters(client, certificate):
    typed = " ".join([certificate.code[:5].lower(), certificate.code[5:10] + "-" + certificate.code[10:]])
    answer = client.get("/en/verify/", {"code": typed}, follow=True)
    assert "Genuine and valid" in answer.content.decode()


def test_status_follows_what_became_of_it(client, certificate):
    by = make_user("admin")
    revoke(certificate=certificate, reason="发错了", by=by)
    assert as_json(client, certificate.code)["status"] == "revoked"
    reinstate(certificate=certificate, reason="查清了", by=by)
    assert as_json(client, certificate.code)["status"] == "valid"
    withdraw(certificate=certificate, by=by)
    assert as_json(client, certificate.code) == {"status": "withdrawn"}
    certificate.refresh_from_db()
    assert (certificate.facts, certificate.file) == ({}, "")


def test_unknown_code_is_said_plainly_and_a_scan_is_throttled(client, certificate):
    assert check(client, "ABCDEFGHJKMNPQRSTUVW").status_code == 404
    for number in range(MISSES_ALLOWED):
        check(client, f"AAAAAAAAAAAAAAAAAA{number:02}")
    throttled = check(client, "BBBBBBBBBBBBBBBBBBBB")
    assert throttled.status_code == 429
    assert "Please wait" in throttled.content.decode()


@pytest.mark.parametrize("code", ["%00", "<script>", "x" * 500, "'; drop table", "٣٣٣"])
def test_hostile_code_is_only_unknown(client, code, db):
    answer = client.get("/en/verify/" + __import__("urllib.parse").parse.quote(code, safe="") + "/")
    assert answer.status_code == 404
    assert b"<script>" not in answer.content
