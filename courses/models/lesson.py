"""A lesson: the page that teaches."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from courses.blocks import lesson_blocks
from courses.change_form import ChangingForm, change_tab
from courses.models.page import ContentPage, CoursePart
from courses.panels import page_edit_handler
from courses.signing import waits_for_signature


class LessonForm(ChangingForm):
    has_body = True


class LessonPage(CoursePart):
    body = StreamField(lesson_blocks(), verbose_name=_("body"), blank=True)
    content_note = models.TextField(
        _("content note"), blank=True, help_text=_("Difficult matters that come up, said beforehand.")
    )
    minutes = models.PositiveSmallIntegerField(
        _("estimated minutes"), default=10, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )

    translated_texts = ["heading", "summary", "content_note", "body"]
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("heading_zh_hans"),
        index.SearchField("heading_en"),
        index.SearchField("body_zh_hans"),
        index.SearchField("body_en"),
    ]
    parent_page_types = ["courses.ModulePage"]
    subpage_types = []
    base_form_class = LessonForm
    edit_handler = page_edit_handler(
        translated_texts, FieldPanel("minutes"), label=_("Settings"), further=[change_tab()]
    )

    is_lesson = True

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def waits_for_signature_in(self, language: str) -> bool:
        known = self.__dict__.setdefault("_waiting", {})
        if language not in known:
            known[language] = not self.in_preview and waits_for_signature(self, language)
        return known[language]

    @property
    def shown_language(self) -> str:
        """A lesson is shown in the language of its body; its heading alone is not a translation."""
        return self.language_shown_of(
            "body" if any(self.in_language("body", code) for code in self.languages) else "heading"
        )
