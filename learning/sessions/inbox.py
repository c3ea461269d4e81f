"""Facts that come by another way than the phone's own upload: a sealed file that somebody carries, a spreadsheet typed from paper."""

import hashlib
import json
import uuid

from django.utils.translation import gettext as _

from learning.sessions.device_models import Device
from learning.sessions.models import FactBatch, TrainingSession
from learning.sessions.record import Receipt
from learning.sessions.scope import may_lead
from learning.sessions.sealed import NotSealed, device_named_in, opened
from learning.sessions.sync import LARGEST_KEPT, BatchRefused, Origin, refuse, refuse_large, take_in

LARGEST_FILE = 2 * LARGEST_KEPT  # sealing makes a file a third larger


def take_in_file(*, file, by) -> tuple[TrainingSession, list[Receipt]]:
    """Take in a sealed file (an open file object) that ``by`` brings; the facts are those of the device's owner.

    ``(session, receipts)``. Twice: already received. Raises ``BatchRefused``; what is refused is kept: sender, digest and size.
    """
    digest, size, body = _read(file)
    carrier = Origin(by=None, sent_by=by, way=FactBatch.Way.FILE)
    if size > LARGEST_FILE:
        refuse_large(session=None, digest=digest, size=size, origin=carrier)
        raise BatchRefused("too-large", _("This upload is too large. Send it in parts."))
    try:
        device = Device.objects.select_related("user").filter(uuid=device_named_in(body)).first()
        if device is None:
            raise NotSealed
        inner = opened(body, device_uuid=device.uuid)
    except NotSealed as error:
        refuse_large(session=None, digest=digest, size=size, origin=carrier)
        raise BatchRefused(
            "not-sealed", _("This is no file of our app, or it was changed on the way.")
        ) from error
    session = _session_in(inner)
    origin = Origin(by=device.user, device=device, sent_by=by, way=FactBatch.Way.FILE)
    if device.revoked_at:
        refuse(session=session, body=inner, code="device-revoked", origin=origin)
        raise BatchRefused("device-revoked", _("This phone was reported as lost and is shut out."))
    if session is None or device.user is None or not may_lead(device.user, session):
        refuse(session=session, body=inner, code="not-yours", origin=origin)
        raise BatchRefused(
            "not-yours", _("Whoever wrote this file does not lead the session that it is about.")
        )
    return session, take_in(session=session, body=inner, by=device.user, origin=origin)


def _session_in(inner: bytes) -> TrainingSession | None:
    try:
        key = uuid.UUID(json.loads(inner)["session"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return TrainingSession.objects.filter(uuid=key).first()


def _read(file) -> tuple[str, int, bytes]:
    """Digest, size and (when small enough) the content, in pieces."""
    digest, size, kept = hashlib.sha256(), 0, []
    for piece in file.chunks():
        digest.update(piece)
        size += len(piece)
        if size <= LARGEST_FILE:
            kept.append(piece)
    return digest.hexdigest(), size, b"".join(kept)
