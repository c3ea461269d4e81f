"""Write .h5p files. The same content gives the same bytes, whenever and wherever it is written."""

import json
import zipfile

EPOCH = (1980, 1, 1, 0, 0, 0)
PACKED_ALREADY = (".png", ".jpg", ".jpeg", ".gif", ".mp3", ".m4a", ".mp4", ".webm", ".ogg", ".woff", ".woff2")
REGULAR_FILE = 0o100644 << 16


def as_json(value) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def write_archive(target, files) -> None:
    """``files``: ``(name, pieces)`` in any order of folders; h5p.json first, then by name, as the caller gives them.
    ``target`` is a path or a writable binary file."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in files:
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system, info.external_attr = 3, REGULAR_FILE
            packed = name.lower().endswith(PACKED_ALREADY)
            info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=False) as entry:
                for piece in pieces:
                    entry.write(piece)
