"""A quiz that counts, around the paper: where one stands with it, begin, and the result."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from learning.enrolments.enrol import NoPosting, cadre_of, enrol
from learning.enrolments.pages import LessonHere, lesson_or_refusal
from learning.progress.refreshers import registration_for
from learning.progress.trial_views import begin_trial, quiz_of
from quizzes.attempts import NoAttemptLeft, close_if_over, start_attempt
from quizzes.models import Attempt, Quiz
from quizzes.people import registrations_of
from quizzes.rules import deadline_of, seen_of
from quizzes.sight import result_of
from quizzes.standing import standing_of


@never_cache
@require_GET
def start_page(request, lesson_pk: int, quiz_key: str):
    """What the quiz asks for, and the button that begins it; for people without a post, the trial itself."""
    here = lesson_or_refusal(request, lesson_pk)
    if not isinstance(here, LessonHere):
        return here
    quiz = quiz_of(here, quiz_key)
    cadre = cadre_of(request.user)
    if cadre is None or not cadre.holds_a_post:
        return begin_trial(request, here, quiz)
    registration = registration_for(cadre, here.course, here.lesson_outline.key)
    standing = standing_of(registration=registration, quiz=quiz)
    context = {
        "here": here,
        "quiz": quiz,
        "standing": standing,
        "key": uuid.uuid4(),
        "minutes": minutes_for(quiz, cadre),
        "extra_time": cadre.extra_time,
        "shows_percent": _shows_percent(quiz, standing),
    }
    return render(request, "learning/progress/quiz_start.html", context)


@require_POST
@login_required
def start(request, lesson_pk: int, quiz_key: str):
    """Begin (or go on with) an attempt. The key was made with the button, so a double click begins one."""
    here = lesson_or_refusal(request, lesson_pk)
    if not isinstance(here, LessonHere):
        return here
    quiz = quiz_of(here, quiz_key)
    cadre = cadre_of(request.user)
    try:
        key = uuid.UUID(request.POST.get("key", ""))
        registration = _begun(cadre, here) if cadre else None
        attempt = (
            start_attempt(registration=registration, quiz=quiz, key=key, extra_percent=cadre.extra_time)
            if registration
            else None
        )
    except (NoPosting, NoAttemptLeft, ValueError):
        attempt = None
    if attempt is None or attempt.registration != registration:
        messages.warning(request, _("This quiz cannot be started now. What is possible is written below."))
        return redirect("quiz-start", lesson_pk, quiz_key)
    return redirect("quiz-attempt", lesson_pk, attempt.uuid)


@never_cache
@login_required
@require_GET
def result_page(request, lesson_pk: int, attempt_uuid):
    """What the quiz allows to be seen of the result (``quizzes/sight.py``), and no more."""
    here = lesson_or_refusal(request, lesson_pk)
    if not isinstance(here, LessonHere):
        return here
    attempt = own_attempt(request, attempt_uuid)
    was_open = attempt.state == Attempt.State.OPEN
    if not close_if_over(attempt=attempt):
        return redirect("quiz-attempt", lesson_pk, attempt.uuid)
    if was_open:
        attempt = Attempt.objects.select_related("quiz").get(pk=attempt.pk)
    context = {"here": here, "attempt": attempt, "quiz": attempt.quiz}
    if attempt.state == Attempt.State.MARKING:
        return render(request, "learning/progress/quiz_being_marked.html", context)
    standing = standing_of(registration=attempt.registration, quiz=attempt.quiz) if attempt.quiz else None
    context |= {
        "standing": standing,
        "result": result_of(
            attempt,
            attempts_left=standing is not None and standing.has_attempts_left,
            language=get_language(),
        ),
    }
    return render(request, "learning/progress/quiz_result.html", context)


def _begun(cadre, here: LessonHere) -> uuid.UUID:
    """The registration of what she takes here, begun now when it was not. Raises ``NoPosting``."""
    enrol(cadre=cadre, course=here.course)
    return registration_for(cadre, here.course, here.lesson_outline.key, begin=True)


def own_attempt(request, attempt_uuid) -> Attempt:
    """Her own attempt, or 404: an attempt of somebody else does not exist for her."""
    attempt = get_object_or_404(Attempt.objects.select_related("quiz"), uuid=attempt_uuid)
    if attempt.registration not in registrations_of(request.user):
        raise Http404
    return attempt


def minutes_for(quiz: Quiz, cadre) -> int | None:
    """The time she has, her extra time in it; None without a limit."""
    begins = timezone.now()
    ends = deadline_of(
        minutes_allowed=quiz.minutes_allowed, extra_percent=cadre.extra_time, started_at=begins
    )
    return None if ends is None else round((ends - begins).total_seconds() / 60)


def _shows_percent(quiz, standing) -> bool:
    """Of several attempts: only when all of them may be seen."""
    return all(
        seen_of(
            quiz, passed=bool(attempt.passed), attempts_left=standing.has_attempts_left, now=timezone.now()
        ).feedback
        for attempt in standing.submitted
    )
