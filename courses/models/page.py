"""What all our pages share: a heading in every language, and a working title that Wagtail can keep.

``Page.title`` is the editors' working title. It is filled from the heading in the default language, because Wagtail's
own columns are never translated (see the README, "Languages").
"""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from wagtail.models import Page

from courses.slugs import slug_for


class ContentPage(Page):
    """Abstract. ``translated_texts`` names the fields that exist once per language, the heading first."""

    heading = models.CharField(_("heading"), max_length=200)
    summary = models.TextField(_("summary"), blank=True, help_text=_("One or two sentences, shown in lists."))

    translated_texts = ["heading", "summary"]
    show_in_menus_default = False

    class Meta:
        abstract = True

    def in_language(self, field: str, language: str):
        """The value of ``field`` in exactly this language, without fallback."""
        return getattr(self, build_localized_fieldname(field, language))

    def set_in_language(self, field: str, language: str, value):
        setattr(self, build_localized_fieldname(field, language), value)

    @property
    def headings(self) -> dict:
        """``{"zh-hans": "...", "en": "..."}`` of the languages that have one."""
        return {code: text for code, name in settings.LANGUAGES if (text := self.in_language("heading", code))}

    @property
    def languages(self) -> list[str]:
        """Codes of the languages in which this page can be read, that is: has a heading."""
        return list(self.headings)

    @property
    def shown_language(self) -> str:
        """The language that a reader really gets: her own, or the first one that exists."""
        languages = self.languages
        asked = get_language()
        return asked if asked in languages else (languages or [settings.LANGUAGE_CODE])[0]

    @property
    def is_fallback(self) -> bool:
        return self.shown_language != get_language()

    def get_admin_display_title(self):
        return self.heading or self.draft_title or self.title

    def full_clean(self, *args, **kwargs):
        headings = self.headings
        working_title = headings.get(settings.LANGUAGE_CODE) or next(iter(headings.values()), "")
        if working_title:
            self.title = working_title
            if not self.slug:
                self.slug = slug_for(working_title)
        super().full_clean(*args, **kwargs)
