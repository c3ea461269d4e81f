"""For the facilitator's device: take a session along, bring facts back. JSON, with the session cookie and CSRF token."""

import hashlib

from django.http import JsonResponse
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from learning.sessions.bundle import bundle_of
from learning.sessions.sync import LARGEST_KEPT, BatchRefused, refuse_large, take_in
from learning.sessions.views import led_session


@led_session
@require_GET
def bundle(request, session):
    return JsonResponse(bundle_of(session), json_dumps_params={"ensure_ascii": False})


@led_session
@require_POST
def facts(request, session):
    """``{"receipts": [{"uuid", "status", "code", "message"}]}``; 413 or 400 with ``{"code", "message"}`` for a bad batch."""
    digest, size, body = _read(request)
    if size > LARGEST_KEPT:
        refuse_large(session=session, digest=digest, size=size, by=request.user)
        return JsonResponse(
            {"code": "too-large", "message": _("This upload is too large. Send it in parts.")}, status=413
        )
    try:
        receipts = take_in(session=session, body=body, by=request.user)
    except BatchRefused as refused:
        return JsonResponse({"code": refused.code, "message": str(refused)}, status=400)
    return JsonResponse(
        {
            "receipts": [
                {"uuid": r.uuid, "status": r.status, "code": r.code, "message": str(r.message)}
                for r in receipts
            ]
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _read(request) -> tuple[str, int, bytes]:
    """Digest, size and (when small enough) the body, read in pieces so that a large upload never fills the memory."""
    digest, size, kept = hashlib.sha256(), 0, []
    try:
        while piece := request.read(64 * 1024):
            digest.update(piece)
            size += len(piece)
            if size <= LARGEST_KEPT:
                kept.append(piece)
    except RawPostDataException:  # a form encoding, read by the CSRF check
        return digest.hexdigest(), 0, b""
    return digest.hexdigest(), size, b"".join(kept)
