"""The code on each sheet: which session, which sheet. Read back from paper, by eye or by camera. Pure."""

import base64
import re
import uuid
from dataclasses import dataclass

CODE = re.compile(r"([A-Z2-7]{8})-([A-Z])(\d{1,3})-(\d\d)")
VALUES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
PRIME = 37  # above the number of signs, so that every wrong sign and every swap shows
KINDS = ("S", "B", "N", "G", "H", "T", "U", "F", "C", "V", "P", "K")
# signed-in tickets, blank sheet, notice, guide, handout, test before (T) and after (U), feedback, consent, voting, poster, passes


@dataclass(frozen=True)
class Sheet:
    """``begins`` is what the session's uuid begins with, as ten hexadecimal digits."""

    begins: str
    kind: str
    number: int


def sheet_code(session: uuid.UUID, kind: str, number: int) -> str:
    """For example ``A2BC4DEF-T3-07``. The last two digits tell a mistyped code."""
    short = base64.b32encode(session.bytes[:5]).decode()
    return f"{short}-{kind}{number}-{_check(short, kind, number)}"


def read_code(written: str) -> Sheet | None:
    """What a code says; None when it was mistyped. Spaces and small letters do no harm."""
    match = CODE.fullmatch(written.upper().replace(" ", ""))
    if match is None:
        return None
    short, kind, number, check = match[1], match[2], int(match[3]), match[4]
    if kind not in KINDS or check != _check(short, kind, number):
        return None
    return Sheet(begins=base64.b32decode(short).hex(), kind=kind, number=number)


def uuid_range(begins: str) -> tuple[uuid.UUID, uuid.UUID]:
    """The lowest and the highest uuid that begins so."""
    return uuid.UUID(begins.ljust(32, "0")), uuid.UUID(begins.ljust(32, "f"))


def _check(short, kind, number) -> str:
    """Two digits. Each place weighs differently."""
    text = f"{short}{kind}{number}"
    total = sum((place + 1) * VALUES.index(sign) for place, sign in enumerate(text))
    return f"{total % PRIME:02}"
