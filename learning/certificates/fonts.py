"""The fonts, as certificates know them: they are the same that papers of tests are set in (``quizzes/fonts.py``)."""

from quizzes.fonts import (
    MissingGlyph,
    check_letters,
    clusters,
    families,
    has_glyph,
    missing_families,
    typst_fonts,
)

__all__ = [
    "MissingGlyph",
    "check_letters",
    "clusters",
    "families",
    "has_glyph",
    "missing_families",
    "typst_fonts",
]
