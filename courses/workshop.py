"""The first page of the CMS: where to begin, and what the signed-in person has not published yet."""

from wagtail.admin.ui.components import Component
from wagtail.models import Page

from courses.models import CourseIndexPage
from quizzes.models import Quiz

SHOWN = 8


class WelcomePanel(Component):
    """Links to the places where content is written, for those who may write it."""

    name = "welcome"
    order = 10
    template_name = "courses/workshop/welcome.html"

    def get_context_data(self, parent_context=None):
        if not parent_context["request"].user.has_perm("quizzes.change_question"):
            return {}
        return {"writes": True, "index": CourseIndexPage.objects.first()}


class DraftsPanel(Component):
    """Pages and quizzes whose newest version is hers and not live, newest first. Three queries."""

    name = "my_drafts"
    order = 20
    template_name = "courses/workshop/drafts.html"

    def get_context_data(self, parent_context=None):
        user = parent_context["request"].user
        mine = {"has_unpublished_changes": True, "latest_revision__user": user}
        pages = Page.objects.filter(**mine).order_by("-latest_revision_created_at")
        quizzes = Quiz.objects.filter(**mine).order_by("-latest_revision__created_at")
        return {"pages": pages.specific()[:SHOWN], "quizzes": quizzes[:SHOWN]}
