"""Guards the pages of courses, and remembers where a learner is. ``courses`` knows nothing of it."""

from django.http import Http404
from wagtail import hooks

from courses.models import CoursePage, LessonPage, ModulePage
from learning.enrolments.access import may_open
from learning.enrolments.enrol import cadre_of, enrolment_in
from learning.enrolments.models import Enrolment
from learning.enrolments.pages import refusal


@hooks.register("before_serve_page")
def guard_course_pages(page, request, serve_args, serve_kwargs):
    """Refuse who may not open it; for an enrolled cadre keep the lesson to resume at."""
    if not isinstance(page, (CoursePage, ModulePage, LessonPage)):
        return None
    course = page.course
    if course is None:
        return None
    if not course.live:
        raise Http404  # Wagtail itself serves live pages below one that is not
    access = may_open(request.user, course)
    if not access.allowed:
        return refusal(request, course, access)
    request.enrolment = enrolment_in(cadre_of(request.user), course.translation_key)
    if (
        isinstance(page, LessonPage)
        and request.enrolment
        and request.enrolment.last_step_key != str(page.content_key)
    ):
        Enrolment.objects.filter(pk=request.enrolment.pk).update(last_step_key=str(page.content_key))
    return None
