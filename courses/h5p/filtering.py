"""Keep of a content's parameters what the semantics of its content type allow. The security core.

Libraries take these parameters on trust: what passes here is written into pages as HTML. So it runs on import, on every
save, and again when a library's semantics change; only what it returns is ever served.
"""

import re
import uuid
from decimal import Decimal, InvalidOperation

import regex

from courses.h5p import conf, html_text
from courses.h5p.archive import faults_of_name
from courses.h5p.findings import ERROR, WARNING, Finding
from courses.h5p.manifest import Identity
from courses.h5p.semantics import Field, as_list, fields_of, number

MAX_DEPTH = 60
PATTERN_SECONDS = 0.2
COPYRIGHT = ("title", "author", "year", "source", "license", "version")
METADATA = (
    "title", "a11yTitle", "contentType", "license", "licenseVersion", "yearFrom", "yearTo", "source", "licenseExtras",
    "authorComments", "defaultLanguage", "extraTitle",
)  # fmt: skip
MEDIA_KEYS = {
    "image": ("width", "height"),
    "video": ("width", "height", "codecs", "quality", "bitrate"),
    "audio": ("bitrate",),
    "file": (),
}
WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]{1,2000}", re.IGNORECASE)


def filter_content(params: dict, *, semantics: list, library_semantics) -> tuple[dict, list[Finding]]:
    """``(what may be served, findings)``. ``library_semantics(identity)`` gives a nested library's fields, None for one
    that is not there."""
    work = Filter(library_semantics)
    kept = work.fields(params, fields_of(semantics), depth=0)
    return kept, work.findings()


