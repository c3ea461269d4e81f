"""Forgeries are told apart: by the statement of the QR code, by the file, by the code."""

import base64
import io
import json
import re

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from learning.certificates.baking import badge_of
from learning.certificates.change import correct_name, revoke, withdraw
from learning.certificates.checks import keys_are_there_and_secret
from learning.certificates.drawing import drawn
from learning.certificates.ended import fingerprint
from learning.certificates.issue import issue_certificate, print_again
from learning.certificates.keys import SigningKey, ensure_key, make_key, published_keys, signing_key
from learning.certificates.look import Look
from learning.certificates.models import Certificate
from learning.certificates.render import render
from learning.certificates.sample import sample_facts
from learning.certificates.statement import Seal, make_statement, read_statement
from learning.certificates.throttle import AS_ISSUED, DRAWN, MISSES_ALLOWED, WORK_ALLOWED
from tests.factories.cadres import make_user

CODE = "ABCDE23456FGHJK789MN"


def foreign_key() -> SigningKey:
    private = Ed25519PrivateKey.generate()
    return SigningKey(private.public_key(), private)


@pytest.fixture
def own_keys(settings, tmp_path):
    """A folder of keys of this test's own, with one key."""
    settings.SIGNING_KEYS = str(tmp_path / "keys")
    return ensure_key()


def statement_of(key, **facts) -> str:
    facts = sample_facts(name="王芳", languages=["zh-hans", "en"]) | facts
    return make_statement(key=key, facts=facts, kind="completion", code=CODE)


def seal_of(statement, code=CODE):
    return read_statement(statement, code=code, keys=published_keys()).seal


def with_name(statement, name) -> str:
    version, key, content, signature = statement.split(".")
    said = json.loads(base64.urlsafe_b64decode(content + "=" * (-len(content) % 4)))
    said[3] = name
    forged = base64.urlsafe_b64encode(json.dumps(said, ensure_ascii=False).encode()).rstrip(b"=").decode()
    return ".".join([version, key, forged, signature])


def test_statement_says_only_what_is_needed_and_is_genuine(own_keys):
    reading = read_statement(
        statement_of(own_keys, valid_until="2028-11-24"), code=CODE, keys=published_keys()
    )
    assert reading.seal == Seal.GENUINE
    assert reading.facts == {
        "kind": "completion",
        "issued_on": "2026-11-24",
        "valid_until": "2028-11-24",
        "name": "王芳",
        "title": "家庭法律知识与未成年人监护",
    }


def test_statement_of_a_minor_has_no_name(own_keys):
    reading = read_statement(statement_of(own_keys, is_minor=True), code=CODE, keys=published_keys())
    assert reading.facts["name"] == ""


def test_each_kind_of_forged_statement_is_told_apart(own_keys):
    genuine, foreign = statement_of(own_keys), foreign_key()
    in_our_name = statement_of(foreign).replace(foreign.id, own_keys.id)
    unsigned = genuine.rpartition(".")[0] + "."
    assert {
        "edited name": seal_of(with_name(genuine, "李四")),
        "another code": seal_of(genuine, code="ZZZZZ23456FGHJK789MN"),
        "no signature": seal_of(unsigned),
        "foreign key": seal_of(statement_of(foreign)),
        "foreign key in our name": seal_of(in_our_name),
        "downgraded": seal_of("0" + genuine[1:]),
        "a jwt without algorithm": seal_of("eyJhbGciOiJub25lIn0.e30."),
        "cut off": seal_of(genuine[:40]),
    } == {
        "edited name": Seal.ALTERED,
        "another code": Seal.ALTERED,
        "no signature": Seal.ALTERED,
        "foreign key": Seal.FOREIGN,
        "foreign key in our name": Seal.ALTERED,
        "downgraded": Seal.DOWNGRADED,
        "a jwt without algorithm": Seal.UNREADABLE,
        "cut off": Seal.UNREADABLE,
    }


