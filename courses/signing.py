"""Text about safety and law is shown in a language only when a named native reviewer has signed it; until then readers get
the language that a page falls back to, and are told so.

Which languages that concerns is a setting (``LANGUAGES_TO_BE_SIGNED``): without it all but the first, in which texts are
written and reviewed, and English, in which the federation's own reviewers work.
"""

from django.conf import settings
from django.db import IntegrityError, transaction

from courses.models.signature import NativeSignature
from quizzes.versions import digest_of

SAFETY_BLOCKS = {"citation", "region", "help_lines", "content_notice", "grounding"}


def languages_to_be_signed() -> set[str]:
    chosen = getattr(settings, "LANGUAGES_TO_BE_SIGNED", None)
    if chosen is not None:
        return set(chosen)
    return {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE, "en"}


def safety_text(lesson, language: str) -> list:
    """What of the lesson has to be signed in this language, as it is stored; [] when there is nothing of the kind."""
    body = getattr(lesson.in_language("body", language), "raw_data", None) or []
    found = [[block["type"], block["value"]] for block in body if block["type"] in SAFETY_BLOCKS]
    note = lesson.in_language("content_note", language)
    return [*found, ["content_note", note]] if note else found


def waits_for_signature(lesson, language: str) -> bool:
    """Is there such text, and has nobody signed it as it stands? One query for a language that is to be signed."""
    if language not in languages_to_be_signed():
        return False
    text = safety_text(lesson, language)
    return bool(text) and not signatures_of(lesson, language).filter(digest=digest_of(text)).exists()


def signatures_of(lesson, language: str):
    return NativeSignature.objects.filter(lesson_key=lesson.content_key, language=language)


def sign(*, lesson, language: str, name: str, by) -> NativeSignature:
    """Keep that ``name`` has read the words as they are live. Twice, or by a second person: the first signature."""
    values = {
        "lesson_key": lesson.content_key,
        "language": language,
        "digest": digest_of(safety_text(lesson, language)),
    }
    try:
        with transaction.atomic():
            return NativeSignature.objects.create(**values, name=name, entered_by=by)
    except IntegrityError:
        return NativeSignature.objects.get(**values)
