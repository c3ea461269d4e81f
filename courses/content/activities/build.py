"""Pack the activities that ship as .h5p files, and import them. Twice changes nothing."""

import io
import json
from pathlib import Path

import yaml
from django.conf import settings

from courses.h5p.archive_writer import as_json, write_archive
from courses.h5p.manifest import Identity
from courses.h5p.models import Activity, Content
from courses.h5p.upload import import_package

FOLDER = Path(__file__).parent
LANGUAGES = [code for code, name in settings.LANGUAGES]
RULES = ("required", "policy", "pass_mark", "equivalent_quiz")


def read_activities() -> list[dict]:
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))]


def shipped_activity(key: str) -> dict:
    return next(data for data in read_activities() if data["key"] == key)


def package_of(data: dict, language: str) -> io.BytesIO:
    """The .h5p file of an activity in one language."""
    identity = Identity.parse(data["library"])
    manifest = {
        "title": data["title"][language],
        "language": "und" if language != "en" else "en",
        "mainLibrary": identity.name,
        "embedTypes": ["iframe"],
        "license": "U",
        "defaultLanguage": "zh" if language.startswith("zh") else language,
        "preloadedDependencies": [
            {"machineName": identity.name, "majorVersion": identity.major, "minorVersion": identity.minor}
        ],
    }
    params = {"l10n": words_of(identity, language), **in_language(data["params"], language)}
    target = io.BytesIO()
    write_archive(target, _files(identity, manifest, params))
    target.seek(0)
    return target


def build_activity(data: dict) -> Activity:
    """The activity in every language, or the one that has this key already."""
    found = Activity.objects.filter(key=data["key"]).first()
    if found:
        return found
    activity = Activity.objects.create(
        key=data["key"], **{rule: data[rule] for rule in RULES if rule in data}
    )
    for language in LANGUAGES:
        if language in data["title"]:
            content = import_package(
                package_of(data, language), language=language, may_install=True, activity=activity
            )[0]
            Content.objects.filter(pk=content.pk).update(
                text_alternative=data.get("text_alternative", {}).get(language, "").strip()
            )
    return Activity.objects.get(pk=activity.pk)


def in_language(value, language: str):
    """Mappings of language codes become the text in ``language``."""
    if isinstance(value, dict):
        if set(value) <= set(LANGUAGES):
            return (value.get(language) or next(iter(value.values()))).strip()
        return {key: in_language(inner, language) for key, inner in value.items()}
    if isinstance(value, list):
        return [in_language(inner, language) for inner in value]
    return value


def words_of(identity: Identity, language: str) -> dict:
    """The words of a content type's buttons: the defaults of its semantics, or of its language file."""
    folder = FOLDER / identity.folder
    fields = _words_group(json.loads((folder / "semantics.json").read_text(encoding="utf-8")))["fields"]
    words = {field["name"]: field["default"] for field in fields}
    translated = folder / "language" / f"{language}.json"
    if translated.exists():
        semantics = json.loads((folder / "semantics.json").read_text(encoding="utf-8"))
        place = semantics.index(_words_group(semantics))
        others = json.loads(translated.read_text(encoding="utf-8"))["semantics"][place]["fields"]
        words |= {field["name"]: other["default"] for field, other in zip(fields, others, strict=True)}
    return words


def _words_group(semantics):
    return next(field for field in semantics if field["name"] == "l10n")


def _files(identity, manifest, params):
    yield "h5p.json", [as_json(manifest)]
    yield "content/content.json", [as_json(params)]
    folder = FOLDER / identity.folder
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"{identity.folder}/{path.relative_to(folder).as_posix()}", [path.read_bytes()]
