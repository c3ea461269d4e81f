"""Judge an .h5p file. Pure: nothing is stored, and what is installed on the site is told by the caller.

``open_package`` returns everything an import needs; ``check_package`` only the findings.
"""

import time
from dataclasses import dataclass, field

from courses.h5p import conf, strict_json
from courses.h5p.archive import Archive, open_archive, read_all
from courses.h5p.dependencies import find_cycle, missing_libraries
from courses.h5p.filtering import filter_content
from courses.h5p.findings import ERROR, WARNING, Finding, Refused
from courses.h5p.manifest import (
    FOLDER,
    Identity,
    LibraryManifest,
    Manifest,
    read_library_manifest,
    read_manifest,
)
from courses.h5p.media import paths_in

KIB, MIB = 1024, 1024 * 1024
MANIFEST_BYTES, SEMANTICS_BYTES, CONTENT_BYTES, LANGUAGE_BYTES = 256 * KIB, 2 * MIB, 10 * MIB, 2 * MIB
SECONDS = 120


@dataclass
class PackagedLibrary:
    """A library folder of a package: its manifest, its semantics and its language files, parsed."""

    folder: str
    manifest: LibraryManifest
    semantics: list
    languages: dict
    files: list[str] = field(default_factory=list)  # paths inside the folder

    @property
    def identity(self) -> Identity:
        return self.manifest.identity


@dataclass
class Package:
    """``content`` is already filtered; ``raw_content`` is what the package said, as checked JSON."""

    archive: Archive
    manifest: Manifest
    raw_content: dict
    content: dict
    libraries: dict[Identity, PackagedLibrary]
    media: list[str]  # paths below content/
    findings: list[Finding]


class NothingInstalled:
    """What a site without libraries knows. The model's look-up has the same two methods."""

    def manifest_of(self, identity: Identity) -> LibraryManifest | None:
        return None

    def semantics_of(self, identity: Identity) -> list | None:
        return None


def check_package(file, *, installed=None, may_install: bool = True) -> tuple[bool, list[Finding]]:
    """``(ok, findings)``. Never raises for what a package may hold."""
    try:
        package = open_package(file, installed=installed, may_install=may_install)
    except Refused as refused:
        return False, [refused.finding]
    return not any(f.level == ERROR for f in package.findings), package.findings


def open_package(file, *, installed=None, may_install: bool = True, report=None) -> Package:
    """Check all of it. Raises ``Refused`` where nothing further can be said; other faults are in ``findings``.

    Without ``may_install`` the package's libraries are looked past and only what is ``installed`` counts. ``report``
    is called with ``(done, total)`` files.
    """
    deadline = time.monotonic() + SECONDS
    installed = installed or NothingInstalled()
    archive = open_archive(file)
    names = [name for name, entry in archive.entries.items() if not entry.is_hidden]
    if "h5p.json" not in names:
        raise Refused("manifest-missing")
    manifest, findings = read_manifest(_json(archive, "h5p.json", MANIFEST_BYTES))
    raw_content = read_content(archive, names)
    _refuse_extensions(names, with_libraries=may_install)
    libraries = read_libraries(archive, names, may_install=may_install, findings=findings)
    known = Known(libraries, installed)
    findings += judge_libraries(manifest, libraries, known)
    used = [
        name
        for name in names
        if name.startswith("content/") or _top(name) in {p.folder for p in libraries.values()}
    ]
    for number, name in enumerate(used, start=1):
        if time.monotonic() > deadline:
            raise Refused("took-too-long")
        read_all(archive, [name])
        if report and number % 50 == 0:
            report(number, len(used))
    main = known.semantics_of(manifest.main_library)
    content = {}
    if main is not None:
        content, filtered = filter_content(raw_content, semantics=main, library_semantics=known.semantics_of)
        findings += filtered
    media = [
        name.removeprefix("content/")
        for name in names
        if name.startswith("content/") and name != "content/content.json"
    ]
    findings += [
        Finding("media-missing", WARNING, detail=path) for path in sorted(paths_in(content) - set(media))[:20]
    ]
    return Package(archive, manifest, raw_content, content, libraries, media, findings)


class Known:
    """Libraries of the package and of the site together: the newer patch of the two counts."""

    def __init__(self, packaged: dict[Identity, PackagedLibrary], installed):
        self.packaged, self.installed = packaged, installed

    def manifest_of(self, identity):
        mine, theirs = self.packaged.get(identity), self.installed.manifest_of(identity)
        if mine is None or (theirs is not None and theirs.patch >= mine.manifest.patch):
            return theirs
        return mine.manifest

    def semantics_of(self, identity):
        mine, theirs = self.packaged.get(identity), self.installed.manifest_of(identity)
        if mine is None or (theirs is not None and theirs.patch >= mine.manifest.patch):
            return self.installed.semantics_of(identity)
        return mine.semantics


