"""Texts that stand side by side in one value: ``{"zh-hans": "...", "en": "..."}``."""

from django.conf import settings
from modeltranslation.utils import build_localized_fieldname


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


def texts_of(instance, field: str) -> dict:
    """``{"zh-hans": "...", "en": "..."}`` of a model's translated ``field``, without the empty ones."""
    return {
        code: value
        for code, name in settings.LANGUAGES
        if (value := getattr(instance, build_localized_fieldname(field, code)))
    }


def set_texts(instance, field: str, texts: dict) -> None:
    """Set each language's column of a translated ``field``; languages not named are left alone."""
    for code, value in texts.items():
        setattr(instance, build_localized_fieldname(field, code), value)
