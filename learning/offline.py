"""The service worker: what opens without a network. A list of layers; each is data for ``static/js/offline/worker/core.js``.

A layer: ``{"name", "pages", "assets"}``, addresses of pages (from the network first) and of files (from the store first); more in
core.js. Its version follows from what is in it, so a phone fetches a layer anew only when that layer changed, and only those layers
that one of its pages asked for (``static/js/offline/keep.js``).
"""

import hashlib
import json

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_GET

from learning.enrolments.taking_views import reader_layer
from learning.sessions.device_app import device_layer

LAYERS = [device_layer, reader_layer]
CORE = "js/offline/worker/core.js"


@require_GET
def service_worker(request):
    """At the root, so that it may answer for every page. Browsers ask for it anew at least once a day."""
    layers = [_with_version(layer()) for layer in LAYERS]
    script = f"importScripts({json.dumps(static(CORE))});\nself.offline.start({json.dumps(layers)});\n"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response


def _with_version(layer: dict) -> dict:
    """Addresses of files carry their hash where files are gathered; elsewhere one version serves."""
    content = json.dumps([layer, staticfiles_storage.__class__.__name__], sort_keys=True)
    return {**layer, "version": hashlib.sha256(content.encode()).hexdigest()[:12]}
