"""For the facilitator's device: take a session along, bring facts back, ask what to remove. JSON, with cookie and CSRF token.

Every refusal is ``{"code", "message"}``: the code for the device, the sentence for her.
"""

import hashlib
import json
import uuid
from functools import wraps

from django.http import JsonResponse
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from learning.sessions.bundle import pack_of, plan_for_device
from learning.sessions.devices import device_for, orders_for, take_pack
from learning.sessions.models import TrainingSession
from learning.sessions.rules import Refused
from learning.sessions.scope import may_lead, sessions_led_by
from learning.sessions.sync import LARGEST_KEPT, BatchRefused, Origin, refuse, refuse_large, take_in

LARGEST_QUESTION = 64 * 1024  # bytes of a request that brings no facts
STATUS = {"unreadable": 400, "no-device": 400, "too-large": 413}  # everything else is 403


def signed_in(view):
    """401 with a code instead of a page to sign in, which a device could not read."""

    @wraps(view)
    @never_cache
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return _refusal("sign-in", _("Sign in first."), status=401)
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@signed_in
def mine(request):
    """``{"sessions": [{"uuid", "title", "starts_at", ...}]}`` that she may take along."""
    sessions = sessions_led_by(request.user).planned().select_related("unit").order_by("starts_at")[:50]
    return _json({"sessions": [plan_for_device(session) for session in sessions]})


@require_POST
@signed_in
def pack(request, session_uuid):
    """``{"device", "name"}`` in, the pack out."""
    session = TrainingSession.objects.select_related("unit").filter(uuid=session_uuid).first()
    if session is None or not may_lead(request.user, session):
        return _not_yours()
    asked = _question(request)
    device = _uuid_in(asked, "device")
    if device is None:
        return _refusal("no-device", _("This record cannot be read."))
    try:
        taken = take_pack(
            session=session, device_uuid=device, name=str(asked.get("name") or ""), by=request.user
        )
    except Refused as refused:
        return _refusal(refused.code, refused.message)
    return _json(pack_of(taken))


@require_POST
@signed_in
def facts(request, session_uuid):
    """``{"device", "facts"}`` in, ``{"receipts": [{"uuid", "status", "code", "message"}]}`` out. See ``sync.take_in``."""
    session = TrainingSession.objects.filter(uuid=session_uuid).first()
    digest, size, body = _read(request)
    origin = Origin(by=request.user)
    if size > LARGEST_KEPT:
        refuse_large(session=session, digest=digest, size=size, origin=origin)
        return _refusal("too-large", _("This upload is too large. Send it in parts."))
    if session is None or not may_lead(request.user, session):
        refuse(session=session, body=body, code="not-yours", origin=origin)
        return _not_yours()
    try:
        origin = Origin(by=request.user, device=_device_of(body, request.user))
    except Refused as refused:
        refuse(session=session, body=body, code=refused.code, origin=origin)
        return _refusal(refused.code, refused.message)
    try:
        receipts = take_in(session=session, body=body, by=request.user, origin=origin)
    except BatchRefused as refused:
        return _refusal(refused.code, str(refused))
    return _json(
        {
            "receipts": [
                {"uuid": r.uuid, "status": r.status, "code": r.code, "message": str(r.message)}
                for r in receipts
            ]
        }
    )


@csrf_exempt
@require_POST
@never_cache
def orders(request):
    """``{"device", "removed"}`` in, ``{"now", "revoked", "remove"}`` out; without an account, see ``devices.orders_for``."""
    asked = _question(request)
    device = _uuid_in(asked, "device")
    if device is None:
        return _refusal("no-device", _("This record cannot be read."))
    said = asked.get("removed")
    removed = [key for one in said[:200] if (key := _uuid(one))] if isinstance(said, list) else []
    return _json(orders_for(device_uuid=device, removed=removed))


def _device_of(body: bytes, user):
    """The device that the upload names; an upload that nobody can read is refused as such later on."""
    try:
        named = json.loads(body)
    except (ValueError, RecursionError):
        return None
    device = _uuid_in(named, "device")
    if device is None and isinstance(named, dict):
        raise Refused("no-device", _("This upload does not say which phone it comes from."))
    return device_for(device_uuid=device, by=user) if device else None


def _question(request) -> dict:
    _digest, size, body = _read(request)
    try:
        asked = json.loads(body) if size <= LARGEST_QUESTION else {}
    except (ValueError, RecursionError):
        asked = {}
    return asked if isinstance(asked, dict) else {}


def _uuid_in(asked, name) -> uuid.UUID | None:
    return _uuid(asked.get(name)) if isinstance(asked, dict) else None


def _uuid(value) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _not_yours() -> JsonResponse:
    """The same for a session that does not exist."""
    return _refusal("not-yours", _("You do not lead this session, so its records cannot come from you."))


def _refusal(code: str, message: str, *, status: int | None = None) -> JsonResponse:
    return _json({"code": code, "message": message}, status=status or STATUS.get(code, 403))


def _json(data: dict, status: int = 200) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})


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
