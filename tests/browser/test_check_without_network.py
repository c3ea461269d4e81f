"""The page that checks certificates, with the network cut: each forgery is told apart, and the status is of the last list."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from learning.certificates.change import correct_name, revoke, withdraw
from learning.certificates.issue import issue_certificate
from learning.certificates.keys import SigningKey, make_key, signing_key
from learning.certificates.statement import make_statement
from tests.factories.cadres import make_cadre, make_user
from tests.factories.courses import make_course
from tests.factories.learning import complete_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.browser
READY = "() => navigator.serviceWorker.ready.then(() => document.querySelector('[data-list-age]').textContent.trim())"


@pytest.fixture
def certificates(committed_db, settings, tmp_path):
    """Three, of the same course."""
    settings.SIGNING_KEYS = str(tmp_path / "keys")
    make_key()
    unit, course = make_tree()["p1a1"], make_course("law", lessons=1, quiz=False)
    people = [make_cadre(name, unit=unit) for name in ("fang", "lan", "mei")]
    return [issue_certificate(completion=complete_course(cadre, course).completion) for cadre in people]


def statement_of(certificate, *, key=None, **changed) -> str:
    facts = certificate.facts | changed
    return make_statement(key=key or signing_key(), facts=facts, kind=certificate.kind, code=certificate.code)


def with_name(statement, name) -> str:
    version, key, content, signature = statement.split(".")
    said = json.loads(urlsafe_b64decode(content + "=" * (-len(content) % 4)))
    said[3] = name
    forged = urlsafe_b64encode(json.dumps(said, ensure_ascii=False).encode()).rstrip(b"=").decode()
    return ".".join([version, key, forged, signature])


def foreign_key() -> SigningKey:
    private = Ed25519PrivateKey.generate()
    return SigningKey(private.public_key(), private)


def forgeries(certificate) -> dict[str, str]:
    """``{outcome: statement}``."""
    genuine = statement_of(certificate)
    return {
        "genuine": genuine,
        "altered": with_name(genuine, "李四"),
        "foreign": statement_of(certificate, key=foreign_key()),
        "downgraded": "0" + genuine[1:],
        "unreadable": genuine[:30],
    }


def outcome_of(page, certificate, statement, *, language="") -> str:
    """What the page finds when the printed address is opened."""
    page.goto("about:blank")
    page.goto(f"{language}/verify/{certificate.code}/#{statement}")
    page.wait_for_selector("[data-check][data-outcome]")
    return page.get_attribute("[data-check]", "data-outcome")


def prepare(page):
    """Opened once where there is a network."""
    page.goto("/en/verify/")
    page.wait_for_function(READY)
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.wait_for_selector("[data-list-age]:has-text('also works without network')")


def cut(page):
    page.context.set_offline(True)


def test_without_network_each_forgery_is_told_apart_and_the_genuine_one_is_shown(certificates, open_page):
    page = open_page(width=360)
    prepare(page)
    cut(page)
    certificate = certificates[0]
    found = {name: outcome_of(page, certificate, forged) for name, forged in forgeries(certificate).items()}
    assert found == {name: name for name in found} | {"genuine": "valid"}
    outcome_of(page, certificate, statement_of(certificate))
    shown = page.text_content("[data-check]")
    assert "Signature genuine" in shown
    assert certificate.facts["name"] in shown
    assert "Valid as of" in shown
    expired = statement_of(certificate, valid_until="2026-01-01")
    assert outcome_of(page, certificate, expired) == "expired"
    assert outcome_of(page, certificate, statement_of(certificate), language="/en") == "valid"
    assert not [problem for problem in page.problems if "ERR_INTERNET_DISCONNECTED" not in problem]


def test_revocation_is_known_without_network_once_the_list_is_new_enough(certificates, open_page):
    revoked, replaced, withdrawn = certificates
    statements = [statement_of(certificate) for certificate in certificates]
    page, by = open_page(), make_user("admin")
    prepare(page)
    revoke(certificate=revoked, reason="发错了", by=by)
    correct_name(certificate=replaced, name="王方", reason="错字", by=by)
    withdraw(certificate=withdrawn, by=by)
    cut(page)
    assert [outcome_of(page, *one) for one in zip(certificates, statements, strict=True)] == ["valid"] * 3
    page.context.set_offline(False)
    prepare(page)
    cut(page)
    found = [outcome_of(page, *one) for one in zip(certificates, statements, strict=True)]
    assert found == ["revoked", "superseded", "withdrawn"]
    assert withdrawn.code not in page.text_content("[data-check]")


def test_library_checks_where_the_browser_knows_no_ed25519(certificates, open_page):
    page = open_page()
    page.context.add_init_script(
        "SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'));"
    )
    prepare(page)
    cut(page)
    certificate = certificates[0]
    found = {name: outcome_of(page, certificate, forged) for name, forged in forgeries(certificate).items()}
    assert found == {name: name for name in found} | {"genuine": "valid"}


def test_with_network_the_servers_verdict_and_the_seal_stand_together(certificates, open_page):
    page, certificate = open_page(), certificates[0]
    found = {name: outcome_of(page, certificate, forged) for name, forged in forgeries(certificate).items()}
    assert found == {name: name for name in found}
    assert "Genuine and valid" not in page.text_content("main")  # the last one was a forgery
    outcome_of(page, certificate, statement_of(certificate))
    assert "Genuine and valid" in page.text_content("main")
    revoke(certificate=certificate, reason="发错了", by=make_user("admin"))
    page = open_page()  # which has not kept the answer of a minute ago
    outcome_of(page, certificate, statement_of(certificate))
    assert "Revoked" in page.text_content("main")


def test_pasted_address_is_checked_without_network_and_a_bare_code_asks_for_it(certificates, open_page):
    page, certificate = open_page(), certificates[0]
    prepare(page)
    cut(page)
    page.fill("#id_code", f"https://elsewhere.example/verify/{certificate.code}/#{statement_of(certificate)}")
    page.click("[data-check-form] button")
    page.wait_for_selector("[data-outcome=valid]")
    page.fill("#id_code", certificate.code)
    page.click("[data-check-form] button")
    page.wait_for_selector("[data-outcome=code-only]")


def test_keys_that_were_rotated_still_verify_without_network(certificates, open_page):
    page, certificate = open_page(), certificates[0]
    before = statement_of(certificate)
    make_key()
    prepare(page)
    cut(page)
    assert outcome_of(page, certificate, before) == "valid"
    assert outcome_of(page, certificate, statement_of(certificate)) == "valid"


def test_device_that_was_not_prepared_says_so(certificates, open_page):
    page, certificate = open_page(), certificates[0]
    page.route("**/*.json", lambda route: route.abort())
    page.goto("/en/verify/")
    cut(page)
    page.fill("#id_code", f"/verify/{certificate.code}/#{statement_of(certificate)}")
    page.click("[data-check-form] button")
    page.wait_for_selector("[data-outcome=no-list]")
