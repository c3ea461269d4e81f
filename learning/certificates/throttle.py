"""Codes are too long to guess; this makes a scan of them pointless as well as hopeless."""

import hashlib

from django.conf import settings
from django.core.cache import cache

MISSES_ALLOWED = 20
WINDOW_SECONDS = 600


def client_address(request) -> str:
    """The client's address; behind ``PROXY_COUNT`` proxies of our own, the one the outermost of them saw."""
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    count = settings.PROXY_COUNT
    return forwarded[-count] if count and len(forwarded) >= count else request.META.get("REMOTE_ADDR", "")


def is_throttled(request) -> bool:
    return cache.get(_key(request), 0) >= MISSES_ALLOWED


def count_miss(request) -> None:
    """An unknown code was tried. Known ones never count: a township may check a hundred certificates."""
    key = _key(request)
    if not cache.add(key, 1, WINDOW_SECONDS):
        cache.incr(key)


def _key(request) -> str:
    return "verify.misses." + hashlib.sha256(client_address(request).encode()).hexdigest()[:32]