class Filter:
    """One pass over one content; remembers what it took out."""

    def __init__(self, library_semantics):
        self.library_semantics = library_semantics
        self.scripts: list[str] = []
        self.dropped: list[str] = []
        self.slow: list[str] = []

    def findings(self) -> list[Finding]:
        found = []
        script = ERROR if conf.setting("H5P_REFUSES_SCRIPT") else WARNING
        for code, level, places in (
            ("script-in-text", script, self.scripts),
            ("pattern-too-slow", ERROR, self.slow),
            ("content-left-out", WARNING, self.dropped),
        ):
            if places:
                more = "" if len(places) <= 3 else f" +{len(places) - 3}"
                found.append(Finding(code, level, detail=", ".join(places[:3]) + more))
        return found

    def fields(self, values, fields: list[Field], *, depth: int, keep=()) -> dict:
        """A group's values: only known names, none that is null."""
        if not isinstance(values, dict) or depth > MAX_DEPTH:
            return {}
        by_name = {field.name: field for field in fields}
        kept = {}
        for name, value in values.items():
            if name in keep:
                kept[name] = value
            elif name in by_name:
                filtered = self.value(value, by_name[name], depth=depth + 1)
                if filtered is not None:
                    kept[name] = filtered
            elif value is not None:
                self.dropped.append(name)
        return kept

    def value(self, value, field: Field, *, depth: int):
        """The filtered value, None to leave it away."""
        if value is None or depth > MAX_DEPTH or not field.type:
            return None
        return getattr(self, f"_{field.type}")(value, field, depth)

    def _text(self, value, field, depth):
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            return ""
        tags = field.tags
        if html_text.holds_script(value, as_html=tags is not None):
            self.scripts.append(field.name)
        longest = number(field.spec.get("maxLength"))
        if longest is not None and longest >= 0:
            value = value[: int(longest)]
        if tags is None:
            value = html_text.plain(value)
        else:
            value = html_text.clean(value, tags=tags, font=field.spec.get("font"))
        if not (value == "" and field.is_optional) and not self._matches(value, field):
            return ""
        return value

    def _matches(self, value, field) -> bool:
        rule = field.spec.get("regexp")
        if not isinstance(rule, dict) or not isinstance(rule.get("pattern"), str):
            return True
        flags = regex.V0
        modifiers = rule.get("modifiers") if isinstance(rule.get("modifiers"), str) else ""
        for letter, flag in (("i", regex.I), ("m", regex.M), ("s", regex.S)):
            flags |= flag if letter in modifiers else 0
        if field.name in self.slow or len(rule["pattern"]) > 2000:
            return True
        try:
            return regex.search(rule["pattern"], value[:10_000], flags, timeout=PATTERN_SECONDS) is not None
        except TimeoutError:
            self.slow.append(field.name)
            return True
        except (regex.error, RecursionError, MemoryError, OverflowError, ValueError):
            return True  # JavaScript's own flavour: not ours to judge

    def _number(self, value, field, depth):
        found = number(value)
        if found is None:
            found = 0
        least, most, step, decimals = (
            number(field.spec.get(key)) for key in ("min", "max", "step", "decimals")
        )
        if least is not None:
            found = max(found, least)
        if most is not None:
            found = min(found, most)
        if step:
            found = _on_step(found, least or 0, step)
        if decimals is not None and 0 <= decimals <= 12:
            found = round(found, int(decimals))
        return int(found) if isinstance(found, float) and found.is_integer() else found

    def _boolean(self, value, field, depth):
        return value if isinstance(value, bool) else False

    def _select(self, value, field, depth):
        values = [option for option, label in field.options]
        if field.spec.get("multiple") is True:
            chosen = value if isinstance(value, list) else [value]
            return [html_text.plain(str(one)) for one in chosen if str(one) in values or not values]
        if isinstance(value, list):
            value = value[0] if value else ""
        if isinstance(value, (dict, bool)):
            value = ""
        if values and str(value) not in values:
            if field.is_optional:  # nothing was chosen; the first option would be a choice that nobody made
                return "" if value == "" else None
            value = values[0]
        return html_text.plain(str(value))

    def _list(self, value, field, depth):
        item = field.item
        if isinstance(value, dict):
            value = list(value.values())
        if not isinstance(value, list) or item is None:
            return []
        most = number(field.spec.get("max"))
        if most is not None and most >= 0 and len(value) > most:
            self.dropped.append(field.name)
            value = value[: int(most)]
        filtered = (self.value(one, item, depth=depth + 1) for one in value)
        return [one for one in filtered if one is not None]

    def _group(self, value, field, depth):
        if field.is_flattened:
            return self.value(value, field.fields[0], depth=depth + 1)
        keep = ()
        if field.spec.get("isSubContent") is True and isinstance(value, dict):
            keep = ("subContentId",) if _is_uuid(value.get("subContentId")) else ()
        return self.fields(value, field.fields, depth=depth, keep=keep)

    def _library(self, value, field, depth):
        if not isinstance(value, dict) or not isinstance(value.get("library"), str):
            return None
        identity = Identity.parse(value["library"])
        semantics = None
        if identity is not None and identity in field.libraries:
            semantics = self.library_semantics(identity)
        if semantics is None:
            self.dropped.append(value["library"][:60])
            return None
        kept = {
            "library": str(identity),
            "params": self.fields(value.get("params"), fields_of(semantics), depth=depth + 1),
        }
        if _is_uuid(value.get("subContentId")):
            kept["subContentId"] = value["subContentId"]
        if isinstance(value.get("metadata"), dict):
            kept["metadata"] = metadata(value["metadata"])
        for name in field.extra_attributes:
            if name not in kept and isinstance(value.get(name), (str, int, float, bool)):
                kept[name] = _plain_value(value[name])
        return kept

    def _image(self, value, field, depth):
        return self._file_like(value, "image", field)

    def _file(self, value, field, depth):
        return self._file_like(value, "file", field)

    def _video(self, value, field, depth):
        return self._sources(value, "video", field)

    def _audio(self, value, field, depth):
        return self._sources(value, "audio", field)

    def _sources(self, value, kind, field):
        if isinstance(value, dict):
            value = list(value.values()) if "path" not in value else [value]
        found = (self._file_like(one, kind, field) for one in as_list(value))
        return [one for one in found if one is not None]

    def _file_like(self, value, kind, field):
        if not isinstance(value, dict):
            return None
        path = file_path(value.get("path"))
        if path is None:
            self.dropped.append(str(value.get("path"))[:60])
            return None
        kept = {"path": path, "mime": html_text.plain(str(value.get("mime") or ""))[:120]}
        for key in MEDIA_KEYS[kind]:
            item = value.get(key)
            if key == "quality" and isinstance(item, dict):
                level = number(item.get("level"))
                kept[key] = {
                    "level": level or 0,
                    "label": html_text.plain(str(item.get("label") or ""))[:120],
                }
            elif key == "codecs" and isinstance(item, str):
                kept[key] = html_text.plain(item)[:120]
            elif key not in ("quality", "codecs") and (size := number(item)) is not None:
                kept[key] = size
        original = value.get("originalImage")
        if (
            kind == "image"
            and isinstance(original, dict)
            and (inner := self._file_like({**original, "originalImage": None}, "image", field))
        ):
            kept["originalImage"] = inner
        if isinstance(value.get("copyright"), dict):
            kept["copyright"] = {
                key: html_text.plain(str(value["copyright"][key]))[:2000]
                for key in COPYRIGHT
                if isinstance(value["copyright"].get(key), (str, int))
            }
        for name in field.extra_attributes:
            extra = value.get(name)
            if name in kept or not isinstance(extra, (dict, str, int, float, bool)):
                continue
            if isinstance(extra, dict):  # such as the name of a film's quality
                kept[name] = {
                    html_text.plain(key)[:120]: _plain_value(one)
                    for key, one in list(extra.items())[:50]
                    if isinstance(one, (str, int, float, bool))
                }
            else:
                kept[name] = _plain_value(extra)
        return kept


def file_path(path) -> str | None:
    """A path below content/ or a web address, always by https; None for everything else."""
    if not isinstance(path, str) or not path:
        return None
    path = path.removesuffix("#tmp")
    if WEB_ADDRESS.fullmatch(path):
        return "https://" + path.split("://", 1)[1]
    return None if faults_of_name(path) or any(sign in path for sign in "\"'<>") else path


def metadata(value: dict) -> dict:
    """Author, license and title of a part, as plain text."""
    kept = {
        key: html_text.plain(str(value[key]))[:5000]
        for key in METADATA
        if isinstance(value.get(key), (str, int))
    }
    for key, names in (("authors", ("name", "role")), ("changes", ("date", "author", "log"))):
        rows = [row for row in as_list(value.get(key)) if isinstance(row, dict)]
        if rows:
            kept[key] = [
                {name: html_text.plain(row[name])[:1000] for name in names if isinstance(row.get(name), str)}
                for row in rows[:100]
            ]
    return kept


def _plain_value(value):
    return html_text.plain(value)[:5000] if isinstance(value, str) else value


def _on_step(value, least, step):
    try:
        distance = (Decimal(str(value)) - Decimal(str(least))) % Decimal(str(step))
    except (InvalidOperation, ZeroDivisionError):
        return value
    result = Decimal(str(value)) - distance
    return int(result) if result == result.to_integral_value() else float(result)


def _is_uuid(value) -> bool:
    try:
        return isinstance(value, str) and len(value) == 36 and bool(uuid.UUID(value))
    except ValueError:
        return False
