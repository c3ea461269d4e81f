"""A module: lessons in an order."""

from django.utils.translation import gettext_lazy as _

from courses.models.page import CoursePart


class ModulePage(CoursePart):
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
