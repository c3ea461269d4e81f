"""The fonts that certificates and papers are set in, and the letters they have."""

import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import typst
from django.conf import settings
from django.utils.translation import gettext as _
from fontTools.ttLib import TTCollection, TTFont

WEIGHTS = ("400Regular", "700Bold")  # folders of the npm packages that we use
# In the order in which a letter looks for its font; what else the folders hold is a last resort, for rare letters.
FAMILIES = (
    "Noto Serif",
    "Noto Serif SC",
    "Amiri",  # a glyph per letter: others set dots apart, and then nobody can copy a Uyghur name out of the PDF
    "Noto Serif Tibetan",
    "Noto Sans Mongolian",
    "Noto Sans SC",
)


NO_LETTERS = {"Cc", "Co", "Cs", "Zl", "Zp"}  # control, private use, half of a pair, separators of lines


class MissingGlyph(Exception):
    """No font has this letter, so the certificate is not issued: a box is never printed."""

    code = "missing-glyph"

    def __init__(self, letter: str):
        self.letter = letter
        points = " ".join(f"U+{ord(part):04X}" for part in letter)
        super().__init__(f"{letter if letter.isprintable() else ''} ({points})".strip())

    def sentence(self) -> str:
        """For people, in the active language: which letter, and what to do."""
        return _(
            "The letter %(letter)s cannot be printed with the fonts of this site, so no certificate was issued. "
            "Check the name. If it is right, ask the person who runs the site to add a font that has this letter "
            "(the setting FONT_FOLDERS; fonts-hanazono has rare Chinese characters), then try again."
        ) % {"letter": self}


class Face(NamedTuple):
    family: str
    letters: frozenset[int]


@cache
def font_folders() -> tuple[Path, ...]:
    """The folders that hold the fonts, those that exist."""
    folders = []
    for folder in map(Path, settings.FONT_FOLDERS):
        weights = [path for path in sorted(folder.glob("*/*")) if path.name in WEIGHTS]
        folders += weights or ([folder] if folder.is_dir() and folder.name != "@expo-google-fonts" else [])
    return tuple(folders)


@cache
def typst_fonts() -> typst.Fonts:
    """The fonts as the renderer wants them; loaded once per process."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_folders())
    )


@cache
def faces() -> tuple[Face, ...]:
    """Each family with the letters that all its weights have, in the order in which they are asked."""
    letters: dict[str, frozenset[int]] = {}
    for folder in font_folders():
        for path in sorted(folder.iterdir()):
            for font in _open(path):
                family = font["name"].getBestFamilyName()
                covered = frozenset(font.getBestCmap() or ())
                letters[family] = letters.get(family, covered) & covered
    first = [family for family in FAMILIES if family in letters]
    rest = sorted(set(letters) - set(first))
    return tuple(Face(family, letters[family]) for family in [*first, *rest])


def families() -> list[str]:
    return [face.family for face in faces()]


def missing_families() -> list[str]:
    """Those of ``FAMILIES`` that are not on this machine. Reads names only, so it is quick enough for a check."""
    files = [path for folder in font_folders() for path in folder.iterdir()]
    found = {font["name"].getBestFamilyName() for path in files for font in _open(path)}
    return [family for family in FAMILIES if family not in found]


def check_letters(*texts: str) -> None:
    """Raises ``MissingGlyph`` with the first letter, marks included, that no single font has."""
    for text in texts:
        for cluster in clusters(text):
            if not has_glyph(cluster):
                raise MissingGlyph(cluster)


def clusters(text: str):
    """The letters of ``text``, each with the marks that stand on it: they must come from one font."""
    letter = ""
    for sign in text:
        if letter and unicodedata.category(sign).startswith("M"):
            letter += sign
            continue
        if letter:
            yield letter
        letter = sign
    if letter:
        yield letter


@lru_cache(maxsize=20_000)
def has_glyph(cluster: str) -> bool:
    """Has one font all of this letter, composed or in its parts? Joiners and direction marks need no glyph."""
    if any(unicodedata.category(sign) in NO_LETTERS or sign == "\ufffd" for sign in cluster if sign != "\n"):
        return False
    seen = "".join(sign for sign in cluster if not _is_invisible(sign))
    forms = [{ord(sign) for sign in unicodedata.normalize(form, seen)} for form in ("NFC", "NFD")]
    forms.append({ord(sign) for sign in seen})
    return any(form <= face.letters for face in faces() for form in forms)


def _is_invisible(sign: str) -> bool:
    """Formatting signs, variation selectors and plain white space."""
    return sign in " \n\u3000\u00a0" or unicodedata.category(sign) == "Cf" or "\ufe00" <= sign <= "\ufe0f"


def _open(path: Path) -> list[TTFont]:
    if path.suffix.lower() in (".ttf", ".otf"):
        return [TTFont(path, lazy=True)]
    return TTCollection(path, lazy=True).fonts if path.suffix.lower() == ".ttc" else []
