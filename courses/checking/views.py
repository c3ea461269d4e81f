"""The report of a course: every lesson with what was found in it, as its newest draft stands."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Revision

from courses.checking.lesson import check_lessons
from courses.models import CoursePage, LessonPage


class CourseChecksView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "courses/checking/report.html"
    header_icon = "glasses"
    _show_breadcrumbs = True

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("quizzes.change_question"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("Checks of the texts")

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("course-states"), "label": _("Courses and their states")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_page_subtitle(self):
        return self.course.get_admin_display_title()

    def get_context_data(self, **kwargs):
        self.course = get_object_or_404(CoursePage, pk=self.kwargs["course_pk"])
        lessons = drafts_of(self.course)
        found = check_lessons(lessons)
        rows = [{"lesson": lesson, "findings": found[lesson.pk]} for lesson in lessons if found[lesson.pk]]
        clean = len(lessons) - len(rows)
        return super().get_context_data(course=self.course, rows=rows, clean=clean, **kwargs)


def drafts_of(course: CoursePage) -> list[LessonPage]:
    """The lessons of a course as their newest drafts stand. Two queries."""
    lessons = list(LessonPage.objects.descendant_of(course).order_by("path"))
    newest = Revision.objects.in_bulk(
        [lesson.latest_revision_id for lesson in lessons if lesson.has_unpublished_changes]
    )
    return [
        lesson.with_content_json(newest[lesson.latest_revision_id].content)
        if lesson.latest_revision_id in newest
        else lesson
        for lesson in lessons
    ]
