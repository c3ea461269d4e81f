"""Addresses for Chinese titles: pinyin, so that a link can be read out and typed."""

from anyascii import anyascii
from django.utils.text import slugify


def slug_for(title: str) -> str:
    """``监护人 Guide`` gives ``jian-hu-ren-guide``; a title without a single letter gives ``page``."""
    spaced = "".join(f" {anyascii(letter)} " if not letter.isascii() else letter for letter in title)
    return slugify(spaced)[:80].strip("-") or "page"
