"""Open a ZIP that a stranger made. Everything that can be judged from its table is judged before anything is unpacked;
what is unpacked is counted, and nothing is ever written under a name that was not judged."""

import stat
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass

from courses.h5p import conf
from courses.h5p.findings import Refused

CHUNK = 64 * 1024
MAX_PART, MAX_NAME, MAX_DEPTH = 255, 1000, 20
RATIO_FROM = 1024 * 1024  # bytes; smaller files may pack as well as they like
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
LOCAL_HEADER = struct.Struct("<4s5H3I2H")
INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # control, bidi and other format signs, surrogates, line ends


@dataclass(frozen=True)
class Entry:
    """A file of the archive. ``name`` is its normalised path."""

    name: str
    size: int
    info: zipfile.ZipInfo

    @property
    def is_hidden(self) -> bool:
        """Names that begin with a dot or an underscore at any level are no part of the package."""
        return any(part.startswith((".", "_")) for part in self.name.split("/"))


class Archive:
    """``entries`` by name, without folders. Read only through ``read`` and ``stream``."""

    def __init__(self, file, entries: dict[str, Entry], begins: dict[str, int]):
        self._file, self._begins = file, begins
        self.entries = entries

    def stream(self, name: str):
        """The file's bytes in pieces, counted while they are unpacked. Raises ``Refused`` when they are not what the
        table says: size, checksum, form."""
        entry = self.entries[name]
        count = checksum = 0
        for piece in self._unpacked(entry, name):
            count += len(piece)
            checksum = zlib.crc32(piece, checksum)
            if count > entry.size:
                raise Refused("file-size-differs", name)
            yield piece
        if count != entry.size:
            raise Refused("file-size-differs", name)
        if checksum != entry.info.CRC:
            raise Refused("file-damaged", name)

    def _unpacked(self, entry, name):
        stored = entry.info.compress_type == zipfile.ZIP_STORED
        inflate = None if stored else zlib.decompressobj(-zlib.MAX_WBITS)
        position, left = self._begins[name], entry.info.compress_size
        while left:
            self._file.seek(position)  # others may read between two pieces
            packed = self._file.read(min(CHUNK, left))
            if not packed:
                raise Refused("file-damaged", name)
            position, left = position + len(packed), left - len(packed)
            if stored:
                yield packed
                continue
            try:
                while packed and not inflate.eof:
                    yield inflate.decompress(packed, CHUNK)
                    packed = inflate.unconsumed_tail
            except zlib.error:
                raise Refused("file-damaged", name) from None
        if inflate is not None and not inflate.eof:
            raise Refused("file-damaged", name)

    def read(self, name: str, *, max_bytes: int) -> bytes:
        """The whole file, at most ``max_bytes``."""
        if self.entries[name].size > max_bytes:
            raise Refused("json-too-large", name)
        return b"".join(self.stream(name))


def open_archive(file) -> Archive:
    """Judge the table of ``file`` (seekable, binary). Raises ``Refused`` at the first fault."""
    file.seek(0, 2)
    if file.tell() > conf.setting("H5P_MAX_PACKAGE_BYTES"):
        raise Refused("archive-too-large")
    file.seek(0)
    try:
        opened = zipfile.ZipFile(file)
    except UnicodeDecodeError:
        raise Refused("name-encoding") from None
    except (
        zipfile.BadZipFile,
        RuntimeError,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
        struct.error,
    ):
        raise Refused("archive-unreadable") from None
    infos = opened.infolist()
    if len(infos) > conf.setting("H5P_MAX_ENTRIES"):
        raise Refused("archive-too-many-files")
    entries = [_judged(info) for info in infos]
    _refuse_same_names(entries)
    _refuse_sizes(entries)
    begins = _refuse_overlaps(file, entries, table_at=opened.start_dir)
    files = {entry.name: entry for entry in entries if not entry.info.is_dir()}
    return Archive(file, files, begins)


