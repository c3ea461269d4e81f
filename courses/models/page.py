"""What all our pages share: a heading in every language, and a working title that Wagtail can keep.

``Page.title`` is the editors' working title. It is filled from the heading in the default language, because Wagtail's
own columns are never translated (see the README, "Languages").
"""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
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
        return self.language_shown_of("heading")

    def language_shown_of(self, field: str) -> str:
        """The language in which ``field`` is shown to somebody who reads in the active language."""
        asked = get_language()
        order = [asked, *(code for code, name in settings.LANGUAGES if code != asked)]
        return next((code for code in order if code and self.in_language(field, code)), asked or settings.LANGUAGE_CODE)

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


class CoursePart(ContentPage):
    """Abstract: a course, or a page inside one."""

    class Meta:
        abstract = True

    @cached_property
    def course(self):
        """The course that this page is or belongs to, None for a page that was moved out of one. One query."""
        model = apps.get_model("courses", "CoursePage")
        if isinstance(self, model):
            return self
        paths = [self.path[:end] for end in range(self.steplen, len(self.path), self.steplen)]
        return model.objects.filter(path__in=paths).first()
