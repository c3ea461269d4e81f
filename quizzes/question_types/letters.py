"""Letters for options and numbers for parts, as they are printed, read aloud and keyed in from paper."""

import re
import unicodedata
from string import ascii_uppercase as LETTERS


def lettered(ids: list[str]) -> dict:
    """``{id: letter}``; the 27th is AA."""
    return {one: _letter(place) for place, one in enumerate(ids)}


def letters_in(typed: str) -> list[str]:
    """``["A", "C"]`` of ``ac``, ``A, C`` or full-width letters. What is no letter parts them."""
    return re.findall(r"[A-Z]", _plain(typed))


def pairs_in(typed: str) -> dict:
    """``{"1": "C", "2": "A"}`` of ``1C 2A``, ``1-c, 2-a`` or ``1) C``."""
    return {number.lstrip("0"): letters for number, letters in re.findall(r"(\d+)\W*([A-Z]+)", _plain(typed))}


def words_in(typed: str) -> dict:
    """``{"1": "...", "2": "..."}`` of ``1: first; 2: second``; a text without numbers is the first."""
    found = re.findall(r"(?:^|[;；\n])\s*(\d+)\s*[:：.、)]\s*([^;；\n]*)", typed)
    words = {number.lstrip("0"): text.strip() for number, text in found if text.strip()}
    return words or ({"1": typed.strip()} if typed.strip() else {})


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).upper()


def _letter(place: int) -> str:
    return LETTERS[place] if place < len(LETTERS) else LETTERS[place // 26 - 1] + LETTERS[place % 26]