def faults_of_name(name: str) -> str | None:
    """The code of the first thing that is wrong with an entry's name, or None. ``name`` has no trailing slash."""
    if "\0" in name:
        return "name-nul"
    if "\\" in name or ":" in name:
        return "name-backslash"
    if any(unicodedata.category(c) in INVISIBLE for c in name):
        return "name-control"
    if name.startswith("/"):
        return "name-absolute"
    parts = name.split("/")
    if ".." in parts or "." in parts:
        return "name-traversal"
    if "" in parts:
        return "name-empty-part"
    if any(part.endswith((".", " ")) for part in parts):
        return "name-trailing"
    if len(name) > MAX_NAME or any(len(part.encode()) > MAX_PART for part in parts):
        return "name-too-long"
    if len(parts) > MAX_DEPTH:
        return "name-too-deep"
    return None


def _judged(info) -> Entry:
    name = _readable_name(info)
    if info.orig_filename != info.filename:
        raise Refused("name-nul" if "\0" in info.orig_filename else "name-backslash", info.orig_filename)
    bare = name[:-1] if name.endswith("/") else name
    fault = faults_of_name(bare)
    if fault:
        raise Refused(fault, name)
    if info.flag_bits & 0x1 or info.flag_bits & 0x40:
        raise Refused("file-encrypted", name)
    if info.compress_type not in METHODS:
        raise Refused("file-compression", name)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or (kind == stat.S_IFDIR) > info.is_dir():
        raise Refused("file-link", name)
    return Entry(name=unicodedata.normalize("NFC", bare), size=info.file_size, info=info)


def _readable_name(info) -> str:
    """Some tools write UTF-8 without saying so; zipfile then reads the name as an old code page."""
    name = info.filename
    if not info.flag_bits & 0x800 and not name.isascii():
        try:
            return name.encode("cp437").decode("utf-8")
        except UnicodeError:
            return name
    return name


def _refuse_same_names(entries) -> None:
    files, folders = {}, set()
    for entry in entries:
        key = entry.name.casefold()
        parts = key.split("/")
        folders.update("/".join(parts[:end]) for end in range(1, len(parts)))
        if entry.info.is_dir():
            folders.add(key)
        elif key in files:
            raise Refused("name-duplicate", entry.name)
        else:
            files[key] = entry.name
    clash = next((name for key, name in files.items() if key in folders), None)
    if clash:
        raise Refused("name-clash", clash)


def _refuse_sizes(entries) -> None:
    total = 0
    for entry in entries:
        size, packed = entry.size, entry.info.compress_size
        if size > conf.setting("H5P_MAX_FILE_BYTES"):
            raise Refused("file-too-large", entry.name)
        if size > RATIO_FROM and size > packed * conf.setting("H5P_MAX_RATIO"):
            raise Refused("file-bomb", entry.name)
        if entry.info.compress_type == zipfile.ZIP_STORED and size != packed:
            raise Refused("file-size-differs", entry.name)
        total += size
    if total > conf.setting("H5P_MAX_TOTAL_BYTES"):
        raise Refused("total-too-large")


def _refuse_overlaps(file, entries, *, table_at: int) -> dict[str, int]:
    """Every entry lies behind the one before, the first at the very beginning, and each says of itself what the table
    says of it. Returns where the bytes of each begin."""
    end = 0
    begins = {}
    for entry in sorted(entries, key=lambda entry: entry.info.header_offset):
        start = entry.info.header_offset
        if end == 0 and start != 0:
            raise Refused("archive-prefix")
        if start < end:
            raise Refused("archive-overlap", entry.name)
        file.seek(start)
        header = file.read(LOCAL_HEADER.size)
        if len(header) < LOCAL_HEADER.size or not header.startswith(b"PK\3\4"):
            raise Refused("archive-unreadable")
        fields = LOCAL_HEADER.unpack(header)
        flags, method, name_length, extra_length = fields[2], fields[3], fields[9], fields[10]
        encoding = "utf-8" if entry.info.flag_bits & 0x800 else "cp437"
        same_name = file.read(name_length) == entry.info.orig_filename.encode(encoding)
        if not same_name or method != entry.info.compress_type or (flags ^ entry.info.flag_bits) & 0x1:
            raise Refused("archive-header-differs", entry.name)
        begins[entry.name] = start + LOCAL_HEADER.size + name_length + extra_length
        end = begins[entry.name] + entry.info.compress_size
        if end > table_at:
            raise Refused("archive-overlap", entry.name)
    return begins


def read_all(archive: Archive, names) -> None:
    """Unpack the files into nothing, so that damage and lies are found before anything is kept."""
    for name in names:
        for _piece in archive.stream(name):
            pass
