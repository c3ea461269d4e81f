"""What lets the page that checks certificates work without a network: a small service worker of its own."""

import json

from django.conf import settings
from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_GET

NOBLE = "vendor/noble-ed25519/index.js"
STATEMENT, PAGE, WORKER = (f"js/certificates/{name}.js" for name in ("statement", "page", "worker"))


def pages() -> dict[str, str]:
    """``{language: address of the page that checks}``."""
    addresses = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            addresses[code] = reverse("verify")
    return addresses


def without_network() -> dict:
    """What the worker keeps, and for which addresses it answers."""
    files = ["css/site.css", "js/leave.js", "img/emblem.svg", STATEMENT, PAGE, NOBLE]
    return {
        "pages": pages(),
        "fallback": pages()[settings.LANGUAGE_CODE],
        "files": [static(name) for name in files],
        "fresh": [reverse("key-set"), reverse("ended-certificates")],
    }


def for_the_page() -> dict:
    """What the page has to know: addresses, and where its worker may answer."""
    return {
        "keys": reverse("key-set"),
        "ended": reverse("ended-certificates"),
        "worker": reverse("verify-worker"),
        "library": static(NOBLE),
        "scopes": " ".join(["/verify/", *pages().values()]),
        "scripts": [static(STATEMENT), static(PAGE)],
    }


@require_GET
def worker(request):
    """It changes, and is fetched anew, when a file of the site changes: their names carry a hash."""
    script = f"self.importScripts({json.dumps(static(WORKER))});\nself.checkOffline({json.dumps(without_network())});\n"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response
