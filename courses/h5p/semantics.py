"""A content type's semantics.json: what its fields are. Strangers wrote it, so nothing in it is taken for granted."""

from dataclasses import dataclass

from courses.h5p.manifest import Identity

TYPES = {"text", "number", "boolean", "select", "list", "group", "library", "image", "video", "audio", "file"}
MEDIA = {"image", "video", "audio", "file"}


@dataclass(frozen=True)
class Field:
    """One field. ``spec`` is its object in semantics.json."""

    spec: dict

    @property
    def name(self) -> str:
        return text(self.spec.get("name"))

    @property
    def type(self) -> str:
        kind = self.spec.get("type")
        return kind if isinstance(kind, str) and kind in TYPES else ""

    @property
    def is_optional(self) -> bool:
        return self.spec.get("optional") in (True, "true")  # both are found in libraries

    @property
    def is_common(self) -> bool:
        """A text of the interface, which is the same in most activities."""
        return self.spec.get("common") is True

    @property
    def widget(self) -> str:
        return text(self.spec.get("widget"))

    @property
    def tags(self) -> list | None:
        """The tags that a text may hold; None for plain text."""
        tags = self.spec.get("tags")
        return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else None

    @property
    def extra_attributes(self) -> list[str]:
        """What the value may hold besides what its type has."""
        return [name for name in as_list(self.spec.get("extraAttributes")) if isinstance(name, str)]

    @property
    def count_at_first(self) -> int:
        """How many items a new list begins with."""
        found = next((n for key in ("defaultNum", "min") if isinstance(n := self.spec.get(key), int)), 0)
        return found if 0 < found <= 20 else 0

    @property
    def fields(self) -> list["Field"]:
        return fields_of(self.spec.get("fields"))

    @property
    def item(self) -> "Field | None":
        """What a list is a list of."""
        inner = self.spec.get("field")
        return Field(inner) if isinstance(inner, dict) else None

    @property
    def is_flattened(self) -> bool:
        """Groups of one field are kept as that field's value, unless they are sub-content."""
        return self.type == "group" and len(self.fields) == 1 and self.spec.get("isSubContent") is not True

    @property
    def options(self) -> list[tuple[str, str]]:
        """``[(value, label)]`` of a select, groups of options laid flat."""
        found, waiting = [], list(as_list(self.spec.get("options")))
        while waiting:
            option = waiting.pop(0)
            if isinstance(option, dict):
                if option.get("type") == "optgroup":
                    waiting = [
                        *as_list(
                            option.get("label")
                            if isinstance(option.get("label"), list)
                            else option.get("options")
                        ),
                        *waiting,
                    ]
                elif isinstance(option.get("value"), (str, int, float)):
                    found.append((str(option["value"]), text(option.get("label")) or str(option["value"])))
        return found

    @property
    def libraries(self) -> list[Identity]:
        """What may be chosen in a library field."""
        named = [
            option.get("name") if isinstance(option, dict) else option
            for option in as_list(self.spec.get("options"))
        ]
        return [identity for name in named if isinstance(name, str) and (identity := Identity.parse(name))]


def fields_of(semantics) -> list[Field]:
    return [
        Field(spec)
        for spec in as_list(semantics)
        if isinstance(spec, dict) and isinstance(spec.get("name"), str)
    ]


def text(value) -> str:
    return value if isinstance(value, str) else ""


def as_list(value) -> list:
    return value if isinstance(value, list) else []


def number(value):
    """An int or a finite float, from a number or its digits; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = float(value) if "." in value or "e" in value.lower() else int(value)
        except (ValueError, OverflowError):
            return None
    if isinstance(value, (int, float)) and abs(value) < 1e15:
        return value
    return None


def libraries_in(params) -> list[Identity]:
    """The libraries that parameters name, in the order in which they come. They are loaded besides the declared ones."""
    found: dict[Identity, bool] = {}
    waiting = [params]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting = [*item, *waiting]
        elif isinstance(item, dict):
            if isinstance(item.get("library"), str) and (identity := Identity.parse(item["library"])):
                found[identity] = True
            waiting = [*item.values(), *waiting]
    return list(found)
