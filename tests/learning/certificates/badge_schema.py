"""The shape that Open Badges 3.0 demands of an achievement credential, as a JSON schema (draft 2019-09).

Written from the specification (1EdTech, Open Badges 3.0 final, appendices B and F, and the VC-JWT rules of 8.2), for the classes that
our badges use. The standard's own schema is not ours to copy; ``official_schema`` reads it out of the source archive of the library that
judges our badges, which the set-up of the tests fetches, and whose hash the lock file knows.
"""

import hashlib
import json
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
OFFICIAL = "ob_v3p0_achievementcredential_schema.json"


def official_schema() -> dict | None:
    """1EdTech's schema of an AchievementCredential; None where the archive could not be fetched."""
    for archive in (ROOT / "var" / "standards").glob("openbadgeslib-*.tar.gz"):
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        if f"--hash=sha256:{digest}" not in (ROOT / "requirements-test.lock").read_text():
            raise ValueError(f"{archive.name} is not the file that was locked")
        with tarfile.open(archive) as files:
            for member in files:
                if member.name.endswith(f"/{OFFICIAL}"):
                    return json.load(files.extractfile(member))
    return None


TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "format": "uri", "pattern": "^https?://"}
MOMENT = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$",
}
IDENTITY_TYPES = [
    "name",
    "sourcedId",
    "systemId",
    "productId",
    "userName",
    "accountId",
    "emailAddress",
    "nationalIdentityNumber",
    "isbn",
    "issn",
    "lisSourcedId",
    "oneRosterSourcedId",
    "sisSourcedId",
    "ltiContextId",
    "ltiDeploymentId",
    "ltiToolId",
    "ltiPlatformId",
    "ltiUserId",
    "identifier",
]
ACHIEVEMENT_TYPES = [
    "Achievement",
    "ApprenticeshipCertificate",
    "Assessment",
    "Assignment",
    "AssociateDegree",
    "Award",
    "Badge",
    "BachelorDegree",
    "Certificate",
    "CertificateOfCompletion",
    "Certification",
    "CommunityService",
    "Competency",
    "Course",
    "CoCurricular",
    "Degree",
    "Diploma",
]


def typed(name: str) -> dict:
    return {"type": "array", "minItems": 1, "contains": {"const": name}, "items": TEXT}


def exactly(required: list[str], **properties) -> dict:
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


PROFILE = {
    "type": "object",
    "required": ["id", "type"],
    "properties": {"id": ADDRESS, "type": typed("Profile"), "name": TEXT, "url": ADDRESS},
}
RESULT_DESCRIPTION = {
    "type": "object",
    "required": ["id", "type", "name", "resultType"],
    "properties": {
        "id": ADDRESS,
        "type": typed("ResultDescription"),
        "name": TEXT,
        "resultType": {
            "enum": ["GradePointAverage", "LetterGrade", "Percent", "RawScore", "Result", "Status"]
        },
        "valueMin": TEXT,
        "valueMax": TEXT,
    },
}
ACHIEVEMENT = {
    "type": "object",
    "required": ["id", "type", "criteria", "description", "name"],
    "properties": {
        "id": ADDRESS,
        "type": typed("Achievement"),
        "achievementType": {"enum": ACHIEVEMENT_TYPES},
        "criteria": {"type": "object", "anyOf": [{"required": ["id"]}, {"required": ["narrative"]}]},
        "description": TEXT,
        "name": TEXT,
        "inLanguage": {"type": "string", "pattern": "^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"},
        "resultDescription": {"type": "array", "items": RESULT_DESCRIPTION},
    },
}
IDENTITY = exactly(
    ["type", "hashed", "identityHash", "identityType"],
    type={"const": "IdentityObject"},
    hashed={"type": "boolean"},
    identityHash=TEXT,
    identityType={"enum": IDENTITY_TYPES},
)
RESULT = {
    "type": "object",
    "required": ["type"],
    "properties": {"type": typed("Result"), "resultDescription": ADDRESS, "value": TEXT},
}
SUBJECT = {
    **exactly(
        ["type", "achievement"],
        id=ADDRESS,
        type=typed("AchievementSubject"),
        identifier={"type": "array", "minItems": 1, "items": IDENTITY},
        achievement=ACHIEVEMENT,
        result={"type": "array", "items": RESULT},
    ),
    "anyOf": [{"required": ["id"]}, {"required": ["identifier"]}],
}
STATUS = {
    "type": "object",
    "required": ["id", "type", "statusPurpose", "statusListIndex", "statusListCredential"],
    "properties": {
        "id": ADDRESS,
        "type": {"const": "BitstringStatusListEntry"},
        "statusPurpose": {"enum": ["revocation", "suspension", "message", "refresh"]},
        "statusListIndex": {"type": "string", "pattern": r"^\d+$"},
        "statusListCredential": ADDRESS,
    },
}
CREDENTIAL = {
    "$schema": "https://json-schema.org/draft/2019-09/schema",
    "type": "object",
    "required": [
        "@context",
        "id",
        "type",
        "issuer",
        "validFrom",
        "credentialSubject",
        "iss",
        "jti",
        "nbf",
        "sub",
    ],
    "properties": {
        "@context": {
            "type": "array",
            "minItems": 2,
            "prefixItems": [
                {"const": "https://www.w3.org/ns/credentials/v2"},
                {"pattern": r"^https://purl\.imsglobal\.org/spec/ob/v3p0/context-3\.\d\.\d\.json$"},
            ],
        },
        "id": ADDRESS,
        "type": {
            "type": "array",
            "allOf": [
                {"contains": {"const": "VerifiableCredential"}},
                {"contains": {"enum": ["OpenBadgeCredential", "AchievementCredential"]}},
            ],
        },
        "name": TEXT,
        "issuer": PROFILE,
        "validFrom": MOMENT,
        "validUntil": MOMENT,
        "awardedDate": MOMENT,
        "credentialSubject": SUBJECT,
        "credentialStatus": STATUS,
        "credentialSchema": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "type"],
                "properties": {"id": ADDRESS, "type": TEXT},
            },
        },
    },
}
