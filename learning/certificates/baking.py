"""Badges are baked: the signed credential travels inside the picture (Open Badges 3.0, 5.3).

A PNG gets one ``iTXt`` chunk with the keyword ``openbadgecredential`` and the compact JWS, uncompressed, right before the
image data (PNG, 11.3.3.4).
"""

import struct
import zlib

from learning.certificates.credential import signed_credential
from learning.certificates.drawing import drawn
from learning.certificates.models import Certificate

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
LARGEST_CHUNK = 10_000_000  # bytes


def badge_of(certificate: Certificate) -> bytes:
    """The picture of a certificate with its credential inside. The same certificate and look: the same bytes."""
    return bake(drawn(certificate, format="png"), signed_credential(certificate))


def bake(picture: bytes, credential: str) -> bytes:
    """The PNG with the credential in it, in place of one that it held before."""
    chunks = [chunk for chunk in _chunks(picture) if not _is_baked(chunk)]
    place = next(number for number, (kind, _data) in enumerate(chunks) if kind == b"IDAT")
    baked = (b"iTXt", KEYWORD + b"\0\0\0\0\0" + credential.encode())
    written = [*chunks[:place], baked, *chunks[place:]]
    return SIGNATURE + b"".join(_written(kind, data) for kind, data in written)


def unbake(picture: bytes) -> str | None:
    """The credential inside a PNG, None when there is none. Raises ``ValueError`` when it is no PNG."""
    for kind, data in _chunks(picture):
        if _is_baked((kind, data)):
            compressed, rest = data[len(KEYWORD) + 1], data[len(KEYWORD) + 3 :]
            text = rest.split(b"\0", 2)[-1]
            return None if compressed else text.decode("utf-8", "replace")
    return None


def _is_baked(chunk) -> bool:
    kind, data = chunk
    return kind == b"iTXt" and data.startswith(KEYWORD + b"\0") and len(data) > len(KEYWORD) + 5


def _chunks(picture: bytes):
    if not picture.startswith(SIGNATURE):
        raise ValueError("not a PNG")
    place = len(SIGNATURE)
    while place + 12 <= len(picture):
        (length,) = struct.unpack_from(">I", picture, place)
        kind, end = picture[place + 4 : place + 8], place + 8 + length
        if length > LARGEST_CHUNK or end + 4 > len(picture):
            raise ValueError("a damaged PNG")
        yield kind, picture[place + 8 : end]
        place = end + 4
    if place != len(picture):
        raise ValueError("a damaged PNG")


def _written(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
