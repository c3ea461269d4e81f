"""Begin a course; my learning."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.models import CoursePage
from learning.enrolments.access import may_open
from learning.enrolments.enrol import NoPosting, cadre_of, enrol
from learning.enrolments.pages import refusal


@require_POST
@login_required
def begin(request, course_pk: int):
    """Enrol and go to the first lesson. Twice: the same enrolment."""
    course = get_object_or_404(CoursePage.objects.live(), pk=course_pk)
    access = may_open(request.user, course)
    if not access.allowed:
        return refusal(request, course, access)
    cadre = cadre_of(request.user)
    try:
        if cadre is None:
            raise NoPosting
        enrol(cadre=cadre, course=course)
    except NoPosting:
        return render(
            request,
            "learning/enrolments/refused.html",
            {"course": course, "reason": "no-posting"},
            status=403,
        )
    messages.success(request, _("You have begun this course. Your progress is kept."))
    return redirect(course.get_url(request))
