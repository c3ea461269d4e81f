"""Install, look up and uninstall libraries."""

from django.db import IntegrityError, transaction

from courses.h5p import storage
from courses.h5p.dependencies import everything_of
from courses.h5p.manifest import KINDS, Identity, LibraryManifest
from courses.h5p.models import Content, Library
from courses.h5p.package import Package, PackagedLibrary


class InUse(Exception):
    """The library is needed; ``by`` are the titles of what needs it."""

    code = "library-in-use"

    def __init__(self, by: list[str]):
        self.by = by
        super().__init__(self.code)


class Installed:
    """The libraries of this site, read once, for those who ask ``manifest_of`` and ``semantics_of``. One query."""

    def __init__(self):
        rows = Library.objects.select_related("folder").defer("manifest", "languages")
        self.libraries: dict[Identity, Library] = {library.identity: library for library in rows}

    def manifest_of(self, identity: Identity) -> LibraryManifest | None:
        library = self.libraries.get(identity)
        return manifest_of(library) if library else None

    def semantics_of(self, identity: Identity) -> list | None:
        library = self.libraries.get(identity)
        return library.semantics if library else None


def manifest_of(library: Library) -> LibraryManifest:
    return LibraryManifest(
        identity=library.identity,
        patch=library.patch,
        title=library.title,
        runnable=library.runnable,
        core_api=(library.core_api_major, library.core_api_minor),
        js=library.js,
        css=library.css,
        dependencies={kind: [Identity(*one) for one in library.dependencies.get(kind, [])] for kind in KINDS},
        raw={},
    )


def install_all(package: Package, *, sha256: str = "", report=None) -> list[Library]:
    """Install what the package brings and the site lacks, dependencies first. Returns what was installed or updated."""
    installed = []
    for number, packaged in enumerate(package.libraries.values(), start=1):
        library = install(package, packaged, sha256=sha256)
        if library:
            installed.append(library)
        if report:
            report(number, len(package.libraries))
    return installed


def install(package: Package, packaged: PackagedLibrary, *, sha256: str = "") -> Library | None:
    """One library, whole or not at all. None when the same or a newer patch is there: it is kept.

    The files go into a folder of their own first; then one row switches to it. Who comes second with the same patch
    throws her folder away.
    """
    if _is_there(packaged):
        return None
    folder = storage.new_folder("libraries", f"{packaged.identity.folder}.{packaged.manifest.patch}")
    try:
        storage.write(folder, files_of(package, packaged))
        library = _switch(packaged, folder, sha256)
    except BaseException:
        storage.discard(folder)
        raise
    if library is None:
        storage.discard(folder)
    return library


def files_of(package: Package, packaged: PackagedLibrary):
    """``(path, size, pieces)`` of a packaged library's files."""
    for path in packaged.files:
        name = f"{packaged.folder}/{path}"
        yield path, package.archive.entries[name].size, package.archive.stream(name)


def _is_there(packaged) -> bool:
    return (
        Library.objects.with_identity(packaged.identity).filter(patch__gte=packaged.manifest.patch).exists()
    )


def _switch(packaged, folder, sha256) -> Library | None:
    manifest, identity = packaged.manifest, packaged.identity
    values = {
        "patch": manifest.patch,
        "title": manifest.title,
        "runnable": manifest.runnable,
        "core_api_major": manifest.core_api[0],
        "core_api_minor": manifest.core_api[1],
        "js": manifest.js,
        "css": manifest.css,
        "dependencies": {
            kind: [[one.name, one.major, one.minor] for one in identities]
            for kind, identities in manifest.dependencies.items()
        },
        "manifest": manifest.raw,
        "semantics": packaged.semantics,
        "languages": packaged.languages,
        "folder": folder,
        "sha256": sha256,
    }
    try:
        with transaction.atomic():
            library = Library.objects.select_for_update().with_identity(identity).first()
            if library is None:
                library = Library.objects.create(
                    machine_name=identity.name, major=identity.major, minor=identity.minor, **values
                )
            elif library.patch >= manifest.patch:
                return None
            else:
                old = library.folder
                for name, value in values.items():
                    setattr(library, name, value)
                library.previous_folder = old
                library.save()
                storage.release(old)
            storage.keep(folder)
            return library
    except IntegrityError:  # another upload was first
        return _switch(packaged, folder, sha256)


def contents_using(library: Library) -> list[Content]:
    """Contents whose main library this is, or that load it. Reads identities only."""
    installed = Installed()
    wanted = library.identity
    return [
        content
        for content in Content.objects.select_related("library", "activity").defer("raw_params", "params")
        if content.library_id == library.pk or wanted in needed_by(content, installed)
    ]


def needed_by(content: Content, installed: Installed) -> set[Identity]:
    """Every library, of every kind, that the content stands on."""
    also = [Identity(*one) for one in content.uses]
    return set(everything_of(content.library.identity, installed, also=also))


def libraries_using(library: Library) -> list[Library]:
    wanted = [library.machine_name, library.major, library.minor]
    return [
        other
        for other in Library.objects.exclude(pk=library.pk).defer("semantics", "manifest", "languages")
        if any(wanted in other.dependencies.get(kind, []) for kind in ("preloaded", "dynamic"))
    ]


@transaction.atomic
def uninstall(library: Library) -> None:
    """Only what nothing stands on. Raises ``InUse``."""
    library = Library.objects.select_for_update().get(pk=library.pk)
    used = [str(content) for content in contents_using(library)] + [
        str(other) for other in libraries_using(library)
    ]
    if used:
        raise InUse(used)
    folder = library.folder
    library.delete()
    storage.release(folder)
