"""Invented facts, to look at a certificate without issuing one."""

import datetime

SAMPLE_CODE = "SAMPLESAMPLESAMPLE22"
SAMPLE_NUMBER = "2026-0000000"


def sample_facts(*, name: str, languages: list[str], kind: str = "completion") -> dict:
    """Facts as ``issue`` freezes them, of nobody."""
    return {
        "name": name,
        "titles": {"zh-hans": "家庭法律知识与未成年人监护", "en": "Family law and guardianship"},
        "edition": 3 if kind == "completion" else None,
        "percent": 92 if kind == "completion" else None,
        "minutes": None if kind == "honour" else 150,
        "unit": {"zh-hans": "清河县妇女联合会", "en": "Qinghe County Women's Federation"},
        "post": {"zh-hans": "儿童主任", "en": "Children's director"} if kind == "completion" else {},
        "completed_on": datetime.date(2026, 11, 20).isoformat(),
        "issued_on": datetime.date(2026, 11, 24).isoformat(),
        "issuer": {"zh-hans": "东岭省妇女联合会", "en": "Dongling Provincial Women's Federation"},
        "languages": languages,
    }
