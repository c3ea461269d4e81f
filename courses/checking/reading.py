"""How hard a text is to read. Pure.

English: Flesch-Kincaid grade level (Kincaid et al. 1975), the school year in which it can be read. Chinese has no such
standard; our estimate takes the mean sentence length (six characters a school year) and the share of characters outside
the 3755 of GB 2312 level 1, the common ones (a year for each percent). Good for comparing lessons, not for a verdict.
"""

import re
from dataclasses import dataclass

ENDS = {"zh-hans": re.compile(r"[。！？；\n]+"), "en": re.compile(r"[.!?]+[\s\"”’)]|\n+")}
LONGEST = {"zh-hans": 60, "en": 30}  # characters, words: beyond it a sentence is hard to follow
GRADE_TO_AIM_AT = 9  # the years of compulsory school
FEWEST = {"zh-hans": 80, "en": 60}  # characters, words: below, a grade says nothing
CHINESE = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True)
class Reading:
    """``size`` in characters (Chinese) or words; ``grade`` None for languages or texts that we cannot judge."""

    size: int
    sentences: list
    grade: int | None

    @property
    def longest(self) -> int:
        return max((length for _sentence, length in self.sentences), default=0)


def reading_of(text: str, language: str) -> Reading:
    ends = ENDS.get(language)
    if ends is None:
        return Reading(size=len(text), sentences=[], grade=None)
    sentences = [(part.strip(), length_of(part, language)) for part in ends.split(text + " ") if part.strip()]
    sentences = [(part, length) for part, length in sentences if length]
    size = sum(length for _part, length in sentences)
    if size < FEWEST[language]:
        return Reading(size=size, sentences=sentences, grade=None)
    grade = _chinese_grade if language == "zh-hans" else _english_grade
    return Reading(size=size, sentences=sentences, grade=max(1, round(grade(text, size, len(sentences)))))


def length_of(text: str, language: str) -> int:
    return len(CHINESE.findall(text)) if language == "zh-hans" else len(WORD.findall(text))


def too_long(reading: Reading, language: str) -> list[str]:
    """The sentences that are hard to follow."""
    return [part for part, length in reading.sentences if length > LONGEST.get(language, 10**6)]


def _english_grade(text, words, sentences):
    syllables = sum(_syllables(word) for word in WORD.findall(text))
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def _syllables(word: str) -> int:
    word = word.lower()
    count = len(VOWELS.findall(word))
    if word.endswith("e") and not word.endswith("le") and count > 1:
        count -= 1
    return max(1, count)


def _chinese_grade(text, characters, sentences):
    rare = sum(not _is_common(character) for character in CHINESE.findall(text))
    return characters / sentences / 6 + 100 * rare / characters


def _is_common(character: str) -> bool:
    """In level 1 of GB 2312: rows 16 to 55."""
    code = character.encode("gb2312", errors="ignore")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7
