"""How texts and questions are made comparable. No database.

Chinese is not cut into words: a question of one or two characters is found wherever it stands. Pinyin is kept beside the
headings, so that ``falü``, ``falv``, ``flyz`` and a homophone written by mistake find 法律援助 as well.
"""

import difflib
import re
import unicodedata

from anyascii import anyascii

HAN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
TSHEG = "་"  # stands between the syllables of a Tibetan word and is kept
LONGEST_QUESTION = 100  # characters; the rest of a question is not read
MOST_TERMS = 8


def normalised(text: str) -> str:
    """Width, case, accents and vowel signs of Arabic set aside; every run of white space is one blank."""
    wide = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(letter for letter in wide if unicodedata.category(letter) != "Mn" or _is_tibetan(letter))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def terms_of(question: str) -> list[str]:
    """The parts of a question that must all be found: ``法律 援助 Guardian`` gives ``["法律", "援助", "guardian"]``."""
    text = normalised(question[:LONGEST_QUESTION].replace("\x00", " "))
    found = [term for part in text.split() for term in _split(part)]
    return list(dict.fromkeys(found))[:MOST_TERMS]


def syllables(text: str) -> list[list[str]]:
    """Pinyin of each run of Chinese characters: ``法律 (law)`` gives ``[["fa", "lu"]]``."""
    runs, run = [], []
    for letter in unicodedata.normalize("NFKC", text):
        if HAN.match(letter):
            run.append(anyascii(letter).casefold())
        elif run:
            runs.append(run)
            run = []
    return [*runs, run] if run else runs


def sounds_of(text: str) -> str:
    """What ``text`` sounds like, to be searched: the runs in full, then their initials. ``"falu fl"``"""
    runs = syllables(text)
    return " ".join(["".join(run) for run in runs] + ["".join(s[0] for s in run if s) for run in runs])


def sound_of_term(term: str) -> str:
    """A term as it would stand in ``sounds_of``: a homophone or typed pinyin. "" when it can be neither."""
    if HAN.search(term):
        return "".join(anyascii(letter).casefold() for letter in term) if len(term) > 1 else ""
    if term.isascii() and term.isalpha() and len(term) > 1:
        return re.sub(r"(?<=[ln])v", "u", term)  # ü is typed as v
    return ""


def meant(term: str, vocabulary: set[str]) -> str | None:
    """The known word that a misspelt one most likely is, None when there is none near enough or it is too short."""
    if len(term) < 4 or not term.isalpha() or HAN.search(term):
        return None
    near = difflib.get_close_matches(term, vocabulary, n=1, cutoff=0.78)
    return near[0] if near else None


def vocabulary_of(texts) -> set[str]:
    """The words, four letters or more, of normalised texts that are not Chinese."""
    return {word for text in texts for word in WORD.findall(text) if len(word) > 3 and not HAN.search(word)}


def excerpt(text: str, terms: list[str], *, around: int = 45) -> list[tuple[str, bool]]:
    """A piece of ``text`` around the first term found, cut into ``(piece, is_the_term)``; [] when none stands in it."""
    wanted = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    found = re.search(wanted, text, re.IGNORECASE) if wanted else None
    if not found:
        return []
    start, end = max(0, found.start() - around), min(len(text), found.end() + around)
    if start and not HAN.match(text[start]):
        start = text.find(" ", start, found.start()) + 1 or start
    if end < len(text) and not HAN.match(text[end - 1]):
        end = max(text.rfind(" ", found.end(), end), found.end())
    piece = ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
    parts = re.split(f"({wanted})", piece, flags=re.IGNORECASE)
    return [(part, bool(number % 2)) for number, part in enumerate(parts) if part]


def stem(term: str) -> str:
    """An English plural finds the singular: both are found by what they begin with."""
    return term[:-1] if len(term) > 4 and term.isascii() and term.endswith("s") else term


def _split(part: str) -> list[str]:
    """Chinese and other letters that stand together are two terms; punctuation is none."""
    terms, kind_before = [], ""
    for letter in part:
        kind = _kind_of(letter)
        if kind and kind == kind_before:
            terms[-1] += letter
        elif kind:
            terms.append(letter)
        kind_before = kind
    return [term for term in (term.strip(TSHEG) for term in terms) if term]


def _kind_of(letter: str) -> str:
    if HAN.match(letter):
        return "han"
    return "word" if letter == TSHEG or unicodedata.category(letter)[0] in "LMN" else ""


def _is_tibetan(letter: str) -> bool:
    return "ༀ" <= letter <= "࿿"
