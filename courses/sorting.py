"""The order of lists of names: Latin letters, then Chinese by pinyin, then other scripts. As Chinese readers expect it (CLDR ``zh``).

A database sorts Chinese by code point, which is nobody's order. Stroke order would need the stroke counts of every sign.
"""

import unicodedata

from anyascii import anyascii

HAN_BLOCKS = (("㐀", "鿿"), ("豈", "﫿"), ("\U00020000", "\U0003ffff"))
# Family names that are read otherwise than the sign alone.
FAMILY_NAMES = {
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "区": "ou",
    "盖": "ge",
    "朴": "piao",
}
LATIN, HAN, OTHER = range(3)


def sort_key(name: str) -> tuple:
    """To sort names by. Width, case and accents count for nothing."""
    plain = unicodedata.normalize("NFKC", name).strip().casefold()
    return tuple(_letter(letter, is_first=place == 0) for place, letter in enumerate(plain))


def _letter(letter: str, *, is_first: bool) -> tuple:
    if any(first <= letter <= last for first, last in HAN_BLOCKS):
        sound = is_first and FAMILY_NAMES.get(letter)
        return (HAN, sound or anyascii(letter).casefold(), letter)
    base = unicodedata.normalize("NFD", letter)[0]
    return (LATIN if base.isascii() else OTHER, base, "")
