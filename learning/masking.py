"""What looks like an identifier in free text: it is refused in reports, and masked in whatever leaves the house."""

import re

MASK = "▒▒▒"
# Mainland identity numbers, mobile and landline numbers (with spaces or hyphens), bank cards, and names of accounts in
# messengers that are written after the messenger's name; mail addresses.
IDENTIFIERS = re.compile(
    r"""
    [1-9]\d{5}[\s-]?(?:19|20)\d{2}[\s-]?\d{4}[\s-]?\d{3}[\dXx]   # identity number
    | (?<!\d)(?:\d[\s-]?){6,}\d(?!\d)                            # seven digits or more
    | (?:微信|wechat|weixin|qq|QQ)\s*(?:号|id)?\s*[:：]?\s*[A-Za-z0-9_-]{5,}
    | [\w.+-]+@[\w-]+\.[\w.]+
    """,
    re.VERBOSE | re.IGNORECASE,
)
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def masked(text: str) -> str:
    """The text with whatever looks like an identifier replaced."""
    return IDENTIFIERS.sub(MASK, text.translate(FULL_WIDTH))


def looks_like_an_identifier(text: str) -> bool:
    return IDENTIFIERS.search(text.translate(FULL_WIDTH)) is not None
