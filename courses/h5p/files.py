"""Deliver stored files to the player's frame, whole or by range, with headers that keep them what they are."""

import mimetypes
import re

from django.http import FileResponse, HttpResponse, StreamingHttpResponse

TYPES = {
    ".js": "text/javascript",
    ".json": "application/json",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".eot": "application/vnd.ms-fontobject",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
    ".vtt": "text/vtt",
    ".webvtt": "text/vtt",
    ".md": "text/plain",
    ".glb": "model/gltf-binary",
    ".gltf": "model/gltf+json",
}
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_WHILE = "private, max-age=3600"
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
PIECE = 64 * 1024


def content_type_of(path: str) -> str:
    dot = path.rfind(".")
    found = TYPES.get(path[dot:].lower()) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") or found.endswith("json") else found


def file_response(request, file, *, path: str, size: int, cache: str) -> HttpResponse:
    """``file`` is open and is closed with the response."""
    headers = asset_headers(path, cache)
    wanted = RANGE.fullmatch(request.headers.get("Range", ""))
    if not wanted:
        response = FileResponse(file, headers=headers)
        response["Accept-Ranges"] = "bytes"
        return response
    first, last = _bounds(wanted, size)
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(_part(file, first, last), status=206, headers=headers)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    return response


def asset_headers(path: str, cache: str) -> dict:
    """Readable from the frame, which has no origin; never a document, whatever is in it."""
    return {
        "Content-Type": content_type_of(path),
        "Cache-Control": cache,
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }


def _bounds(wanted, size) -> tuple[int, int]:
    first, last = wanted.groups()
    if not first:  # the last so many bytes
        return max(0, size - int(last or 0)), size - 1
    return int(first), min(int(last) if last else size - 1, size - 1)


def _part(file, first, last):
    try:
        file.seek(first)
        left = last - first + 1
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
    finally:
        file.close()
