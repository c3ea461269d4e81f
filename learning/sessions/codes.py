"""The code of a door: what is read out or shown as a QR code. Pure; it follows from a secret and the time."""

import base64
import datetime
import hashlib
import hmac

TURN_SECONDS = 120  # a code is shown for so long, and taken for twice as long
DIGITS = 6
TOKEN_LETTERS = 20  # of 32 signs each: nobody guesses a hundred bits


def typed_code(secret: str, *, turn: int, at: datetime.datetime) -> str:
    """Six digits, for who has no camera."""
    return _typed(secret, turn, _window(at))


def scanned_code(secret: str, *, turn: int, at: datetime.datetime) -> str:
    """The long code inside the QR code."""
    return _scanned(secret, turn, _window(at))


def is_typed_code(given: str, secret: str, *, turn: int, at: datetime.datetime) -> bool:
    return _is_one_of(given, [_typed(secret, turn, _window(at) - back) for back in (0, 1)])


def is_scanned_code(given: str, secret: str, *, turn: int, at: datetime.datetime) -> bool:
    return _is_one_of(given, [_scanned(secret, turn, _window(at) - back) for back in (0, 1)])


def _window(at) -> int:
    return int(at.timestamp()) // TURN_SECONDS


def _typed(secret, turn, window) -> str:
    return f"{int.from_bytes(_mac(secret, 'typed', turn, window)[:8], 'big') % 10**DIGITS:0{DIGITS}}"


def _scanned(secret, turn, window) -> str:
    return base64.b32encode(_mac(secret, "scanned", turn, window)).decode()[:TOKEN_LETTERS].lower()


def _mac(*parts) -> bytes:
    secret, *rest = parts
    return hmac.new(secret.encode(), ":".join(map(str, rest)).encode(), hashlib.sha256).digest()


def _is_one_of(given, codes) -> bool:
    return any(hmac.compare_digest(given.encode(), code.encode()) for code in codes)