@given(text=st.text(max_size=60), cut=st.integers(0, 200))
def test_reading_a_statement_never_raises_and_only_the_whole_is_genuine(text, cut):
    genuine = statement_of(signing_key())
    for tried in (text, f"1.{signing_key().id}.{text}.{text}", genuine[:cut] + text + genuine[cut:]):
        if tried != genuine:
            assert seal_of(tried) != Seal.GENUINE or text.strip("=") == ""


def test_keys_rotate_and_what_the_old_one_signed_stays_genuine(own_keys):
    before = statement_of(own_keys)
    new = make_key()
    assert signing_key().id == new.id
    assert [seal_of(before), seal_of(statement_of(new))] == [Seal.GENUINE, Seal.GENUINE]
    assert set(published_keys()) == {own_keys.id, new.id}


def test_keys_can_be_read_by_nobody_else_and_lose_their_private_part(own_keys, settings, tmp_path):
    (path,) = (tmp_path / "keys").glob("*.pem")
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    before = statement_of(own_keys)
    make_key()
    public = own_keys.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    path.with_suffix(".pub.pem").write_bytes(public)
    path.unlink()
    assert seal_of(before) == Seal.GENUINE
    assert published_keys()[own_keys.id].private is None


def test_command_makes_the_first_key_once_and_the_next_when_asked(settings, tmp_path, capsys):
    settings.SIGNING_KEYS = str(tmp_path / "keys")
    call_command("certificate_key", ensure=True)
    call_command("certificate_key", ensure=True)
    assert len(published_keys()) == 1
    call_command("certificate_key", new=True)
    assert len(published_keys()) == 2
    assert "signs" in capsys.readouterr().out


def test_check_says_that_a_key_is_missing_or_open_to_others(settings, tmp_path):
    settings.SIGNING_KEYS = str(tmp_path / "keys")
    assert [problem.id for problem in keys_are_there_and_secret(None)] == ["learning.W002"]
    ensure_key()
    assert keys_are_there_and_secret(None) == []
    next((tmp_path / "keys").glob("*.pem")).chmod(0o644)
    assert [problem.id for problem in keys_are_there_and_secret(None)] == ["learning.E002"]


# The rest asks the site.

pytestmark = pytest.mark.django_db


def upload(client, content, name="certificate.pdf"):
    return client.post("/en/verify/file/", {"file": SimpleUploadedFile(name, content)})


def upload_json(client, content, name="certificate.pdf"):
    file = {"file": SimpleUploadedFile(name, content)}
    return client.post("/en/verify/file/", file, headers={"accept": "application/json"}).json()


def bytes_of(certificate) -> bytes:
    return storages["private"].open(certificate.file).read()


