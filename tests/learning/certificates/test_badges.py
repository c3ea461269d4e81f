"""Open Badges 3.0, judged by a library that is not ours."""

import io
import json

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jsonschema import Draft201909Validator
from openbadgeslib import baking
from openbadgeslib.ob3.status import decode_encoded_list
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier
from PIL import Image

from courses.models import CoursePage
from learning.certificates.baking import badge_of, bake, unbake
from learning.certificates.change import correct_name, reinstate, revoke, withdraw
from learning.certificates.credential import credential_of, signed_credential
from learning.certificates.issue import issue_certificate
from learning.certificates.keys import ensure_key, make_key, signing_key
from learning.models import Certificate
from learning.units.change import rename_unit
from tests.factories.cadres import make_cadre, make_user
from tests.factories.courses import make_course
from tests.factories.learning import complete_course
from tests.factories.units import make_tree
from tests.learning.certificates.badge_schema import CREDENTIAL, official_schema

pytestmark = pytest.mark.django_db
HOST = "https://training.example.org"


@pytest.fixture(autouse=True)
def at_a_real_address(settings):
    settings.SITE_URL = HOST


def pem(key) -> bytes:
    return key.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@pytest.fixture
def over_the_web(client):
    """``over_the_web(address)``: the bytes at an address of this site."""

    def fetch(address: str) -> bytes:
        assert address.startswith(HOST + "/")
        answer = client.get(address.removeprefix(HOST).partition("#")[0])
        assert answer.status_code == 200
        return answer.content

    return fetch


def judged(certificate, over_the_web):
    """What the independent library says of the credential, its signature and the signed status list."""
    return OB3Verifier(pem(signing_key())).verify(
        signed_credential(certificate), check_status=True, download=over_the_web
    )


def test_independent_library_finds_signature_and_status_good(certificate, over_the_web):
    credential = judged(certificate, over_the_web)
    assert credential.issuer.id == f"{HOST}/badges/issuer/"


def test_credential_passes_the_schema_that_the_standard_publishes(certificate):
    schema = official_schema()
    if schema is None:
        pytest.skip("make install-test could not fetch the standard's schema")
    judge = Draft201909Validator(schema, format_checker=Draft201909Validator.FORMAT_CHECKER)
    claims = jwt.decode(signed_credential(certificate), options={"verify_signature": False})
    for said in (credential_of(certificate), claims):
        assert [error.message for error in judge.iter_errors(said)] == []
        assert not judge.is_valid({key: value for key, value in said.items() if key != "issuer"})


def test_credential_has_the_shape_that_the_standard_demands(certificate):
    credential = jwt.decode(signed_credential(certificate), signing_key().public, algorithms=["EdDSA"])
    errors = [error.message for error in Draft201909Validator(CREDENTIAL).iter_errors(credential)]
    assert errors == []
    assert (credential["iss"], credential["sub"], credential["jti"]) == (
        credential["issuer"]["id"],
        credential["credentialSubject"]["id"],
        credential["id"],
    )


@pytest.mark.parametrize("left_out", ["validFrom", "issuer", "credentialSubject", "@context"])
def test_schema_of_this_test_refuses_what_lacks_something(certificate, left_out):
    credential = credential_of(certificate)
    del credential[left_out]
    assert list(Draft201909Validator(CREDENTIAL).iter_errors(credential))


def test_revoked_one_is_found_in_the_status_list_and_a_reinstated_one_is_not(certificate, over_the_web):
    by = make_user("admin")
    revoke(certificate=certificate, reason="发错了", by=by)
    with pytest.raises(OB3VerificationError, match="revocation"):
        judged(certificate, over_the_web)
    reinstate(certificate=certificate, reason="查清了", by=by)
    judged(certificate, over_the_web)


def test_superseded_one_is_found_in_the_status_list_and_its_successor_is_not(certificate, over_the_web):
    successor = correct_name(certificate=certificate, name="王方", reason="错字", by=make_user("admin"))
    judged(successor, over_the_web)
    with pytest.raises(OB3VerificationError, match="revocation"):
        judged(certificate, over_the_web)


def test_edited_foreign_and_downgraded_credentials_are_refused(certificate, settings, tmp_path):
    verifier = OB3Verifier(pem(signing_key()))
    genuine = signed_credential(certificate)
    credential = jwt.decode(genuine, options={"verify_signature": False})
    header, _payload, signature = genuine.split(".")
    edited = jwt.encode(credential | {"name": "x"}, "secret-of-thirty-two-bytes-or-more", "HS256").split(".")[
        1
    ]
    for forged in (
        f"{header}.{edited}.{signature}",
        jwt.encode(credential, "secret-of-thirty-two-bytes-or-more", "HS256"),
        jwt.encode(credential, None, "none"),
    ):
        with pytest.raises(OB3VerificationError):
            verifier.verify(forged)
    settings.SIGNING_KEYS = str(tmp_path / "foreign")
    ensure_key()
    with pytest.raises(OB3VerificationError, match="signature"):
        verifier.verify(signed_credential(certificate))


