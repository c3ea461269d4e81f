"""Codes are too long to guess; this makes a scan of them pointless as well as hopeless."""

import hashlib

from django.core.cache import cache

from learning.client_address import client_address

MISSES_ALLOWED = 20
WINDOW_SECONDS = 600


def is_throttled(request) -> bool:
    return cache.get(_key(request), 0) >= MISSES_ALLOWED


def count_miss(request) -> None:
    """An unknown code was tried. Known ones never count: a township may check a hundred certificates."""
    key = _key(request)
    if not cache.add(key, 1, WINDOW_SECONDS):
        cache.incr(key)


def _key(request) -> str:
    return "verify.misses." + hashlib.sha256(client_address(request).encode()).hexdigest()[:32]
