"""Files that a phone writes when it has no network: sealed with the device's key, so that whoever carries one cannot read it.

A file is JSON: ``{"format": "session-facts", "version": 1, "device": uuid, "iv": base64, "data": base64}``; ``data`` is AES-GCM
(NIST SP 800-38D) over ``{"session": uuid, "facts": [...]}``, with the device's uuid as additional data. Whoever can seal one holds
the device's key, which only its pack carries; so a file says for certain whose it is.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

FORMAT = "session-facts"
IV_BYTES = 12


class NotSealed(Exception):
    """It is no such file, or it was changed on the way."""


def device_key(device_uuid: uuid.UUID) -> bytes:
    """32 bytes that follow from the site's secret and the device: stored nowhere but in the packs of that device."""
    return hmac.new(
        settings.SECRET_KEY.encode(), f"device-key:{device_uuid}".encode(), hashlib.sha256
    ).digest()


def device_named_in(file: bytes) -> uuid.UUID:
    """Whose file it says it is; whether that is true ``opened`` tells. Raises ``NotSealed``."""
    try:
        outer = json.loads(file)
        if outer["format"] != FORMAT or outer["version"] != 1:
            raise NotSealed
        return uuid.UUID(outer["device"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotSealed from error


def opened(file: bytes, *, device_uuid: uuid.UUID) -> bytes:
    """The upload inside, as the device would have sent it. Raises ``NotSealed``."""
    try:
        outer = json.loads(file)
        iv, data = (base64.b64decode(outer[name], validate=True) for name in ("iv", "data"))
        return AESGCM(device_key(device_uuid)).decrypt(iv, data, str(device_uuid).encode())
    except (ValueError, KeyError, TypeError, binascii.Error, InvalidTag, RecursionError) as error:
        raise NotSealed from error


def sealed(body: bytes, *, device_uuid: uuid.UUID) -> bytes:
    """What the device does, for the tests and for whoever reads this: ``opened`` gives ``body`` back."""
    iv = os.urandom(IV_BYTES)
    data = AESGCM(device_key(device_uuid)).encrypt(iv, body, str(device_uuid).encode())
    text = {name: base64.b64encode(value).decode() for name, value in (("iv", iv), ("data", data))}
    return json.dumps({"format": FORMAT, "version": 1, "device": str(device_uuid), **text}).encode()
