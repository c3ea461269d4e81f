"""A module: lessons in an order."""

from django.utils.translation import gettext_lazy as _

from courses.change_form import ChangingForm, change_tab
from courses.models.page import CoursePart
from courses.panels import page_edit_handler


class ModulePage(CoursePart):
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    base_form_class = ChangingForm
    edit_handler = page_edit_handler(CoursePart.translated_texts, label=_("Settings"), further=[change_tab()])

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def teaches_something(self) -> bool:
        return self.get_children().live().exists()

    def lessons_that_change_with_it(self) -> list:
        return list(self.get_children().live().specific())
