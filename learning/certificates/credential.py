"""A certificate as an Open Badge 3.0: a W3C verifiable credential, secured as VC-JWT.

Sources: Open Badges 3.0 (1EdTech), 8.2 (JSON Web Token proof format) and appendix B; Verifiable Credentials Data Model 2.0;
Bitstring Status List 1.0. Everything in it is frozen at issue, so it is the same for ever; whether it still counts is in
the status list. The holder is named as on the paper; a minor is not named.
"""

import datetime
import json

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from joserfc import jws
from joserfc.jwk import OKPKey

from learning.certificates.keys import SigningKey, key_called
from learning.certificates.models import Certificate
from learning.certificates.render import verify_address
from learning.certificates.wording import default_wording
from quizzes.texts import in_language

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
LIST_LENGTH = 131_072  # entries of one status list: the least that Bitstring Status List 1.0 allows, so that nobody stands out


def absolute(name: str, *args) -> str:
    """The address of a machine-readable thing, on this site's own host."""
    return settings.SITE_URL.rstrip("/") + reverse(name, args=args)


def credential_of(certificate: Certificate) -> dict:
    """The credential, unsigned. Of a withdrawn certificate there is none: raises ``ValueError``."""
    facts = certificate.facts
    if not facts:
        raise ValueError("withdrawn")
    language = facts["languages"][0]
    address = verify_address(certificate.code)
    list_number, index = divmod(certificate.pk, LIST_LENGTH)
    status_list = absolute("badge-status", list_number)
    return {
        "@context": CONTEXT,
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": in_language(facts["titles"], language),
        "issuer": issuer_profile(facts.get("issuer") or {}, language),
        "validFrom": _instant(certificate.issued_at),
        **({"validUntil": _end_of(facts["valid_until"])} if facts.get("valid_until") else {}),
        "awardedDate": _instant(_midnight(facts["completed_on"])),
        "credentialSubject": _subject(certificate, language),
        "credentialStatus": {
            "id": f"{status_list}#{index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(index),
            "statusListCredential": status_list,
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def signed_credential(certificate: Certificate) -> str:
    """The credential as a compact JWS, signed with the key of its issue."""
    return sign(credential_of(certificate), key=key_called(certificate.signed_with))


def sign(credential: dict, *, key: SigningKey) -> str:
    """A compact JWS whose payload is the credential with the registered claims that the standard asks for."""
    claims = {
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "nbf": _seconds(credential["validFrom"]),
        "sub": credential["credentialSubject"]["id"],
    }
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    header = {"alg": "EdDSA", "typ": "JWT", "kid": absolute("badge-key", key.id)}
    payload = json.dumps({**credential, **claims}, ensure_ascii=False, separators=(",", ":"))
    return jws.serialize_compact(header, payload, OKPKey.import_key(key.private), algorithms=["EdDSA"])


def issuer_profile(names: dict, language: str) -> dict:
    return {
        "id": absolute("badge-issuer"),
        "type": ["Profile"],
        "name": in_language(names, language) or str(settings.WAGTAIL_SITE_NAME),
        "url": settings.SITE_URL,
    }


def achievement(*, kind: str, source: str, titles: dict, language: str) -> dict:
    """What was achieved, as it also stands at its address. ``source``: the course's key and edition, or ''."""
    address = absolute("badge-achievement", kind, source or "any", language)
    with override(language):
        described = {
            "completion": (
                _("A course of this library, with its tests."),
                _("Every step of the course was done and its tests were passed; the server marked them."),
            ),
            "attendance": (
                _("A community training session."),
                _("The holder took part; the facilitator recorded it in the register."),
            ),
            "honour": (
                _("An honour of the federation."),
                _("Chosen by a saved rule from what is on record, and approved by a person."),
            ),
        }[kind]
        name = in_language(titles, language) if source else default_wording(kind, language)["heading"]
        result = _("Result")
    return {
        "id": address,
        "type": ["Achievement"],
        "achievementType": {"completion": "Course", "attendance": "Achievement", "honour": "Award"}[kind],
        "name": name,
        "description": described[0],
        "criteria": {"narrative": described[1]},
        "inLanguage": _tag(language),
        **({"resultDescription": [_percent(address, result)]} if kind == "completion" else {}),
    }


def _subject(certificate, language) -> dict:
    facts = certificate.facts
    what = achievement(
        kind=certificate.kind,
        source=facts.get("achievement", ""),
        titles=facts["titles"],
        language=language,
    )
    identities = [("identifier", certificate.number)]
    if not facts.get("is_minor"):
        identities.insert(0, ("name", facts["name"]))
    subject = {
        "id": f"{verify_address(certificate.code)}#holder",
        "type": ["AchievementSubject"],
        "identifier": [
            {"type": "IdentityObject", "identityType": kind, "identityHash": value, "hashed": False}
            for kind, value in identities
        ],
        "achievement": what,
    }
    if facts.get("percent") is not None and certificate.kind == Certificate.Kind.COMPLETION:
        description = what["resultDescription"][0]["id"]
        subject["result"] = [
            {"type": ["Result"], "resultDescription": description, "value": str(facts["percent"])}
        ]
    return subject


def _percent(address, name) -> dict:
    return {
        "id": f"{address}#result",
        "type": ["ResultDescription"],
        "name": name,
        "resultType": "Percent",
        "valueMin": "0",
        "valueMax": "100",
    }


def _tag(language: str) -> str:
    return {"zh-hans": "zh-Hans"}.get(language, language)


def _midnight(iso: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(iso).replace(tzinfo=timezone.get_default_timezone())


def _end_of(iso: str) -> str:
    """A certificate is valid on its last day too, to the day's last second where it was issued."""
    return _instant(_midnight(iso) + datetime.timedelta(days=1, seconds=-1))


def _instant(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds(instant: str) -> int:
    return int(datetime.datetime.fromisoformat(instant).timestamp())
