"""One tab per language, made from the settings."""

from django.conf import settings
from django.utils.functional import lazy
from django.utils.text import capfirst, format_lazy
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, TitleFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput

# Plain texts of several lines: Wagtail does not see that they are.
LONG_TEXTS = {"summary", "content_note", "note", "what_changed"}


def language_tabs(names: list[str], *, title: str | None = None) -> list[ObjectList]:
    """A tab per language with the fields ``names``. From the field ``title`` in the default language the slug is made."""
    return [
        ObjectList([_panel(name, code, language, is_title=name == title) for name in names], heading=language)
        for code, language in settings.LANGUAGES
    ]


def language_panels(name: str) -> list:
    """One text in every language, below one another, for things too small for tabs."""
    return [_panel(name, code, language, is_title=False) for code, language in settings.LANGUAGES]


def _panel(name, code, language, *, is_title):
    column = build_localized_fieldname(name, code)
    if is_title and code == settings.LANGUAGE_CODE:
        return TitleFieldPanel(column, targets=["slug"])
    widget = {"widget": AdminAutoHeightTextInput} if name in LONG_TEXTS else {}
    return LanguagePanel(column, language=language, **widget)


class LanguagePanel(FieldPanel):
    """A ``FieldPanel`` whose heading is the field's name and the language: comparisons show both languages at once."""

    def __init__(self, field_name, *, language, **kwargs):
        super().__init__(field_name, **kwargs)
        self.language = language

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "language": self.language}

    def on_model_bound(self):
        super().on_model_bound()
        original = self.model._meta.get_field(self.db_field.translated_field.name)
        self.heading = format_lazy(
            "{field} ({language})", field=lazy(capfirst, str)(original.verbose_name), language=self.language
        )


class InlineFormsPanel(InlinePanel):
    """An ``InlinePanel`` whose rows are forms of the class ``row_form``."""

    def __init__(self, relation_name, *args, row_form, **kwargs):
        super().__init__(relation_name, *args, **kwargs)
        self.row_form = row_form

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "row_form": self.row_form}

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = self.row_form
        return options
