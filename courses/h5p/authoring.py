"""What the editor of a content needs: its fields in the editor's language, what may stand in them, and files.

The form itself is drawn in the browser from this; the server filters whatever comes back, as it does with packages.
"""

from pathlib import PurePosixPath

from django.core.files import File
from django.db import transaction

from courses.h5p import storage
from courses.h5p.content import key_from
from courses.h5p.library import Installed
from courses.h5p.manifest import Identity
from courses.h5p.models import Content, Library, StoredFolder
from courses.h5p.semantics import Field, as_list, fields_of

# Widgets that our form can draw, or draws as a plain field without losing anything.
DRAWN = {"", "html", "textarea", "showWhen", "none", "colorSelector", "dynamicCheckboxes", "radioGroup"}
MAX_LIBRARIES = 150


def is_editable(semantics: list) -> bool:
    """Can our form draw every field that has to be filled? A content type that draws its own editor, such as a film with
    questions, cannot: it is played and replaced."""
    waiting = fields_of(semantics)
    while waiting:
        field = waiting.pop()
        if field.widget not in DRAWN and not field.is_optional and field.type in ("group", "list"):
            return False
        waiting += field.fields
        if field.item is not None:
            waiting.append(field.item)
    return True


def form_of(library: Library, language: str) -> dict:
    """``{"library", "semantics", "libraries": {"Name 1.2": {"title", "semantics"}}}``: everything the form has to know,
    with labels in ``language`` where the library speaks it."""
    installed = Installed()
    languages = {
        row.identity: row.languages
        for row in Library.objects.only("machine_name", "major", "minor", "languages")
    }
    found: dict[str, dict] = {}
    waiting = [library.identity]
    while waiting and len(found) < MAX_LIBRARIES:
        identity = waiting.pop()
        semantics = installed.semantics_of(identity)
        if semantics is None or str(identity) in found:
            continue
        found[str(identity)] = {
            "title": installed.libraries[identity].title,
            "semantics": translated(semantics, words_in(languages.get(identity, {}), language)),
            "editable": is_editable(semantics),
        }
        waiting += libraries_offered(semantics)
    return {
        "library": str(library.identity),
        "semantics": found[str(library.identity)]["semantics"],
        "libraries": found,
    }


def libraries_offered(semantics: list) -> list[Identity]:
    found, waiting = [], fields_of(semantics)
    while waiting:
        field = waiting.pop()
        found += field.libraries if field.type == "library" else []
        waiting += field.fields
        if field.item is not None:
            waiting.append(field.item)
    return found


def words_in(languages: dict, language: str) -> list:
    """The semantics of a language file: of ``zh-hans`` itself, else of ``zh-cn`` or ``zh``."""
    base = language.split("-")[0]
    for code in (language, *(["zh-cn"] if language == "zh-hans" else []), base):
        file = languages.get(code)
        if isinstance(file, dict) and isinstance(file.get("semantics"), list):
            return file["semantics"]
    return []


def translated(semantics: list, words: list) -> list:
    """Labels, descriptions and defaults of ``words`` laid over ``semantics``, by position."""
    return [
        _translated_field(field, words[place] if place < len(words) else {})
        for place, field in enumerate(as_list(semantics))
        if isinstance(field, dict)
    ]


def _translated_field(field: dict, words) -> dict:
    words = words if isinstance(words, dict) else {}
    merged = {
        **field,
        **{
            k: words[k]
            for k in ("label", "description", "entity", "default", "placeholder")
            if isinstance(words.get(k), str)
        },
    }
    if isinstance(field.get("field"), dict):
        merged["field"] = _translated_field(field["field"], words.get("field"))
    if isinstance(field.get("fields"), list):
        merged["fields"] = translated(field["fields"], as_list(words.get("fields")))
    if isinstance(field.get("options"), list) and field.get("type") == "select":
        others = as_list(words.get("options"))
        merged["options"] = [
            {
                **option,
                **(
                    {"label": others[n]["label"]}
                    if n < len(others)
                    and isinstance(others[n], dict)
                    and isinstance(others[n].get("label"), str)
                    else {}
                ),
            }
            for n, option in enumerate(field["options"])
            if isinstance(option, dict)
        ]
    return merged


def defaults_of(semantics: list) -> dict:
    """The parameters of a content that nobody has written yet."""
    found = {
        field.name: default for field in fields_of(semantics) if (default := _default(field)) is not None
    }
    return found


def _default(field: Field):
    if field.type == "group":
        inner = field.fields
        if field.is_flattened:
            return _default(inner[0])
        return defaults_of([one.spec for one in inner])
    if field.type == "list":
        return [_default(field.item) for _n in range(field.count_at_first)] if field.item is not None else []
    return field.spec.get("default")


@transaction.atomic
def attach(content: Content, file: File, *, name: str) -> str:
    """Copy a file beside the content and return its path there. Its name is new, so nothing is ever overwritten."""
    folder = StoredFolder.objects.select_for_update().get(pk=content.folder_id)
    suffix = PurePosixPath(name).suffix.lower()
    stem = key_from(PurePosixPath(name).stem) or "file"
    taken = set(folder.files)
    path = next(p for n in range(1, 100_000) if (p := f"files/{stem}-{n}{suffix}") not in taken)
    storage.write(folder, [(path, file.size, file.chunks(64 * 1024))])
    return path
