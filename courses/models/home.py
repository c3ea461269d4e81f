"""The home page."""

from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import PageManager

from courses.models.page import ContentPage


class HomePage(ContentPage):
    introduction = RichTextField(_("introduction"), blank=True, features=["h3", "bold", "italic", "ol", "ul", "link"])

    translated_texts = [*ContentPage.translated_texts, "introduction"]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CourseIndexPage"]
    max_count = 1
    objects = PageManager()

    class Meta:
        verbose_name = _("home page")
