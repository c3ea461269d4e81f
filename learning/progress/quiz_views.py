"""Taking a quiz that counts: begin, answer, hand in, see the result."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from learning.enrolments.enrol import NoPosting, cadre_of, enrol
from learning.enrolments.pages import LessonHere, lesson_or_refusal
from learning.progress.refreshers import registration_for
from learning.progress.trial_views import quiz_of, trial_page
from quizzes.attempts import (
    AttemptConflict,
    NoAttemptLeft,
    mark_answers,
    paper_versions,
    parse_answers,
    save_answers,
    settled_answers,
    start_attempt,
    submit_attempt,
    unanswered,
)
from quizzes.marking.given import marks_given
from quizzes.models import Attempt
from quizzes.people import registrations_of
from quizzes.presentation import may_show_key, questions_marked, questions_to_ask
from quizzes.rules import may_start
from quizzes.versions import versions_of


@require_GET
def start_page(request, lesson_pk: int, quiz_key: str):
    """What the quiz asks for, and the button that begins it; for people without a post, the trial itself."""
    here = lesson_or_refusal(request, lesson_pk)
    if not isinstance(here, LessonHere):
        return here
    quiz = quiz_of(here, quiz_key)
    cadre = cadre_of(request.user)
    if cadre is None or not cadre.holds_a_post:
        return trial_page(request, here, quiz, versions_of(quiz), answers={})
    registration = registration_for(cadre, here.course, here.lesson_outline.key)
    attempts = list(Attempt.objects.of(registration, quiz.key)) if registration else []
    submitted = [attempt for attempt in attempts if attempt.state == Attempt.State.SUBMITTED]
    being_marked = any(attempt.state == Attempt.State.MARKING for attempt in attempts)
    context = {
        "here": here,
        "quiz": quiz,
        "question_count": quiz.quiz_questions.count(),
        "key": uuid.uuid4(),
        "submitted": submitted,
        "open_attempt": next((attempt for attempt in attempts if attempt.state == Attempt.State.OPEN), None),
        "may_start": may_start(
            attempts_allowed=quiz.attempts_allowed,
            submitted=len(submitted),
            already_passed=any(a.passed for a in submitted),
            being_marked=being_marked,
        ),
        "being_marked": being_marked,
        "attempts_left": None
        if quiz.attempts_allowed is None
        else max(0, quiz.attempts_allowed - len(submitted)),
        "is_passed": any(attempt.passed for attempt in submitted),
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
        attempt = start_attempt(registration=registration, quiz=quiz, key=key) if registration else None
    except (NoPosting, NoAttemptLeft, ValueError):
        attempt = None
    if attempt is None or attempt.registration != registration:
        messages.warning(request, _("This quiz cannot be started now. What is possible is written below."))
        return redirect("quiz-start", lesson_pk, quiz_key)
    return redirect("quiz-attempt", lesson_pk, attempt.uuid)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def attempt_page(request, lesson_pk: int, attempt_uuid):
    """The paper. Saving keeps what is answered; handing in with gaps asks once whether that is meant."""
    here = lesson_or_refusal(request, lesson_pk)
    if not isinstance(here, LessonHere):
        return here
    attempt = _own_attempt(request, attempt_uuid)
    versions = paper_versions(attempt.paper)
    if request.method == "GET":
        if attempt.state != Attempt.State.OPEN:
            return redirect("quiz-result", lesson_pk, attempt.uuid)
        return _paper(request, here, attempt, versions, attempt.draft_answers)
    answers = settled_answers(versions, attempt.draft_answers, parse_answers(versions, request.POST))
    action, _colon, place = request.POST.get("action", "").partition(":")
    missing = unanswered(versions, answers)
    if action in ("save", "go-on") or (missing and action != "submit-with-gaps"):
        save_answers(attempt=attempt, answers=answers)
        if attempt.state == Attempt.State.OPEN and action == "go-on":
            return redirect(f"{request.path}#{place}" if place.isalnum() else request.path)
        if attempt.state == Attempt.State.OPEN and action == "save":
            messages.success(
                request, _("Your answers are saved. You can go on later, also on another device.")
            )
            return redirect("quiz-attempt", lesson_pk, attempt.uuid)
        if attempt.state == Attempt.State.OPEN:
            return _paper(request, here, attempt, versions, answers, missing)
    try:
        receipt = submit_attempt(attempt=attempt, answers=answers)
        if receipt.already_received:
            messages.info(request, _("These answers had already been received. Nothing has changed."))
    except AttemptConflict:
        messages.warning(
            request,
            _(
                "This attempt was handed in before with other answers. The first ones count; these were kept, but not marked."
            ),
        )
    return redirect("quiz-result", lesson_pk, attempt.uuid)


@never_cache
@login_required
@require_GET
def result_page(request, lesson_pk: int, attempt_uuid):
    """Result and feedback; the right answers only when the quiz allows."""
    here = lesson_or_refusal(request, lesson_pk)
    if not isinstance(here, LessonHere):
        return here
    attempt = _own_attempt(request, attempt_uuid)
    if attempt.state == Attempt.State.OPEN:
        return redirect("quiz-attempt", lesson_pk, attempt.uuid)
    if attempt.state == Attempt.State.MARKING:
        return render(
            request,
            "learning/progress/quiz_being_marked.html",
            {"here": here, "attempt": attempt, "quiz": attempt.quiz},
        )
    quiz = attempt.quiz
    handed_in = list(Attempt.objects.of(attempt.registration, attempt.quiz_key).submitted())
    again = quiz is not None and may_start(
        attempts_allowed=quiz.attempts_allowed,
        submitted=len(handed_in),
        already_passed=any(a.passed for a in handed_in),
    )
    versions = paper_versions(attempt.paper)
    answers = {str(response.version_id): response.answer for response in attempt.responses.all()}
    context = {
        "here": here,
        "attempt": attempt,
        "quiz": quiz,
        "may_start": again,
        "questions": questions_marked(
            versions,
            marks_given(attempt, mark_answers(versions, answers)),
            answers=answers,
            language=get_language(),
            with_key=may_show_key(attempt, attempts_left=again),
        ),
    }
    return render(request, "learning/progress/quiz_result.html", context)


def _paper(request, here, attempt, versions, answers, missing=frozenset()):
    context = {
        "here": here,
        "attempt": attempt,
        "quiz": attempt.quiz,
        "missing": missing,
        "questions": questions_to_ask(versions, answers=answers, language=get_language(), missing=missing),
    }
    return render(request, "learning/progress/quiz_attempt.html", context)


def _begun(cadre, here: LessonHere) -> uuid.UUID:
    """The registration of what she takes here, begun now when it was not. Raises ``NoPosting``."""
    enrol(cadre=cadre, course=here.course)
    return registration_for(cadre, here.course, here.lesson_outline.key, begin=True)


def _own_attempt(request, attempt_uuid) -> Attempt:
    """Her own attempt, or 404: an attempt of somebody else does not exist for her."""
    attempt = get_object_or_404(Attempt.objects.select_related("quiz"), uuid=attempt_uuid)
    if attempt.registration not in registrations_of(request.user):
        raise Http404
    return attempt
