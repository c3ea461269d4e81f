"""Mark a lesson as done; my learning."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.models import ModulePage
from learning.enrolments.enrol import NoPosting, cadre_of, enrol, enrolment_in
from learning.enrolments.pages import LessonHere, lesson_or_refusal
from learning.evidence import Witness
from learning.progress.complete import UnknownStep, record_step
from learning.progress.my_learning import my_courses
from learning.progress.refreshers import (
    begin_another_round,
    begin_refresher,
    due_in_lesson,
    finish_refresher,
)


@require_POST
@login_required
def lesson_done(request, lesson_pk: int):
    """The learner says she is done with a lesson that has no quiz. Twice: once."""
    here = lesson_or_refusal(request, lesson_pk)
    if not isinstance(here, LessonHere):
        return here
    cadre = cadre_of(request.user)
    try:
        if cadre is None:
            raise NoPosting
        enrolment = enrol(cadre=cadre, course=here.course)
        due = due_in_lesson(enrolment, here.lesson_outline.key)
        if due and not here.lesson_outline.shown_quiz_keys:
            refresher = begin_refresher(enrolment=enrolment, change=due.change)
            finish_refresher(refresher=refresher, witness=Witness.SELF)
            messages.success(request, _("Thank you. You have learned what changed in this lesson."))
        elif here.lesson_outline.step_keys == (here.lesson_outline.key,):
            record_step(enrolment=enrolment, step_key=here.lesson_outline.key, witness=Witness.SELF)
    except NoPosting:
        return render(
            request,
            "learning/enrolments/refused.html",
            {"course": here.course, "reason": "no-posting"},
            status=403,
        )
    except UnknownStep:
        messages.warning(request, _("This lesson is no longer part of the course. Nothing was recorded."))
        return redirect(here.course.get_url(request))
    _before, after = here.outline.neighbours(here.lesson_outline.key)
    return redirect("lesson", after.pk) if after else redirect(here.course.get_url(request))


@require_POST
@login_required
def refresher_again(request, lesson_pk: int):
    """The attempts of her refresher are used up: another round. Twice: the round that runs."""
    here = lesson_or_refusal(request, lesson_pk)
    if not isinstance(here, LessonHere):
        return here
    enrolment = enrolment_in(cadre_of(request.user), here.course.translation_key)
    due = due_in_lesson(enrolment, here.lesson_outline.key)
    if due:
        begin_another_round(enrolment=enrolment, due=due)
    return redirect(here.lesson.get_url(request))


@login_required
def my_learning(request):
    """Her courses with real progress, what is done, and what else there is."""
    return render(request, "learning/progress/my_learning.html", my_courses(request.user))


def lesson(request, lesson_pk: int):
    """To the lesson's own address, in the reader's language."""
    here = lesson_or_refusal(request, lesson_pk)
    return redirect(here.lesson.get_url(request)) if isinstance(here, LessonHere) else here


def module(request, module_pk: int):
    """To the module's own address, in the reader's language. The page itself asks who may open it."""
    return redirect(get_object_or_404(ModulePage.objects.live(), pk=module_pk).get_url(request))
