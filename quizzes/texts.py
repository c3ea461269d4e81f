"""Texts that stand side by side in one value: ``{"zh-hans": "...", "en": "..."}``."""

from django.conf import settings


def in_language(texts: dict, language: str | None) -> str:
    """The text in ``language``, else in the first language of the settings that has one, else ''."""
    for code in (language, *(code for code, name in settings.LANGUAGES)):
        if code and texts.get(code):
            return texts[code]
    return next((text for text in texts.values() if text), "")


def language_of(texts: dict, language: str | None) -> str | None:
    """The language that ``in_language`` really answers in, so that a page can say so."""
    text = in_language(texts, language)
    return next((code for code, value in texts.items() if value == text), None) if text else None
