"""Open a ZIP from outside without believing anything it says. No database."""

import hashlib
import io
import json
import re
import zipfile
import zlib

from django.utils.translation import gettext as _

MOST_BYTES = 300 * 1024 * 1024  # of the upload, and of everything in it
MOST_MEMBERS = 3000
MOST_RATIO = 300
MOST_JSON = 40 * 1024 * 1024
MEMBER = re.compile(r"^(course\.json|checksums\.json|media/[0-9a-f]{64}\.[a-z0-9]{1,5})$")
EPOCH = (1980, 1, 1, 0, 0, 0)
FORMAT, VERSION = "training-library-course", 1


class BrokenFile(Exception):
    """What was brought cannot be taken; ``str()`` is a sentence for people. Nothing of it was taken."""


def open_zip(content: bytes, *, allowed=None) -> zipfile.ZipFile:
    """The archive, after its table of contents has been judged: size, number, ratio, names. Raises ``BrokenFile``."""
    if len(content) > MOST_BYTES:
        raise BrokenFile(_("The file is larger than %(n)s MB.") % {"n": MOST_BYTES // 1024 // 1024})
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise BrokenFile(
            _("The file cannot be opened. It may be damaged, or only half of it arrived.")
        ) from error
    names = [member.filename for member in members]
    total = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or total > MOST_BYTES:
        raise BrokenFile(_("The file unpacks to more than this site takes."))
    if any(m.file_size > 1_000_000 and m.file_size > MOST_RATIO * max(m.compress_size, 1) for m in members):
        raise BrokenFile(_("The file unpacks to more than this site takes."))
    if len(set(names)) != len(names) or any(_is_bad(name) for name in names):
        raise BrokenFile(_("The file holds names that point outside of it."))
    if any(member.flag_bits & 0x1 for member in members):
        raise BrokenFile(_("The file is locked with a password."))
    if allowed is not None and any(not allowed.match(name) for name in names):
        raise BrokenFile(_("The file holds something that does not belong into it."))
    return archive


def read_member(archive, name: str, *, most: int = MOST_BYTES) -> bytes:
    """Never more than ``most`` bytes, whatever the table of contents said."""
    try:
        with archive.open(name) as member:
            content = member.read(most + 1)
    except (
        KeyError,
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise BrokenFile(
            _("The file cannot be opened. It may be damaged, or only half of it arrived.")
        ) from error
    if len(content) > most:
        raise BrokenFile(_("The file unpacks to more than this site takes."))
    return content


def read_course_file(content: bytes) -> tuple[dict, dict[str, bytes]]:
    """``(course.json, {hash: bytes of a file})``, every file checked against its name. Raises ``BrokenFile``."""
    archive = open_zip(content, allowed=MEMBER)
    sums = _json(read_member(archive, "checksums.json", most=MOST_JSON))
    raw = read_member(archive, "course.json", most=MOST_JSON)
    media = {}
    for name in archive.namelist():
        if name.startswith("media/"):
            data = read_member(archive, name)
            if hashlib.sha256(data).hexdigest() != name[6:70]:
                raise BrokenFile(_("A file inside is damaged: %(name)s.") % {"name": name})
            media[name[6:70]] = data
    if not isinstance(sums, dict) or sums.get("course.json") != hashlib.sha256(raw).hexdigest():
        raise BrokenFile(_("A file inside is damaged: %(name)s.") % {"name": "course.json"})
    data = _json(raw)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise BrokenFile(_("This is no course file of a training library."))
    if data.get("version") != VERSION:
        message = _("The course file has version %(theirs)s; this site reads version %(ours)s.")
        raise BrokenFile(message % {"theirs": data.get("version"), "ours": VERSION})
    return data, media


def write_course_file(data: dict, media: dict[str, tuple[str, bytes]]) -> bytes:
    """The ZIP. ``media``: ``{hash: (extension, bytes)}``. The same content gives the same bytes."""
    files = {f"media/{digest}.{extension}": content for digest, (extension, content) in media.items()}
    files["course.json"] = (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    files["checksums.json"] = (json.dumps(sums, sort_keys=True, indent=1) + "\n").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, files[name])
    return out.getvalue()


def _is_bad(name) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or "\x00" in name or ":" in name


def _json(raw):
    try:
        return json.loads(raw.decode())
    except (ValueError, RecursionError) as error:
        raise BrokenFile(
            _("The file cannot be opened. It may be damaged, or only half of it arrived.")
        ) from error
