"""Explains terms where they stand: the first occurrence of each in a lesson's running text leads to its entry below the lesson.

Links to a place on the same page, so nothing here needs a script. Chinese is matched without word boundaries, the longest
term first; terms in Latin letters only as whole words. Nothing is linked inside links or headings.
"""

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, NavigableString
from django.conf import settings
from django.core.cache import cache
from modeltranslation.utils import build_localized_fieldname

from courses.models import GlossaryTerm

CACHE_SECONDS = 3600
CACHE_KEY = "courses.glossary"
NEVER_INSIDE = {"a", "h1", "h2", "h3", "h4", "h5", "h6", "button", "summary", "label", "code", "dfn"}


@dataclass(frozen=True)
class Entry:
    """A term in one language; ``forms`` are all spellings that are found."""

    key: str
    term: str
    forms: tuple[str, ...]
    explanation: str
    sources: tuple[str, ...]

    @property
    def anchor(self) -> str:
        return f"term-{self.key}"


@dataclass
class Glossary:
    """What one reading of a lesson explains: ``used`` grows while its texts are explained, in the order of the text."""

    entries: tuple[Entry, ...]
    used: list[Entry] = field(default_factory=list)

    def explained(self, html: str) -> str:
        """``html`` with the first occurrence of each term that was not used yet as a link to its entry."""
        open_entries = {
            form.casefold(): entry for entry in self.entries if entry not in self.used for form in entry.forms
        }
        pattern = _pattern(open_entries)
        if pattern is None or not pattern.search(html):
            return html
        soup = BeautifulSoup(html, "html.parser")
        for text in list(soup.find_all(string=True)):
            if type(text) is NavigableString and not any(
                parent.name in NEVER_INSIDE for parent in text.parents
            ):
                self._explain(soup, text, pattern, open_entries)
        return str(soup)

    def _explain(self, soup, text, pattern, open_entries):
        pieces, end = [], 0
        for match in pattern.finditer(text):
            entry = open_entries[match.group().casefold()]
            if entry in self.used:
                continue
            self.used.append(entry)
            link = soup.new_tag("a", attrs={"class": "term", "href": f"#{entry.anchor}"})
            link.string = match.group()
            pieces += [NavigableString(text[end : match.start()]), link]
            end = match.end()
        if pieces:
            text.replace_with(*pieces, NavigableString(text[end:]))


def _pattern(forms) -> re.Pattern | None:
    """The longest form first: an alternation takes the first that fits."""
    parts = [
        (r"(?<![A-Za-z0-9])" if form[0].isascii() else "")
        + re.escape(form)
        + (r"(?![A-Za-z0-9])" if form[-1].isascii() else "")
        for form in sorted(forms, key=len, reverse=True)
    ]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def glossary_in(language: str) -> Glossary:
    """A fresh glossary for one lesson in ``language``. Two queries, and none while it is cached."""
    entries = cache.get_or_set(f"{CACHE_KEY}.{language}", lambda: _read(language), CACHE_SECONDS)
    return Glossary(entries=entries)


def drop_glossary() -> None:
    cache.delete_many([f"{CACHE_KEY}.{code}" for code, _name in settings.LANGUAGES])


def _read(language: str) -> tuple[Entry, ...]:
    """Only what is written in that language: an entry in another would explain nothing."""
    found = []
    for row in GlossaryTerm.objects.prefetch_related("sources"):
        term, explanation = _text(row, "term", language), _text(row, "explanation", language)
        if not term or not explanation:
            continue
        others = [form.strip() for form in re.split("[;；]", _text(row, "also", language))]
        articles = _text(row, "articles", language)
        sources = [_text(source, "title", language) or source.key for source in row.sources.all()]
        if articles and sources:
            sources[-1] = f"{sources[-1]} {articles}"
        found.append(
            Entry(
                key=row.key,
                term=term,
                forms=tuple(dict.fromkeys([term, *(form for form in others if len(form) > 1)])),
                explanation=explanation,
                sources=tuple(sources),
            )
        )
    return tuple(found)


def _text(row, name: str, language: str) -> str:
    return getattr(row, build_localized_fieldname(name, language), "") or ""
