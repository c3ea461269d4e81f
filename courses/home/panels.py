"""The first page of the CMS: what waits, my courses, where to begin."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.home.states import courses_of, states_of
from courses.home.waiting import waiting_for
from courses.models import CourseIndexPage, CoursePage
from quizzes.models import Quiz

WRITES = "quizzes.change_question"
SHOWN = 8  # drafts of quizzes, and places of one course


class WelcomePanel(Component):
    """Links to the places where content is written, for those who may write it."""

    name = "welcome"
    order = 30
    template_name = "courses/workshop/welcome.html"

    def get_context_data(self, parent_context=None):
        if not parent_context["request"].user.has_perm(WRITES):
            return {}
        return {"writes": True, "index": CourseIndexPage.objects.first()}


class WaitingPanel(Component):
    """What waits for her, each one click from its place."""

    name = "waiting"
    order = 5
    template_name = "courses/workshop/waiting.html"

    def get_context_data(self, parent_context=None):
        user = parent_context["request"].user
        if not user.has_perm(WRITES):
            return {}
        quizzes = Quiz.objects.filter(has_unpublished_changes=True, latest_revision__user=user)
        return {
            "waiting": waiting_for(user),
            "quizzes": quizzes.order_by("-latest_revision__created_at")[:SHOWN],
            "shown": True,
        }


class CoursesPanel(Component):
    """My courses and their states."""

    name = "my_courses"
    order = 10
    template_name = "courses/workshop/courses.html"

    def get_context_data(self, parent_context=None):
        user = parent_context["request"].user
        if not user.has_perm(WRITES):
            return {}
        courses = courses_of(user)
        return {"shown": True, "states": states_of(courses), "most": SHOWN}


class AllCoursesView(WagtailAdminTemplateMixin, TemplateView):
    """Every course with every place of work; ``?course=<pk>`` shows one."""

    template_name = "courses/workshop/all_courses.html"
    header_icon = "list-ul"
    _show_breadcrumbs = True

    def get_page_title(self):
        return _("Courses and their states")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": reverse("course-states"), "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        courses = CoursePage.objects.order_by("path")
        asked = self.request.GET.get("course", "")
        if asked.isdecimal():
            courses = courses.filter(pk=int(asked))
        return super().get_context_data(states=states_of(list(courses)), **kwargs)
