"""The editor's two fixed forms: who made a part and under which licence, and the rights of a picture or film."""

from django.utils.translation import gettext as _

LICENSES = ("U", "CC BY", "CC BY-SA", "CC BY-ND", "CC BY-NC", "CC BY-NC-SA", "CC BY-NC-ND", "CC0 1.0", "CC PDM", "GNU GPL", "PD", "ODC PDDL", "C")  # fmt: skip


def _text(name, label, **more) -> dict:
    return {"name": name, "type": "text", "label": str(label), "optional": True, **more}


def _license() -> dict:
    return {
        "name": "license",
        "type": "select",
        "label": _("License"),
        "default": "U",
        "options": [{"value": code, "label": _("Not said") if code == "U" else code} for code in LICENSES],
    }


def copyright_semantics() -> dict:
    return {
        "name": "copyright",
        "type": "group",
        "label": _("Rights of use"),
        "fields": [
            _text("title", _("Title")),
            _text("author", _("Author")),
            _text("year", _("Year")),
            _text("source", _("Source")),
            _license(),
            _text("version", _("Version")),
        ],
    }


def metadata_semantics() -> list[dict]:
    person = {
        "name": "author",
        "type": "group",
        "fields": [
            _text("name", _("Author")),
            {
                "name": "role",
                "type": "select",
                "default": "Author",
                "options": [
                    {"value": role, "label": role} for role in ("Author", "Editor", "Licensee", "Originator")
                ],
            },
        ],
    }
    change = {
        "name": "change",
        "type": "group",
        "label": _("Changes"),
        "fields": [_text("date", _("Date")), _text("author", _("Author")), _text("log", _("Changes"))],
    }
    return [
        {"name": "title", "type": "text", "label": _("Title")},
        _text("a11yTitle", _("Title")),
        _license(),
        {"name": "licenseVersion", "type": "select", "label": _("Version"), "options": [], "optional": True},
        {
            "name": "yearFrom",
            "type": "number",
            "label": _("Year"),
            "min": -9999,
            "max": 9999,
            "optional": True,
        },
        {"name": "yearTo", "type": "number", "label": _("Year"), "min": -9999, "max": 9999, "optional": True},
        _text("source", _("Source")),
        {"name": "authors", "type": "list", "field": person},
        _text("licenseExtras", _("More about the license"), widget="textarea"),
        {"name": "changes", "type": "list", "field": change},
        _text("authorComments", _("Changes"), widget="textarea"),
        _text("contentType", _("Content type"), widget="none"),
        _text("defaultLanguage", _("Language"), widget="none"),
    ]