def test_every_address_in_it_resolves_and_says_the_same(certificate, client, over_the_web):
    credential = credential_of(certificate)
    achievement = credential["credentialSubject"]["achievement"]
    assert json.loads(over_the_web(achievement["id"])) == achievement
    assert json.loads(over_the_web(credential["issuer"]["id"]))["id"] == credential["issuer"]["id"]
    key = json.loads(over_the_web(jwt.get_unverified_header(signed_credential(certificate))["kid"]))
    assert jwt.PyJWK.from_dict(key).key == signing_key().public
    assert over_the_web(credential["credentialStatus"]["statusListCredential"]).count(b".") == 2
    answer = client.get(credential["id"].removeprefix(HOST), follow=True)
    assert answer.resolver_match.url_name == "verify-code"


def test_address_of_the_certificate_gives_the_credential_to_who_asks_for_it(client, certificate):
    answer = client.get(f"/en/verify/{certificate.code}/", headers={"accept": "application/vc+jwt"})
    assert answer["Content-Type"] == "application/vc+jwt"
    assert answer.content.decode() == signed_credential(certificate)
    as_json = client.get(f"/en/verify/{certificate.code}/", headers={"accept": "application/ld+json"})
    assert as_json.json() == credential_of(certificate)
    withdraw(certificate=certificate, by=None)
    for kind in ("application/vc+jwt", "application/ld+json"):
        gone = client.get(f"/en/verify/{certificate.code}/", headers={"accept": kind})
        assert (gone.status_code, gone.content) == (410, b"")


def test_picture_is_baked_as_the_standard_says_and_stays_a_picture(certificate):
    picture = badge_of(certificate)
    assert baking.extract_png(picture, keyword=b"openbadgecredential") == signed_credential(certificate)
    assert unbake(picture) == signed_credential(certificate)
    image = Image.open(io.BytesIO(picture))
    image.load()
    assert (image.format, image.width > 2000) == ("PNG", True)
    assert picture == badge_of(certificate)
    assert bake(picture, "another").count(b"openbadgecredential") == 1


def test_holder_gets_the_badge_as_her_picture(client_for, certificate):
    client = client_for(certificate.cadre.user)
    assert unbake(client.get(f"/en/certificates/{certificate.uuid}.png").content)


@pytest.mark.parametrize("picture", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT"])
def test_what_is_no_whole_picture_is_refused(picture):
    with pytest.raises(ValueError, match="PNG"):
        unbake(picture)


def test_minor_is_not_named(certificate):
    certificate.facts["is_minor"] = True
    text = json.dumps(credential_of(certificate), ensure_ascii=False)
    assert certificate.facts["name"] not in text
    assert certificate.number in text


def test_same_certificate_gives_the_same_credential_after_rotation_too(certificate, settings, tmp_path):
    settings.SIGNING_KEYS = str(tmp_path / "keys")
    certificate.signed_with = ensure_key().id
    before = signed_credential(certificate)
    make_key()
    assert signed_credential(certificate) == before
    certificate.signed_with = "gone"
    assert jwt.get_unverified_header(signed_credential(certificate))["kid"].endswith(f"/{signing_key().id}/")


def test_status_list_is_long_enough_that_nobody_stands_out(certificate, client, over_the_web):
    token = over_the_web(f"{HOST}/badges/status/0/")
    subject = jwt.decode(token, signing_key().public, algorithms=["EdDSA"])["credentialSubject"]
    assert len(decode_encoded_list(subject["encodedList"])) * 8 == 131_072
    assert client.get("/badges/status/1/", follow=True).status_code == 404


def test_nothing_that_changes_later_changes_it(client):
    units = make_tree()
    course = make_course("law", lessons=1, quiz=False)
    cadre = make_cadre("fang", unit=units["p1a1"])
    completion = complete_course(cadre, course).completion
    certificate = issue_certificate(completion=completion)
    badge, page = badge_of(certificate), client.get(f"/zh-hans/verify/{certificate.code}/").content
    achievement = credential_of(certificate)["credentialSubject"]["achievement"]["id"].removeprefix(HOST)
    resolved = client.get(achievement).content
    rename_unit(
        unit=units["p1a1"],
        names={"zh-hans": "新名", "en": "New name"},
        on=__import__("datetime").date.today(),
    )
    type(cadre).objects.filter(pk=cadre.pk).update(name="另一个名字")
    cadre.user.is_active = False
    cadre.user.save()
    page_of_course = CoursePage.objects.get(pk=course.pk)
    page_of_course.heading_zh_hans = page_of_course.public_title_zh_hans = "新课名"
    page_of_course.save_revision().publish()
    page_of_course.delete()
    certificate = Certificate.objects.get(pk=certificate.pk)
    assert badge_of(certificate) == badge
    assert client.get(achievement).content == resolved
    assert client.get(f"/zh-hans/verify/{certificate.code}/").content == page
