"""The home page."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from courses.models.page import ContentPage
from courses.panels import page_edit_handler

DEPTHS = {1: "CourseIndexPage", 2: "CoursePage", 3: "ModulePage", 4: "LessonPage"}  # below the home page


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
        """One look-up by address instead of a walk down the tree (two queries a level), of the type that usually stands so
        deep. What is not found so, or not live, takes Wagtail's own way."""
        if path_components:
            usual = DEPTHS.get(len(path_components))
            wanted = {
                "url_path": f"{self.url_path}{'/'.join(path_components)}/",
                "path__startswith": self.path,
                "live": True,
            }
            page = apps.get_model("courses", usual).objects.filter(**wanted).first() if usual else None
            if page is None and (other := Page.objects.filter(**wanted).first()):
                page = other.specific
            if page is not None:
                return RouteResult(page)
        return super().route(request, path_components)

    class Meta:
        verbose_name = _("home page")
