"""The page that a phone keeps: the same for everybody, and it says nothing about anybody. And what makes it an app."""

from csp.decorators import csp_update
from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET

from learning.sessions.device_kinds import device_kinds
from learning.sessions.device_words import device_words

ANY_SESSION = "00000000-0000-0000-0000-000000000000"
REMOVE_AFTER = 12 * 3600 * 1000  # milliseconds after the end of a session, once everything was sent
ASSETS = [
    "css/site.css",
    "css/device.css",
    "img/emblem.svg",
    "js/leave.js",
    "js/pen.js",
    *(
        f"js/offline/{name}.js"
        for name in (
            "app",
            "dom",
            "facts",
            "forms",
            "keep",
            "lessons",
            "network",
            "pack",
            "screens",
            "sending",
            "shell",
            "store",
            "upload",
            "vault",
        )
    ),
]


@csp_update({"img-src": ["blob:"], "media-src": ["blob:"]})  # media come out of the vault
@ensure_csrf_cookie
@require_GET
def device_page(request):
    return render(request, "learning/sessions/device.html", {"device": _device()})


@require_GET
def manifest(request):
    """With it a phone puts the app on its first screen, under a name that tells nothing."""
    return JsonResponse(
        {
            "name": _("Sessions"),
            "short_name": _("Sessions"),
            "start_url": reverse("session-device"),
            "scope": "/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#0d4a41",
            "icons": [{"src": static("img/emblem.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )


def device_layer() -> dict:
    """The layer of the service worker that makes this page open without a network (``learning/offline.py``)."""
    pages = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            pages += [reverse("session-device"), reverse("away")]
    return {"name": "device", "pages": pages, "assets": [static(name) for name in ASSETS]}


def _device() -> dict:
    """What the page tells its scripts."""
    return {
        "language": get_language(),
        "kinds": device_kinds(),
        "words": device_words(),
        "anySession": ANY_SESSION,
        "removeAfter": REMOVE_AFTER,
        "addresses": {
            "worker": reverse("service-worker"),
            "login": reverse("account_login"),
            "mine": reverse("device-sessions"),
            "orders": reverse("device-orders"),
            "pack": reverse("session-bundle", args=[ANY_SESSION]),
            "facts": reverse("session-facts", args=[ANY_SESSION]),
        },
    }