def edited(content: bytes, title: str) -> bytes:
    """The PDF with another title in its metadata and saved again: what an editor leaves."""
    pdf = pikepdf.open(io.BytesIO(content))
    with pdf.open_metadata() as metadata:
        metadata["dc:title"] = title
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def qr_of(content: bytes) -> str:
    picture = pypdfium2.PdfDocument(content)[0].render(scale=3).to_pil()
    (square,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return square.text


def test_qr_code_opens_with_any_scanner_and_carries_the_statement(certificate, settings):
    address, _hash, statement = qr_of(bytes_of(certificate)).partition("#")
    assert address == f"{settings.SITE_URL}/verify/{certificate.code}/"
    reading = read_statement(statement, code=certificate.code, keys=published_keys())
    assert (reading.seal, reading.facts["name"]) == (Seal.GENUINE, certificate.facts["name"])


@pytest.mark.parametrize("design", ["landscape", "portrait", "card"])
def test_qr_code_is_read_from_the_picture_of_every_design(design):

    facts = sample_facts(
        name="Maria Wilhelmina Konstantinopolskaya-Featherstonehaugh Smith", languages=["en"]
    )
    statement = make_statement(key=signing_key(), facts=facts, kind="completion", code=CODE)
    page = {"kind": "completion", "code": CODE, "number": "2026-1", "statement": statement}
    picture = Image.open(io.BytesIO(render(facts, format="png", look=Look(design=design), **page)))
    assert zxingcpp.read_barcodes(picture)[0].text.endswith("#" + statement)


def test_file_as_issued_is_the_same_and_an_edited_one_is_not(
    client, certificate, django_assert_max_num_queries
):
    content = bytes_of(certificate)
    upload(client, content)  # fills the cache of the frame
    with django_assert_max_num_queries(3):
        text = upload(client, content).content.decode()
    assert "The file is unchanged" in text
    assert upload_json(client, content)["file"] == "same"
    changed = upload_json(client, edited(content, "李四的证书"))
    assert (changed["file"], changed["status"], changed["name"]) == (
        "changed",
        "valid",
        certificate.facts["name"],
    )


def test_what_an_edited_file_no_longer_says_is_shown(client, certificate):
    facts = certificate.facts | {"name": "李四"}
    forged = Certificate(facts=facts, kind=certificate.kind, code=certificate.code, number=certificate.number)
    page = upload(client, drawn(forged)).content.decode().split("<template")[0]
    assert "This file was changed" in page
    assert "Genuine and valid" not in page  # the forger has our keys here; it still is not our file
    assert re.findall(r"<li><strong>(.*?)</strong>", page) == [certificate.facts["name"]]


def test_scan_or_photograph_is_recognised_by_its_code(client, certificate):
    pdf = pypdfium2.PdfDocument(bytes_of(certificate))
    out = io.BytesIO()
    pdf[0].render(scale=2).to_pil().convert("RGB").save(out, "JPEG", quality=70)
    answer = upload_json(client, out.getvalue(), "photo.jpg")
    assert (answer["file"], answer["number"], answer["qr_code"]) == ("picture", certificate.number, "genuine")


def test_picture_as_issued_is_the_same(client, certificate):
    assert upload_json(client, badge_of(certificate), "badge.png")["file"] == "same"


def test_earlier_print_is_still_ours(client, certificate):
    before = bytes_of(certificate)
    make_key()
    print_again(certificate=certificate)
    assert upload_json(client, before)["file"] == "same"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "file-unreadable"),
        (b"%PDF-1.7 nothing", "file-unreadable"),
        (b"\x89PNG\r\n\x1a\nrubbish", "file-unreadable"),
        (b"hello", "file-unreadable"),
        (b"%PDF-1.7\n1 0 obj<</Length 99999999999>>stream", "file-unreadable"),
    ],
)
def test_hostile_files_are_said_to_be_unreadable(client, content, found):
    answer = upload(client, content) if content else client.post("/en/verify/file/")
    assert answer.status_code == (200 if content else 400)
    if content:
        assert upload_json(client, content)["status"] == found


def test_file_of_somebody_else_is_not_ours_and_many_of_them_are_throttled(client):
    facts = sample_facts(name="王芳", languages=["en"])
    unknown = render(facts, kind="completion", code=CODE, number="2026-1")
    answer = upload_json(client, unknown)
    assert (answer["status"], answer["file"]) == ("unknown", "unknown")
    for _time in range(MISSES_ALLOWED):
        upload(client, b"hello")
    assert upload(client, b"hello").status_code == 429


def test_genuine_files_are_throttled_too_but_an_office_of_clerks_gets_through(
    client, certificate, monkeypatch
):
    assert WORK_ALLOWED // AS_ISSUED >= 500
    assert WORK_ALLOWED // DRAWN >= 50
    monkeypatch.setattr("learning.certificates.throttle.WORK_ALLOWED", 2 * AS_ISSUED + DRAWN)
    content = bytes_of(certificate)
    assert [upload(client, content).status_code for _time in range(2)] == [200, 200]
    upload(client, edited(content, "x"))
    refused = upload(client, content)
    assert (refused.status_code, "Too many files" in refused.content.decode()) == (429, True)
    assert client.get(f"/en/verify/{certificate.code}/").status_code == 200
    elsewhere = client.post(
        "/en/verify/file/", {"file": SimpleUploadedFile("a.pdf", content)}, REMOTE_ADDR="198.51.100.7"
    )
    assert elsewhere.status_code == 200


