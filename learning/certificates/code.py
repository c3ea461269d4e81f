"""Codes that cannot be guessed and can be read out over the telephone."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L
LENGTH = 20  # 31**20 is 99 bits


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def clean_code(typed: str) -> str:
    """What somebody typed or scanned, without spaces and hyphens, in capitals."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def spaced_code(code: str) -> str:
    """In groups of five, as it is printed."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))
