"""h5p.json and library.json: what has to stand in them, what may, and in which shape we keep it.

Shapes follow H5P's reference implementation. Version numbers may be strings, as real exports write them.
"""

import re
from dataclasses import dataclass, field

from courses.h5p.findings import WARNING, Finding, Refused

MACHINE_NAME = re.compile(r"[\w.-]{1,255}", re.ASCII)
MAIN_LIBRARY = re.compile(r"[$a-z_][0-9a-z_.$]{1,254}", re.IGNORECASE | re.ASCII)
LANGUAGE = re.compile(r"[-a-zA-Z]{1,10}")
VERSION = re.compile(r"[0-9]{1,5}")
FOLDER = re.compile(r"(?P<name>[\w.-]{1,255}?)(-(?P<major>[0-9]{1,5})\.(?P<minor>[0-9]{1,5}))?", re.ASCII)
EMBED_TYPES = {"iframe", "div"}
LICENSES = {
    "CC BY", "CC BY-SA", "CC BY-ND", "CC BY-NC", "CC BY-NC-SA", "CC BY-NC-ND", "CC0 1.0", "GNU GPL", "PD",
    "ODC PDDL", "CC PDM", "U", "C",
}  # fmt: skip
TEXTS = {
    "licenseVersion": 10, "licenseExtras": 5000, "authorComments": 5000, "a11yTitle": 255, "extraTitle": 255,
    "contentType": 255, "yearFrom": 4, "yearTo": 4,
}  # fmt: skip
SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]*:", re.IGNORECASE)
KINDS = ("preloaded", "dynamic", "editor")


@dataclass(frozen=True, order=True)
class Identity:
    """A library as others ask for it: name and minor version."""

    name: str
    major: int
    minor: int

    def __str__(self):
        return f"{self.name} {self.major}.{self.minor}"

    @property
    def folder(self) -> str:
        return f"{self.name}-{self.major}.{self.minor}"

    @classmethod
    def parse(cls, text: str) -> "Identity | None":
        """``"H5P.MultiChoice 1.16"``, as contents and semantics write it."""
        name, _space, version = str(text).strip().rpartition(" ")
        major, _dot, minor = version.partition(".")
        if MACHINE_NAME.fullmatch(name) and VERSION.fullmatch(major) and VERSION.fullmatch(minor):
            return cls(name, int(major), int(minor))
        return None


@dataclass
class Manifest:
    """h5p.json, checked. ``metadata`` holds authors, license and the like, in the shape of the standard."""

    title: str
    language: str
    main_library: Identity
    dependencies: dict[str, list[Identity]]
    embed_types: list[str]
    metadata: dict = field(default_factory=dict)


@dataclass
class LibraryManifest:
    identity: Identity
    patch: int
    title: str
    runnable: bool
    core_api: tuple[int, int]
    js: list[str]
    css: list[str]
    dependencies: dict[str, list[Identity]]
    raw: dict

    def __str__(self):
        return f"{self.identity}.{self.patch}"


