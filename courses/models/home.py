"""The home page."""

from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

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

    def route(self, request, path_components):
        """One look-up by address instead of a walk down the tree (two queries a level). What is not found so, or not live,
        takes Wagtail's own way."""
        if path_components:
            wanted = f"{self.url_path}{'/'.join(path_components)}/"
            page = Page.objects.filter(url_path=wanted, path__startswith=self.path, live=True).first()
            if page is not None:
                return RouteResult(page.specific)
        return super().route(request, path_components)

    class Meta:
        verbose_name = _("home page")
