"""Version codes of what is printed."""

import difflib
import secrets
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from courses.models import PrintedVersion
from courses.translating.state import difference
from quizzes.versions import digest_of

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that are mistaken for another
LENGTH = 8


@dataclass(frozen=True)
class Change:
    """``kind`` is ``changed``, ``added`` or ``removed``; ``html`` marks what."""

    kind: str
    html: str


def version_for(*, page, language: str, parts: list[str]) -> PrintedVersion:
    """The version of exactly this text, made when it is printed for the first time. Twice, or twice at once: one."""
    digest = digest_of(parts)
    key = {"page_key": page.translation_key, "language": language, "digest": digest}
    found = PrintedVersion.objects.filter(**key).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return PrintedVersion.objects.create(**key, code=_code(), parts=parts)
    except IntegrityError:  # somebody else printed it at the same moment
        return PrintedVersion.objects.get(**key)


def is_current(version: PrintedVersion, parts: list[str]) -> bool:
    return version.digest == digest_of(parts)


def changes_since(version: PrintedVersion, parts: list[str]) -> list[Change]:
    """What has changed from the printed text to ``parts``, in order, paragraph by paragraph."""
    found = []
    matcher = difflib.SequenceMatcher(a=version.parts, b=parts, autojunk=False)
    for act, i1, i2, j1, j2 in matcher.get_opcodes():
        old, new = version.parts[i1:i2], parts[j1:j2]
        if act == "replace":
            both = min(len(old), len(new))
            found += [
                Change("changed", difference({"": a}, {"": b}))
                for a, b in zip(old[:both], new[:both], strict=True)
            ]
            old, new = old[both:], new[both:]
        if act != "equal":
            found += [Change("removed", difference({"": text}, {})) for text in old]
            found += [Change("added", difference({}, {"": text})) for text in new]
    return found


def _code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
