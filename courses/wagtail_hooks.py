"""What courses adds to Wagtail's admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from courses.models import CourseIndexPage
from courses.schedule import REFUSED
from courses.viewsets import SourcesGroup

register_snippet(SourcesGroup)


class WelcomePanel(Component):
    """Links to the places of work, in the words of those who work there."""

    name = "welcome"
    order = 10
    template_name = "courses/workshop/welcome.html"

    def get_context_data(self, parent_context=None):
        return {"index": CourseIndexPage.objects.first()}


@hooks.register("construct_homepage_panels")
def say_where_to_begin(request, panels):
    panels.append(WelcomePanel())


@hooks.register("insert_global_admin_css")
def workshop_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/workshop.css"))


@hooks.register("construct_main_menu")
def hide_what_is_not_used(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name not in ("help", "snippets")]


@hooks.register("register_log_actions")
def words_for_the_history(actions):
    @actions.register_action(REFUSED)
    class Refused(LogFormatter):
        label = gettext_lazy("Not published: something is missing")

        def format_message(self, log_entry):
            message = _("Its time had come, but it could not go live. %(problems)s")
            return message % {"problems": " ".join(log_entry.data.get("problems", []))}
