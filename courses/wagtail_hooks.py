"""What courses adds to Wagtail's admin, and what it leaves away."""

from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogFormatter
from wagtail.models import Page, ReferenceIndex
from wagtail.snippets.models import register_snippet

from courses.changes import asks_for_change
from courses.checking.views import CourseChecksView
from courses.exchange.views import ExchangeViewSet
from courses.h5p.models import Activity
from courses.home.panels import AllCoursesView, CoursesPanel, WaitingPanel, WelcomePanel
from courses.home.style_guide import style_guide
from courses.models import LegalSource, PlannedChange
from courses.models.page import CoursePart
from courses.quiz_changes import ask_what_a_quiz_changes
from courses.reuse_views import ReuseViewSet
from courses.schedule import REFUSED
from courses.translating.views import TranslatingViewSet
from courses.viewsets import SourcesGroup
from quizzes.models import Quiz

register_snippet(SourcesGroup)
# What Wagtail shows on the first page, in its own words; ours says the same in those of the trade.
WAGTAILS_OWN = {"workflow_objects_to_moderate", "user_objects_in_workflow_moderation", "recent_edits"}


@hooks.register("register_admin_viewset")
def work_on_courses():
    return [TranslatingViewSet(), ExchangeViewSet(), ReuseViewSet()]


@hooks.register("construct_homepage_panels")
def say_where_to_begin(request, panels):
    panels[:] = [panel for panel in panels if panel.name not in WAGTAILS_OWN]
    panels += [WaitingPanel(), CoursesPanel(), WelcomePanel()]


@hooks.register("register_admin_urls")
def pages_of_the_workshop():
    return [
        path("style-guide/", style_guide, name="style-guide"),
        path("course-states/", AllCoursesView.as_view(), name="course-states"),
        path("course-checks/<int:course_pk>/", CourseChecksView.as_view(), name="course-checks"),
    ]


@hooks.register("construct_homepage_summary_items", order=1000)
def count_nothing(request, summary_items):
    summary_items.clear()


@hooks.register("insert_global_admin_css")
def workshop_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/workshop.css"))


@hooks.register("construct_main_menu")
def hide_what_is_not_used(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name not in ("help", "snippets", "forms")]


@hooks.register("before_delete_snippet")
def keep_what_is_in_use(request, instances):
    """A quiz or a law that content points at is not deleted: lessons would lose a step or their source in silence."""
    used = [
        str(instance)
        for instance in instances
        if isinstance(instance, (Quiz, LegalSource, Activity))
        and ReferenceIndex.get_references_to(instance).exists()
    ]
    if used:
        message = _("Still in use, so it has not been deleted: %(names)s. “Usage” shows where.")
        messages.error(request, message % {"names": ", ".join(used)})
        return redirect("wagtailadmin_home")
    return None


@hooks.register("before_bulk_action")
def ask_what_each_means(request, action_type, objects, action_class_instance):
    """A list of chosen pages goes live only when each draft says whether it is minor or material."""
    if action_type != "publish" or request.method != "POST":
        return None
    pages = [page.specific for page in objects if isinstance(page, Page)]
    pages = [page for page in pages if isinstance(page, CoursePart)]
    planned = set(PlannedChange.objects.filter(page__in=pages).values_list("page", flat=True))
    open_ones = [page for page in pages if page.pk not in planned and asks_for_change(page)]
    if not open_ones:
        return None
    message = _(
        "Nothing has been published. Say first on each page whether its change is minor or material: %(pages)s."
    )
    messages.error(
        request, message % {"pages": ", ".join(page.get_admin_display_title() for page in open_ones)}
    )
    return redirect("wagtailadmin_pages:edit", open_ones[0].pk)


hooks.register("before_edit_snippet", ask_what_a_quiz_changes)


@hooks.register("register_log_actions")
def words_for_the_history(actions):
    @actions.register_action(REFUSED)
    class Refused(LogFormatter):
        label = gettext_lazy("Not published: something is missing")

        def format_message(self, log_entry):
            message = _("Its time had come, but it could not go live. %(problems)s")
            return message % {"problems": " ".join(log_entry.data.get("problems", []))}
