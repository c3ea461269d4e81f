"""The home page."""

from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from courses.models.page import ContentPage
from courses.panels import page_edit_handler


class HomePage(ContentPage):
    introduction = RichTextField(
        _("introduction"), blank=True, features=["h3", "bold", "italic", "ol", "ul", "link"]
    )

    translated_texts = [*ContentPage.translated_texts, "introduction"]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CourseIndexPage"]
    max_count = 1
    edit_handler = page_edit_handler(translated_texts, label=_("Settings"))

    class Meta:
        verbose_name = _("home page")
