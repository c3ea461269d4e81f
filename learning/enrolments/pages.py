"""From a page to the course around it, with the question whether this person may open it."""

from dataclasses import dataclass

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import render

from courses.models import CoursePage, LessonPage
from courses.outline import Outline, OutlineLesson, OutlineModule, outline_of
from learning.enrolments.access import Access, may_open


@dataclass(frozen=True)
class LessonHere:
    """A live lesson within its course, as the outline knows it."""

    lesson: LessonPage
    course: CoursePage
    outline: Outline
    lesson_outline: OutlineLesson
    module_outline: OutlineModule


def lesson_or_refusal(request, lesson_pk: int):
    """``LessonHere``, or the response that refuses. A lesson that is not live, or has no live course, is a 404."""
    lesson = LessonPage.objects.live().filter(pk=lesson_pk).first()
    course = lesson.course if lesson else None
    if course is None or not course.live:
        raise Http404
    access = may_open(request.user, course)
    if not access.allowed:
        return refusal(request, course, access)
    outline = outline_of(course)
    key = str(lesson.content_key)
    if outline.lesson(key) is None:
        raise Http404
    return LessonHere(
        lesson=lesson,
        course=course,
        outline=outline,
        lesson_outline=outline.lesson(key),
        module_outline=outline.module_of(key),
    )


def refusal(request, course: CoursePage, access: Access):
    """To the sign-in, or a page that says in words why not and what to do."""
    if access.reason == "sign-in":
        return redirect_to_login(request.get_full_path())
    return render(
        request, "learning/enrolments/refused.html", {"course": course, "reason": access.reason}, status=403
    )
