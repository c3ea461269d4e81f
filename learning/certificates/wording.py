"""What stands on a certificate, in each of its languages. Pure: frozen facts in, plain strings out."""

import datetime
import re

from babel.dates import format_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext_lazy, to_locale

from learning.certificates.code import spaced_code
from quizzes.texts import in_language

LANGUAGES = ("zh-hans", "en")  # of certificates issued before the choice existed
WORDS = ("heading", "presented", "statement", "note")
PLACEHOLDERS = (
    "course",
    "date",
    "edition",
    "hours",
    "issuer",
    "name",
    "number",
    "post",
    "score",
    "sources",
    "unit",
)
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
WORDING = {
    "completion": {
        "heading": pgettext_lazy("certificate", "Certificate of completion"),
        "presented": pgettext_lazy("certificate", "This is to certify that"),
        "statement": pgettext_lazy(
            "certificate", "completed the following course and passed its assessment on {date}"
        ),
        "note": "",
    },
    "attendance": {
        "heading": pgettext_lazy("certificate", "Certificate of attendance"),
        "presented": pgettext_lazy("certificate", "This is to certify that"),
        "statement": pgettext_lazy("certificate", "took part in the following training on {date}"),
        "note": "",
    },
    "honour": {
        "heading": pgettext_lazy("certificate", "Certificate of honour"),
        "presented": pgettext_lazy("certificate", "This certificate of honour is awarded to"),
        "statement": pgettext_lazy("certificate", "in recognition of"),
        "note": "",
    },
}


def default_wording(kind: str, language: str) -> dict:
    """``{"heading", "presented", "statement", "note"}`` of a certificate that no template words."""
    with override(language):
        return {key: str(text) for key, text in WORDING[kind].items()}


def unknown_placeholders(text: str) -> list[str]:
    """What stands in braces and means nothing."""
    return [name for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]


def printed(facts: dict, *, kind: str, code: str, number: str) -> dict:
    """The texts as the page sets them: a string where there is one, a list with one per language where there are several.

    What is the same in the second language as in the first stands once.
    """
    languages = facts.get("languages") or list(LANGUAGES)
    each = [_in_one_language(facts, kind, number, language) for language in languages]
    texts = {key: _without_repeats([texts[key] for texts in each]) for key in each[0] if key != "signatures"}
    return {
        **texts,
        "languages": languages,
        "document_title": f"{each[0]['heading']} {number}",
        "name": facts["name"],
        "signatures": [
            {
                "name": _without_repeats([one["name"] for one in of_all]),
                "office": _without_repeats([one["office"] for one in of_all]),
            }
            for of_all in zip(*(texts["signatures"] for texts in each), strict=True)
        ],
        "number": number,
        "code": spaced_code(code),
    }


def _in_one_language(facts, kind, number, language):
    wording = default_wording(kind, language) | (facts.get("wording") or {}).get(language, {})
    with override(language):
        values = _values(facts, number, language)
        return {
            **{key: fill(text, values) for key, text in wording.items()},
            "role": _role(values["unit"], values["post"]),
            "course": values["course"],
            "details": _details(facts, values),
            "issuer": values["issuer"],
            "issued": _("Issued on %(day)s") % {"day": _day(facts["issued_on"], language)},
            "valid": _("Valid until %(day)s") % {"day": _day(facts["valid_until"], language)}
            if facts.get("valid_until")
            else "",
            "number_label": _("Certificate number"),
            "verify": _("Scan, or type this code, to check it"),
            "signatures": [
                {key: in_language(signature[key], language) for key in ("name", "office")}
                for signature in facts.get("signatures", [])
            ],
        }


def _values(facts, number, language) -> dict:
    """What the placeholders stand for, in the active language ``language``."""
    percent = facts.get("percent")
    return {
        "course": in_language(facts.get("titles") or {}, language),
        "date": _day(facts["completed_on"], language),
        "edition": str(facts.get("edition") or ""),
        "hours": _hours(facts.get("minutes")),
        "issuer": in_language(facts.get("issuer") or {}, language),
        "name": facts["name"],
        "number": number,
        "post": in_language(facts.get("post") or {}, language),
        "score": "" if percent is None else str(percent),
        "sources": _("; ").join(_source(one, language) for one in facts.get("sources", [])),
        "unit": in_language(facts.get("unit") or {}, language),
    }


def _source(frozen: dict, language: str) -> str:
    named = {key: in_language(frozen[key], language) for key in ("title", "version")}
    return _("%(title)s (%(version)s)") % named if named["version"] else named["title"]


def fill(text: str, values: dict) -> str:
    """``{course}`` and its like replaced; what is put in is never read for placeholders again."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def _role(unit: str, post: str) -> str:
    if unit and post:
        return _("%(post)s, %(unit)s") % {"unit": unit, "post": post}
    return unit or post


def _details(facts, values) -> str:
    parts = []
    if facts.get("minutes"):
        parts.append(
            ngettext("%(hours)s hour", "%(hours)s hours", 1 if facts["minutes"] == 60 else 2)
            % {"hours": values["hours"]}
        )
    if values["score"]:
        parts.append(_("result %(score)s of 100") % {"score": values["score"]})
    if values["edition"]:
        parts.append(_("course edition %(edition)s") % {"edition": values["edition"]})
    return " · ".join(parts)


def _hours(minutes: int | None) -> str:
    return number_format(round((minutes or 0) / 60, 1)).removesuffix(".0").removesuffix(",0")


def _day(iso: str, language: str) -> str:
    return format_date(datetime.date.fromisoformat(iso), "long", locale=to_locale(language))


def _without_repeats(texts: list[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]
