"""Codes are too long to guess; this makes a scan of them pointless as well as hopeless. Files cost us work, so there are
only so many of them: enough for an office of clerks behind one address, too few to keep us busy."""

import hashlib

from django.core.cache import cache

from learning.client_address import client_address

MISSES_ALLOWED = 20
WORK_ALLOWED = 600
WINDOW_SECONDS = 600
AS_ISSUED, DRAWN = 1, 10  # what a file costs: found by its hash, or opened, drawn and read


def is_throttled(request) -> bool:
    return cache.get(_key("misses", request), 0) >= MISSES_ALLOWED


def count_miss(request) -> None:
    """An unknown code was tried. Known ones never count: a township may check a hundred certificates."""
    _add(_key("misses", request), 1)


def has_sent_enough(request) -> bool:
    """So many files came from there that the next has to wait; codes can be typed all the while."""
    return cache.get(_key("files", request), 0) >= WORK_ALLOWED


def count_file(request, cost: int) -> None:
    """A file was judged. Six hundred as they were issued, or sixty scans, in ten minutes."""
    _add(_key("files", request), cost)


def _add(key, amount):
    if not cache.add(key, amount, WINDOW_SECONDS):
        try:
            cache.incr(key, amount)
        except ValueError:  # it ran out in between
            cache.set(key, amount, WINDOW_SECONDS)


def _key(what, request) -> str:
    return f"verify.{what}." + hashlib.sha256(client_address(request).encode()).hexdigest()[:32]