def read_content(archive, names) -> dict:
    if "content/content.json" not in names:
        raise Refused("content-missing")
    content = _json(archive, "content/content.json", CONTENT_BYTES)
    if not isinstance(content, dict):
        raise Refused("content-invalid")
    return content


def read_libraries(archive, names, *, may_install, findings) -> dict[Identity, PackagedLibrary]:
    """The package's library folders. Who may not install libraries has them left out, each with a warning."""
    folders: dict[str, list[str]] = {}
    for name in names:
        top = _top(name)
        if top and top != "content":
            folders.setdefault(top, []).append(name[len(top) + 1 :])
    found: dict[Identity, PackagedLibrary] = {}
    for folder, files in folders.items():
        if not may_install:
            findings.append(Finding("library-ignored", WARNING, folder, folder))
            continue
        library = read_library(archive, folder, files)
        if library.identity in found:
            raise Refused("library-twice", folder, str(library.identity))
        found[library.identity] = library
    return found


def read_library(archive, folder: str, files: list[str]) -> PackagedLibrary:
    if not FOLDER.fullmatch(folder):
        raise Refused("library-name", folder)
    if "library.json" not in files:
        raise Refused("library-json-missing", folder)
    manifest = read_library_manifest(_json(archive, f"{folder}/library.json", MANIFEST_BYTES), folder)
    for path in [*manifest.js, *manifest.css]:
        if path not in files:
            raise Refused("library-file-missing", folder, path)
    semantics = []
    if "semantics.json" in files:
        name = f"{folder}/semantics.json"
        semantics = _json(archive, name, SEMANTICS_BYTES, duplicates_allowed=True)
        if not isinstance(semantics, list):
            raise Refused("library-semantics", name)
    languages = read_languages(archive, folder, files)
    return PackagedLibrary(folder, manifest, semantics, languages, files)


def read_languages(archive, folder, files) -> dict:
    languages = {}
    for path in files:
        if not path.startswith("language/"):
            continue
        name = path.removeprefix("language/")
        if "/" in name or not is_language_file(name):
            raise Refused("library-language", f"{folder}/{path}")
        value = _json(archive, f"{folder}/{path}", LANGUAGE_BYTES, duplicates_allowed=True)
        languages[name[: -len(".json")].lower()] = value
    return languages


def is_language_file(name: str) -> bool:
    """``(-?[a-z]+){1,7}.json`` of the reference, without a pattern that a name could make slow."""
    if not name.lower().endswith(".json"):
        return False
    parts = name[: -len(".json")].removeprefix("-").split("-")
    return len(parts) <= 7 and all(part.isascii() and part.isalpha() for part in parts)


def judge_libraries(manifest: Manifest, libraries, known) -> list[Finding]:
    """Versions, lists of what is accepted, what is missing and what goes in circles."""
    core = tuple(int(part) for part in conf.setting("H5P_CORE_API").split("."))
    allowed = conf.setting("H5P_ALLOWED_LIBRARIES")
    findings = []
    for library in libraries.values():
        theirs = known.installed.manifest_of(library.identity)
        if theirs is not None and theirs.patch >= library.manifest.patch:
            findings.append(Finding("library-kept", WARNING, detail=str(theirs)))
            continue
        if library.manifest.core_api > core:
            findings.append(Finding("library-core-api", ERROR, library.folder, str(library.manifest)))
        if allowed is not None and library.identity.name not in allowed:
            findings.append(Finding("library-not-allowed", ERROR, library.folder, str(library.identity)))
    needed, editor_only = missing_libraries(manifest, libraries, known)
    findings += [Finding("library-missing", ERROR, detail=str(identity)) for identity in needed]
    findings += [Finding("library-missing-editor", WARNING, detail=str(identity)) for identity in editor_only]
    cycles = (find_cycle(identity, known) for identity in [manifest.main_library, *libraries])
    cycle = next(filter(None, cycles), None)
    if cycle:
        findings.append(Finding("library-cycle", ERROR, detail=" > ".join(map(str, cycle))))
    main = known.manifest_of(manifest.main_library)
    if main is not None and not main.runnable:
        findings.append(Finding("main-library-not-runnable", ERROR, detail=str(main.identity)))
    return findings


def _refuse_extensions(names, *, with_libraries: bool) -> None:
    content, library = conf.extensions("H5P_CONTENT_EXTENSIONS"), conf.extensions("H5P_LIBRARY_EXTENSIONS")
    for name in names:
        top = _top(name)
        if not top or (top != "content" and not with_libraries):
            continue  # what lies beside h5p.json is no part of the package
        _stem, dot, extension = name.rpartition("/")[2].rpartition(".")
        if not dot or extension.lower() not in (content if top == "content" else library):
            raise Refused("extension-not-allowed", name)


def _top(name: str) -> str:
    return name.split("/", 1)[0] if "/" in name else ""


def _json(archive, name, max_bytes, *, duplicates_allowed=False):
    data = archive.read(name, max_bytes=max_bytes)
    return strict_json.parse(data, name=name, max_bytes=max_bytes, duplicates_allowed=duplicates_allowed)
