"""What the original editor asks about libraries, in the shapes that it reads."""

import json

from courses.h5p.authoring import words_in
from courses.h5p.library import Installed
from courses.h5p.manifest import Identity
from courses.h5p.models import Library
from courses.h5p.player import library_address


def listed_libraries(names: list[str] | None) -> list[dict]:
    """Those with these names ("H5P.Text 1.1"); without names the newest of every runnable one."""
    rows = list(Library.objects.select_related("folder").defer("semantics", "languages"))
    if names is not None:
        by_name = {str(row.identity): row for row in rows}
        return [_entry(by_name[name]) for name in names if name in by_name]
    newest = {}
    for row in sorted(rows, key=lambda row: (row.major, row.minor)):
        if row.runnable:
            newest[row.machine_name] = row
    return [_entry(row) for row in sorted(newest.values(), key=lambda row: row.title)]


def _entry(row) -> dict:
    return {
        "uberName": str(row.identity),
        "name": row.machine_name,
        "title": row.title,
        "majorVersion": row.major,
        "minorVersion": row.minor,
        "runnable": int(row.runnable),
        "restricted": False,
        "metadataSettings": row.manifest.get("metadataSettings"),
        "tutorialUrl": "",
    }


def library_data(identity: Identity, *, language: str, default_language: str, site: str) -> dict | None:
    """Semantics, words and editor files of one library; None when it is not installed."""
    installed = Installed()
    library = installed.libraries.get(identity)
    if library is None:
        return None
    needed = editor_libraries(identity, installed)
    words = {
        row.identity: row.languages
        for row in Library.objects.only("machine_name", "major", "minor", "languages")
    }
    scripts, styles, translations = [], [], {}
    for one in needed:
        row = installed.libraries[one]
        base = site + library_address(row)
        scripts += [f"{base}/{path}" for path in row.js]
        styles += [f"{base}/{path}" for path in row.css]
        file = language_of(words.get(one, {}), language)
        if file:
            translations[one.name] = file
    if "presave.js" in library.folder.files:
        scripts.append(f"{site}{library_address(library)}/presave.js")
    own = words.get(identity, {})
    return {
        "name": library.machine_name,
        "version": {"major": library.major, "minor": library.minor},
        "title": library.title,
        "semantics": library.semantics,
        "language": as_text(language_of(own, language)),
        "defaultLanguage": as_text(language_of(own, default_language)) if default_language else None,
        "languages": sorted({"en", *own}),
        "javascript": scripts,
        "css": styles,
        "translations": translations,
        "upgradesScript": None,
    }


def translations_of(names: list[str], language: str) -> dict[str, str]:
    """``{"H5P.Text 1.1": the language file as text}`` of those that speak the language."""
    wanted = {str(identity) for name in names[:200] if (identity := Identity.parse(name))}
    found = {}
    for row in Library.objects.only("machine_name", "major", "minor", "languages"):
        file = language_of(row.languages, language) if str(row.identity) in wanted else None
        if file:
            found[str(row.identity)] = as_text(file)
    return found


def language_of(languages: dict, language: str) -> dict | None:
    """The language file that fits; the same choice as for our own form."""
    wanted = words_in(languages, language)
    return next(
        (file for file in languages.values() if isinstance(file, dict) and file.get("semantics") is wanted),
        None,
    )


def as_text(file) -> str | None:
    return None if file is None else json.dumps(file, ensure_ascii=False)


def editor_libraries(identity: Identity, installed) -> list[Identity]:
    """What the editor of this library loads, each after what it needs: editor dependencies and all that these preload."""
    order: list[Identity] = []
    seen: set[tuple] = set()

    def visit(one, *, for_editor):
        manifest = installed.manifest_of(one)
        if manifest is None:
            return
        for kind in ("dynamic", "preloaded", "editor"):
            for needed in manifest.dependencies[kind]:
                is_editor = for_editor or kind == "editor"
                if (is_editor, needed.name) in seen or installed.manifest_of(needed) is None:
                    continue
                seen.add((is_editor, needed.name))
                visit(needed, for_editor=is_editor)
                if is_editor:
                    order.append(needed)

    visit(identity, for_editor=False)
    return order
