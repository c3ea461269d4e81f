"""One tab per language, made from the settings."""

from django.conf import settings
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.panels import FieldPanel, ObjectList, TitleFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput


def language_tabs(names: list[str], *, title: str | None = None) -> list[ObjectList]:
    """A tab per language with the fields ``names``. From the field ``title`` in the default language the slug is made."""
    return [
        ObjectList([_panel(name, code, is_title=name == title) for name in names], heading=language)
        for code, language in settings.LANGUAGES
    ]


LONG_TEXTS = {
    "summary",
    "content_note",
    "note",
}  # plain texts of several lines: Wagtail does not see that they are


def _panel(name, code, *, is_title):
    column = build_localized_fieldname(name, code)
    if name in LONG_TEXTS:
        return FieldPanel(column, widget=AdminAutoHeightTextInput)
    if is_title and code == settings.LANGUAGE_CODE:
        return TitleFieldPanel(column, targets=["slug"])
    return FieldPanel(column)
