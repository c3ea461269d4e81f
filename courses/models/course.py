"""The list of courses, and a course."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from courses.change_form import CourseForm, change_tab
from courses.models.page import ContentPage, CoursePart
from courses.panels import page_edit_handler


class CourseIndexPage(ContentPage):
    parent_page_types = ["courses.HomePage"]
    subpage_types = ["courses.CoursePage"]
    edit_handler = page_edit_handler(ContentPage.translated_texts, label=_("Settings"))

    class Meta:
        verbose_name = _("course list")


class CoursePage(CoursePart):
    """A course. ``translation_key`` (Wagtail's) names it in evidence; it survives renaming, moving and publishing."""

    class Audience(models.TextChoices):
        PUBLIC = "public", _("everybody, without an account")
        CADRES = "cadres", _("cadres only")

    public_title = models.CharField(
        _("neutral public title"),
        max_length=200,
        blank=True,
        help_text=_(
            "On certificates and notices: tells nobody that somebody is a survivor. Empty: the heading."
        ),
    )
    introduction = RichTextField(
        _("introduction"), blank=True, features=["h3", "h4", "bold", "italic", "ol", "ul", "link"]
    )
    content_note = models.TextField(
        _("content note"), blank=True, help_text=_("Difficult matters that come up, said beforehand.")
    )
    audience = models.CharField(
        _("who may read it"), max_length=10, choices=Audience.choices, default=Audience.CADRES
    )
    posts = models.JSONField(
        _("posts it is for"), default=list, blank=True, help_text=_("None chosen: every post.")
    )
    topics = ParentalManyToManyField(
        "courses.Topic", blank=True, related_name="courses", verbose_name=_("topics")
    )
    requires_legal_review = models.BooleanField(
        _("to be reviewed by a lawyer"),
        default=True,
        help_text=_("Shown on every page of the course until it is taken away."),
    )

    translated_texts = ["heading", "public_title", "summary", "introduction", "content_note"]
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("heading_zh_hans"),
        index.SearchField("heading_en"),
    ]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.ModulePage"]
    base_form_class = CourseForm
    edit_handler = page_edit_handler(
        translated_texts,
        FieldPanel("audience", widget=forms.RadioSelect),
        FieldPanel("posts"),
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
        FieldPanel("requires_legal_review"),
        label=_("Settings"),
        further=[change_tab()],
    )

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def teaches_something(self) -> bool:
        return self.get_descendants().live().filter(depth=self.depth + 2).exists()

    def lessons_that_change_with_it(self) -> list:
        modules = self.get_children().live()
        below = self.get_descendants().live().filter(depth=self.depth + 2).specific()
        shown = tuple(module.path for module in modules)
        return [lesson for lesson in below if lesson.path.startswith(shown)]

    @property
    def is_public(self) -> bool:
        return self.audience == self.Audience.PUBLIC
