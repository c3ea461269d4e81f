"""A module: lessons in an order."""

from django.utils.translation import gettext_lazy as _

from courses.models.page import CoursePart
from courses.panels import page_edit_handler


class ModulePage(CoursePart):
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    edit_handler = page_edit_handler(CoursePart.translated_texts, label=_("Settings"))

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
