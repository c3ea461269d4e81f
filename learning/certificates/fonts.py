"""The fonts that certificates are set in, and the letters they have."""

from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from fontTools.ttLib import TTCollection, TTFont

WEIGHTS = ("400Regular", "700Bold")  # folders of the npm packages that we use
INVISIBLE = {
    "\u200c",
    "\u200d",
    "\u200e",
    "\u200f",
    "\u00ad",
}  # joiners and direction marks have no glyph of their own


class MissingGlyph(Exception):
    """No font has this letter, so the certificate is not issued: a box is never printed."""

    code = "missing-glyph"

    def __init__(self, letter: str):
        self.letter = letter
        super().__init__(f"{letter} (U+{ord(letter):04X})")


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
def covered_letters() -> frozenset[int]:
    """Code points for which at least one font has a glyph."""
    covered = set()
    for folder in font_folders():
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in (".ttf", ".otf"):
                covered.update(TTFont(path, lazy=True).getBestCmap() or ())
            elif path.suffix.lower() == ".ttc":
                for font in TTCollection(path, lazy=True).fonts:
                    covered.update(font.getBestCmap() or ())
    return frozenset(covered)


def check_letters(*texts: str) -> None:
    """Raises ``MissingGlyph`` with the first letter that no font has."""
    covered = covered_letters()
    for text in texts:
        for letter in text:
            if ord(letter) not in covered and letter not in INVISIBLE and not letter.isspace():
                raise MissingGlyph(letter)
