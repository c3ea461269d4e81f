"""Which files make the unpacked editor, read off its own lists; and whether the folders hold one."""

import re
from functools import lru_cache
from pathlib import Path

from courses.h5p import conf

LISTS = {  # kind: (setting, the file with the lists)
    "core": ("H5P_CORE_ASSETS_DIR", "h5p.classes.php"),
    "editor": ("H5P_EDITOR_ASSETS_DIR", "h5peditor.class.php"),
}
LIST = r"public\s+static\s+\${name}\s*=\s*(?:array\s*\(|\[)(.*?)(?:\)|\])\s*;"
QUOTED = re.compile(r"""['"]([\w./-]{1,200})['"]""")
OUTER = "scripts/h5peditor-editor.js"  # makes the frame, and so is not loaded inside it
NEEDED = {
    "core": ("js/jquery.js", "js/h5p.js"),
    "editor": (OUTER, "scripts/h5peditor.js", "language/en.js"),
}


def folder_of(kind: str) -> Path | None:
    value = conf.setting(LISTS[kind][0])
    return Path(value).resolve() if value else None


def is_asked_for() -> bool:
    return bool(conf.setting("H5P_EDITOR_ASSETS_DIR"))


def faults() -> tuple[str, ...]:
    """What keeps the editor from working, in words for the person who runs the site. Empty: it works."""
    return faults_of(
        conf.setting("H5P_CONTENT_ORIGIN"), *(conf.setting(name) for name, _lists in LISTS.values())
    )


@lru_cache
def faults_of(origin: str, *folders: str) -> tuple[str, ...]:
    """As ``faults`` of these settings; looked at once in the life of a process."""
    found = []
    if not origin:
        found.append(
            "H5P_CONTENT_ORIGIN is empty: the editor runs libraries' code and needs an origin of its own"
        )
    for kind, (name, lists) in LISTS.items():
        folder = folder_of(kind)
        if folder is None:
            found.append(f"{name} is empty")
        elif not folder.is_dir():
            found.append(f"{name}: there is no folder {folder}")
        elif not (folder / lists).is_file():
            found.append(f"{name}: {folder} has no {lists}; name the folder that holds it")
        else:
            wanted = {*NEEDED[kind], *listed(kind, "scripts"), *listed(kind, "styles")}
            missing = sorted(path for path in wanted if not (folder / path).is_file())
            if missing:
                found.append(f"{name}: {folder} lacks {', '.join(missing[:5])}")
    return tuple(found)


def is_available() -> bool:
    return is_asked_for() and not faults()


def listed(kind: str, name: str) -> list[str]:
    """The paths that the editor's or core's own class lists as ``$scripts`` or ``$styles``, in their order."""
    folder = folder_of(kind)
    text = (folder / LISTS[kind][1]).read_text(encoding="utf-8", errors="replace")
    found = re.search(LIST.replace("{name}", name), text, re.DOTALL)
    return [path for path in QUOTED.findall(found.group(1)) if file_of(kind, path)] if found else []


def file_of(kind: str, path: str) -> Path | None:
    """The file's place, None when ``path`` leaves its folder."""
    folder = folder_of(kind)
    if folder is None:
        return None
    file = (folder / path).resolve()
    return file if file.is_relative_to(folder) else None


def language_file(language: str) -> str:
    """The editor's own words: of the language, of its base, else English."""
    for code in (language, *(["zh-cn"] if language == "zh-hans" else []), language.split("-")[0]):
        file = file_of("editor", f"language/{code}.js")
        if file and file.is_file():
            return f"language/{code}.js"
    return "language/en.js"