def test_too_large_a_file_is_refused(client, monkeypatch):
    monkeypatch.setattr("learning.certificates.verify_views.LARGEST_FILE", 3)
    assert "too large" in upload(client, b"%PDF").content.decode()


def test_file_of_a_withdrawn_one_says_its_status_only(client, certificate):
    content, name = bytes_of(certificate), certificate.facts["name"]
    withdraw(certificate=certificate, by=None)
    page = upload(client, content).content.decode()
    assert "Withdrawn by its holder" in page
    assert name not in page


def test_pasted_address_is_checked_without_javascript(client, certificate):
    address = qr_of(bytes_of(certificate))
    page = client.get("/en/verify/", {"code": address}).content.decode()
    assert "Genuine and valid" in page
    assert "The QR code carries our signature" in page
    start, _hash, statement = address.partition("#")
    for forged, said in [
        (with_name(statement, "李四"), "The QR code has been altered"),
        ("0" + statement[1:], "Not signed in our way"),
        (statement_of(foreign_key()), "Signed by somebody else"),
    ]:
        page = client.get("/en/verify/", {"code": f"{start}#{forged}"}).content.decode().split("<template")[0]
        assert said in page
        assert "Genuine and valid" not in page


def test_list_of_ended_ones_names_nobody_and_follows_what_became_of_them(client, certificate, completed):
    def listed():
        return client.get("/verify/ended.json").json()["ended"]

    assert listed() == {}
    by = make_user("admin")
    revoke(certificate=certificate, reason="发错了", by=by)
    assert listed() == {fingerprint(certificate.code): "revoked"}
    text = client.get("/verify/ended.json").content.decode()
    assert certificate.code not in text
    assert certificate.facts["name"] not in text


def test_superseded_one_is_listed_and_its_successor_is_not(client, certificate):
    successor = correct_name(certificate=certificate, name="王方", reason="错字", by=make_user("admin"))
    ended = client.get("/verify/ended.json").json()["ended"]
    assert ended == {fingerprint(certificate.code): "superseded"}
    assert successor.signed_with


def test_list_takes_one_query_however_long(client, completed, django_assert_num_queries):
    certificate = issue_certificate(completion=completed.completion)
    for number in range(3):
        certificate = correct_name(certificate=certificate, name=f"王{number}", reason="错字", by=None)
    with django_assert_num_queries(1):
        client.get("/verify/ended.json")


def test_answers_may_be_kept_for_a_minute_and_misses_not_at_all(client, client_for, certificate):
    page = client.get(f"/en/verify/{certificate.code}/")
    assert "public" in page["Cache-Control"]
    assert "max-age=60" in page["Cache-Control"]
    assert {"Accept", "Cookie"} <= {part.strip() for part in page["Vary"].split(",")}
    assert not page.cookies
    signed_in = client_for(make_user("lan")).get(f"/en/verify/{certificate.code}/")
    assert "private" in signed_in["Cache-Control"]
    assert "no-store" in client.get("/en/verify/AAAAAAAAAAAAAAAAAAAA/")["Cache-Control"]


def test_published_keys_are_public_parts_only(client):
    (key,) = [
        key for key in client.get("/.well-known/jwks.json").json()["keys"] if key["kid"] == signing_key().id
    ]
    assert set(key) == {"kty", "crv", "x", "kid", "use", "alg"}
    assert client.get(f"/badges/keys/{key['kid']}/").json() == key
    assert client.get("/badges/keys/nothing/", follow=True).status_code == 404