def version_number(value) -> int | None:
    """An int from 0, or digits in a string; None for anything else (booleans and fractions too)."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if 0 <= value <= 99_999 else None
    return int(value) if isinstance(value, str) and VERSION.fullmatch(value) else None


def read_manifest(data) -> tuple[Manifest, list[Finding]]:
    """From the parsed h5p.json. Raises ``Refused`` where it cannot be used; what is only odd is left out and said."""
    if not isinstance(data, dict):
        raise Refused("manifest-invalid", detail="h5p.json")
    title, language, main = (data.get(name) for name in ("title", "language", "mainLibrary"))
    if not (isinstance(title, str) and 1 <= len(title) <= 255):
        raise Refused("manifest-invalid", detail="title")
    if not (isinstance(language, str) and LANGUAGE.fullmatch(language)):
        raise Refused("manifest-invalid", detail="language")
    if not (isinstance(main, str) and MAIN_LIBRARY.fullmatch(main)):
        raise Refused("manifest-invalid", detail="mainLibrary")
    embed = data.get("embedTypes")
    if not (
        isinstance(embed, list) and embed and all(isinstance(e, str) and e in EMBED_TYPES for e in embed)
    ):
        raise Refused("manifest-invalid", detail="embedTypes")
    if not isinstance(data.get("preloadedDependencies"), list):
        raise Refused("manifest-invalid", detail="preloadedDependencies")
    dependencies = read_dependencies(data, lambda key: Refused("manifest-invalid", detail=key))
    found = next((identity for identity in dependencies["preloaded"] if identity.name == main), None)
    if found is None:
        raise Refused("main-library-not-declared", detail=main)
    metadata, findings = read_metadata(data)
    return Manifest(title, language, found, dependencies, list(embed), metadata), findings


def read_dependencies(data: dict, refusal) -> dict[str, list[Identity]]:
    """``{"preloaded": [...], "dynamic": [...], "editor": [...]}``. ``refusal(key)`` makes the exception for a fault."""
    found = {}
    for kind in KINDS:
        key = f"{kind}Dependencies"
        entries = data.get(key)
        if entries is None:
            entries = []
        if not isinstance(entries, list):
            raise refusal(key)
        found[kind] = []
        for entry in entries:
            identity = _identity(entry)
            if identity is None:
                raise refusal(key)
            if identity not in found[kind]:
                found[kind].append(identity)
    return found


def _identity(entry) -> Identity | None:
    if not isinstance(entry, dict):
        return None
    name = entry.get("machineName")
    major, minor = version_number(entry.get("majorVersion")), version_number(entry.get("minorVersion"))
    if not (isinstance(name, str) and MACHINE_NAME.fullmatch(name)) or major is None or minor is None:
        return None
    return Identity(name, major, minor)


def read_metadata(data: dict) -> tuple[dict, list[Finding]]:
    """What is optional. A wrong value is left out with a warning, except a source that would run script."""
    metadata, findings = {}, []

    def odd(key):
        findings.append(Finding("manifest-ignored", WARNING, detail=key))

    source = data.get("source")
    if isinstance(source, str) and source.strip():
        if re.match(r"https?://", source.strip(), re.IGNORECASE):
            metadata["source"] = source.strip()[:2000]
        elif SCHEME.match(source):
            raise Refused("manifest-source")
        else:
            odd("source")
    license = data.get("license")
    if license is not None:
        if isinstance(license, str) and license in LICENSES:
            metadata["license"] = license
        else:
            odd("license")
    language = data.get("defaultLanguage")
    if isinstance(language, str) and LANGUAGE.fullmatch(language):
        metadata["defaultLanguage"] = language
    for key, longest in TEXTS.items():
        value = data.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and len(value) <= longest:
            metadata[key] = value
        elif value is not None:
            odd(key)
    for key, names in (("authors", ("name", "role")), ("changes", ("date", "author", "log"))):
        value = data.get(key)
        if value is None:
            continue
        if isinstance(value, list) and all(isinstance(row, dict) for row in value):
            metadata[key] = [
                {name: str(row[name])[:1000] for name in names if isinstance(row.get(name), str)}
                for row in value
            ]
        else:
            odd(key)
    return metadata, findings


def read_library_manifest(data, folder: str) -> LibraryManifest:
    """From the parsed library.json of the folder. Raises ``Refused``."""

    def wrong(key):
        return Refused("library-invalid", folder, key)

    if not isinstance(data, dict):
        raise wrong("library.json")
    title, name = data.get("title"), data.get("machineName")
    if not (isinstance(title, str) and 1 <= len(title) <= 255):
        raise wrong("title")
    if not (isinstance(name, str) and MACHINE_NAME.fullmatch(name)):
        raise wrong("machineName")
    numbers = {}
    for key in ("majorVersion", "minorVersion", "patchVersion"):
        numbers[key] = version_number(data.get(key))
        if numbers[key] is None:
            raise wrong(key)
    runnable = data.get("runnable")
    if runnable not in (0, 1, "0", "1") or isinstance(runnable, float):
        raise wrong("runnable")
    identity = Identity(name, numbers["majorVersion"], numbers["minorVersion"])
    if folder not in (identity.folder, name):
        raise Refused("library-folder-name", folder, str(identity))
    return LibraryManifest(
        identity=identity,
        patch=numbers["patchVersion"],
        title=title,
        runnable=bool(int(runnable)),
        core_api=_core_api(data.get("coreApi"), wrong),
        js=_paths(data, "preloadedJs", wrong),
        css=_paths(data, "preloadedCss", wrong),
        dependencies=read_dependencies(data, wrong),
        raw=data,
    )


def _core_api(value, wrong) -> tuple[int, int]:
    if value is None:
        return (1, 0)
    if not isinstance(value, dict):
        raise wrong("coreApi")
    major, minor = version_number(value.get("majorVersion")), version_number(value.get("minorVersion"))
    if major is None or minor is None:
        raise wrong("coreApi")
    return (major, minor)


def _paths(data, key, wrong) -> list[str]:
    entries = data.get(key)
    if entries is None:
        return []
    if not isinstance(entries, list):
        raise wrong(key)
    paths = []
    for entry in entries:
        path = entry.get("path") if isinstance(entry, dict) else None
        if not (isinstance(path, str) and path):
            raise wrong(key)
        paths.append(inner_path(path, wrong_key=key, folder=data.get("machineName", "")))
    return paths


def inner_path(path: str, *, wrong_key: str, folder: str) -> str:
    """A path inside a library's folder, without ``./``. Raises ``Refused`` for addresses and for what climbs out."""
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if path.startswith("/") or ".." in parts or "\\" in path or ":" in path or not parts:
        raise Refused("library-file-path", folder, path)
    return "/".join(parts)
