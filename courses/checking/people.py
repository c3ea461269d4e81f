"""Does a text look as if it told of a real person? Pure. Help lines are short or begin with 0 or 400, and are no person's."""

import re

MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
IDENTITY = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\w)")
CARD = re.compile(r"(?<!\d)\d{16,19}(?!\d)")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
WECHAT = re.compile(r"(?:微信号?|WeChat(?: ID)?)[:： ]\s*[A-Za-z][\w-]{5,19}", re.IGNORECASE)
HOUSE = re.compile(r"[\u4e00-\u9fff]{2,}(?:路|街|巷|小区|村)[\u4e00-\u9fff\d]{0,6}\d+(?:号|栋|室)")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
KINDS = {"phone": MOBILE, "mail": MAIL, "wechat": WECHAT, "address": HOUSE}


def looks_like_a_person(text: str) -> list[str]:
    """Codes of what was found: ``identity-number``, ``phone``, ``bank-card``, ``mail``, ``wechat``, ``address``."""
    found = []
    identities = [match for match in IDENTITY.findall(text) if _is_identity(match)]
    if identities:
        found.append("identity-number")
    if any(_is_card(number) for number in CARD.findall(text) if number not in identities):
        found.append("bank-card")
    return found + [code for code, pattern in KINDS.items() if pattern.search(text)]


def _is_identity(number: str) -> bool:
    digits = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
    return "10X98765432"[digits % 11] == number[-1].upper()


def _is_card(number: str) -> bool:
    """Luhn's check digit."""
    digits = [int(digit) for digit in reversed(number)]
    return sum(digits[0::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0
