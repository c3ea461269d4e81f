"""Export a content as .h5p: filtered, complete, the same bytes each time."""

from courses.h5p import storage
from courses.h5p.archive_writer import as_json, write_archive
from courses.h5p.dependencies import everything_of
from courses.h5p.library import Installed
from courses.h5p.manifest import Identity
from courses.h5p.media import paths_in
from courses.h5p.models import Content

PIECE = 64 * 1024


def export(content: Content, target) -> None:
    """Write the package to ``target``, a writable and seekable file. It carries every library that it needs, those of
    the editor too, and importing it gives the same content."""
    installed = Installed()
    also = [Identity(*one) for one in content.uses]
    libraries = [
        installed.libraries[one] for one in everything_of(content.library.identity, installed, also=also)
    ]
    write_archive(target, _files(content, libraries))


def file_name(content: Content) -> str:
    return f"{content.activity.key}-{content.language}.h5p"


def manifest_of(content: Content) -> dict:
    """h5p.json: what the package said about itself, and the libraries that are loaded."""
    identities = [content.library.identity, *(Identity(*one) for one in content.uses)]
    manifest = {
        **content.metadata,
        "title": content.title,
        "language": content.package_language,
        "mainLibrary": content.library.machine_name,
        "embedTypes": content.embed_types or ["iframe"],
        "preloadedDependencies": [
            {"machineName": one.name, "majorVersion": one.major, "minorVersion": one.minor}
            for one in dict.fromkeys(identities)
        ],
    }
    return manifest


def _files(content, libraries):
    yield "h5p.json", [as_json(manifest_of(content))]
    yield "content/content.json", [as_json(content.params)]
    for path in sorted(paths_in(content.params) & set(content.folder.files)):
        yield f"content/{path}", _pieces(content.folder, path)
    for library in libraries:
        for path in sorted(library.folder.files):
            yield f"{library.identity.folder}/{path}", _pieces(library.folder, path)


def _pieces(folder, path):
    with storage.read(folder, path) as file:
        yield from file.chunks(PIECE)
