"""Where a request comes from, when there are proxies of our own in front."""

from django.conf import settings


def client_address(request) -> str:
    """The client's address; behind ``PROXY_COUNT`` proxies of our own, the one the outermost of them saw."""
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    count = settings.PROXY_COUNT
    return forwarded[-count] if count and len(forwarded) >= count else request.META.get("REMOTE_ADDR", "")
