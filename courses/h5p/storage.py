"""Files of libraries and contents, through Django's storage API: a local folder, or an object store.

A folder is noted in the database before anything is written into it, gets a name that was never used, and is put to
use by one row that changes. So a worker that dies leaves a folder that is known and unused, never half a library.
"""

import datetime
import re
import secrets

from django.core.files import File
from django.core.files.storage import storages
from django.utils import timezone

from courses.h5p import conf
from courses.h5p.models import StoredFolder

UNUSED_FOR = datetime.timedelta(days=1)
UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")


def h5p_storage():
    return storages[conf.setting("H5P_STORAGE")]


class Pieces(File):
    """A file that is read once, in pieces, from a generator: nothing larger than a piece is ever in memory."""

    def __init__(self, pieces, *, name: str, size: int):
        super().__init__(None, name=name)
        self._pieces, self._size = pieces, size
        self._rest = b""
        self.file = self  # some storages ask for it
        self.mode = "rb"

    @property
    def size(self):
        return self._size

    @property
    def closed(self):
        return False

    def seekable(self):
        return False

    def __bool__(self):
        return True

    def chunks(self, chunk_size=None):
        yield from self._pieces

    def multiple_chunks(self, chunk_size=None):
        return True

    def read(self, number=-1):
        while number < 0 or len(self._rest) < number:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._rest += piece
        given, self._rest = (self._rest, b"") if number < 0 else (self._rest[:number], self._rest[number:])
        return given

    def close(self):
        self._pieces.close()


def new_folder(kind: str, label: str) -> StoredFolder:
    """A folder that nobody has used, noted as not yet kept. ``kind`` is ``libraries`` or ``contents``."""
    name = UNSAFE.sub("-", label)[:100]
    path = "/".join([conf.setting("H5P_FOLDER"), kind, f"{name}-{secrets.token_hex(6)}"])
    return StoredFolder.objects.create(path=path)


def write(folder: StoredFolder, files) -> StoredFolder:
    """Write ``files``, an iterable of ``(path, size, pieces)``. The row then knows them all."""
    storage = h5p_storage()
    for path, size, pieces in files:
        name = f"{folder.path}/{path}"
        written = storage.save(name, Pieces(iter(pieces), name=name, size=size))
        if written != name:
            storage.delete(written)
            raise OSError(f"{name} exists already")
        folder.files.append(path)
        folder.bytes += size
    folder.save(update_fields=["files", "bytes"])
    return folder


def copy_files(source: StoredFolder, paths, target: StoredFolder) -> StoredFolder:
    """Copy some of a folder's files into another."""
    storage = h5p_storage()

    def opened():
        for path in paths:
            name = f"{source.path}/{path}"
            with storage.open(name, "rb") as file:
                yield path, storage.size(name), file.chunks(64 * 1024)

    return write(target, opened())


def read(folder: StoredFolder, path: str):
    """The open file, or None when the folder has no such file."""
    return h5p_storage().open(f"{folder.path}/{path}", "rb") if path in set(folder.files) else None


def keep(folder: StoredFolder) -> None:
    StoredFolder.objects.filter(pk=folder.pk).update(kept=True)
    folder.kept = True


def release(folder: StoredFolder) -> None:
    """Not used any more; its files go a day later, when nobody has it open."""
    StoredFolder.objects.filter(pk=folder.pk).update(kept=False, released_at=timezone.now())


def discard(folder: StoredFolder) -> None:
    """Delete the files and the row at once."""
    storage = h5p_storage()
    delete_below(storage, folder.path)
    StoredFolder.objects.filter(pk=folder.pk, kept=False).delete()


def delete_below(storage, path: str) -> None:
    """All files below ``path``, known or not; then the empty folders, where the storage has any."""
    try:
        folders, files = storage.listdir(path)
    except FileNotFoundError:
        return
    for name in files:
        storage.delete(f"{path}/{name}")
    for name in folders:
        if name:
            delete_below(storage, f"{path}/{name}")
    storage.delete(path)


def delete_unused(*, now=None) -> int:
    """Delete the folders that nothing uses. Returns how many. Harmless twice."""
    before = (now or timezone.now()) - UNUSED_FOR
    unused = list(StoredFolder.objects.filter(kept=False, released_at__lt=before)[:500])
    for folder in unused:
        discard(folder)
    return len(unused)
