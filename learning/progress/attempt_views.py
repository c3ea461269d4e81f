"""The paper of an attempt: answer, save, check, hand in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from learning.enrolments.pages import LessonHere, lesson_or_refusal
from learning.progress.quiz_views import own_attempt
from quizzes.attempts import (
    AttemptConflict,
    check_answer,
    close_if_over,
    kept_answers,
    paper_versions,
    parse_answers,
    save_answers,
    settled_answers,
    submit_attempt,
    unanswered,
)
from quizzes.models import Attempt
from quizzes.sight import can_be_checked, may_check, paper_in_progress

SAVES = ("save", "go-on", "next", "back")  # what else than handing in a button may ask for


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def attempt_page(request, lesson_pk: int, attempt_uuid):
    """The paper, or one question of it. Saving keeps what is answered; handing in with gaps asks once whether that is meant."""
    here = lesson_or_refusal(request, lesson_pk)
    if not isinstance(here, LessonHere):
        return here
    attempt = own_attempt(request, attempt_uuid)
    if request.method == "GET":
        if close_if_over(attempt=attempt):
            return redirect("quiz-result", lesson_pk, attempt.uuid)
        return show_paper(request, "learning/progress/quiz_attempt.html", attempt, {"here": here})
    versions = paper_versions(attempt.paper)
    answers = posted_answers(request, attempt, versions)
    action, _colon, place = request.POST.get("action", "").partition(":")
    missing = unanswered(versions, answers)
    if action == "check" and place.isdigit():
        check_answer(attempt=attempt, version=int(place), answers=answers)
        return redirect(f"{_where(request)}#q{place}")
    if action in SAVES or (missing and action != "submit-with-gaps"):
        if save_answers(attempt=attempt, answers=answers):
            return _go_on(request, here, attempt, answers, missing, action, place)
        if attempt.state == Attempt.State.OPEN and action in SAVES:  # the time was over meanwhile
            close_if_over(attempt=attempt)
            messages.warning(request, time_was_over())
            return redirect("quiz-result", lesson_pk, attempt.uuid)
    hand_in(request, attempt, answers)
    return redirect("quiz-result", lesson_pk, attempt.uuid)


@never_cache
@login_required
@require_POST
def save_one(request, lesson_pk: int, attempt_uuid):
    """Save the answers to the questions named in ``field``, as the page's script does after each change. JSON: whether they
    were kept, and how many seconds are left by our clock."""
    here = lesson_or_refusal(request, lesson_pk)
    if not isinstance(here, LessonHere):
        return here
    attempt = own_attempt(request, attempt_uuid)
    fields = set(request.POST.getlist("field"))
    named = [version for version in paper_versions(attempt.paper) if f"q{version.pk}" in fields]
    answers = settled_answers(named, attempt.draft_answers, parse_answers(named, request.POST))
    saved = save_answers(attempt=attempt, answers=answers)
    return JsonResponse({"saved": saved, "seconds_left": seconds_left(attempt)})


def hand_in(request, attempt, answers) -> None:
    """Hand in, and say what became of it."""
    try:
        receipt = submit_attempt(attempt=attempt, answers=answers)
    except AttemptConflict:
        messages.warning(
            request,
            _(
                "This attempt was handed in before with other answers. The first ones count; these were kept, but not marked."
            ),
        )
        return
    if receipt.late:
        messages.warning(request, time_was_over())
    elif receipt.already_received:
        messages.info(request, _("These answers had already been received. Nothing has changed."))


def show_paper(request, template, attempt, context, *, answers=None, missing=frozenset(), status=200):
    """The paper as a page. With ``one_at_a_time`` it holds one question, the one that the address names."""
    versions = paper_versions(attempt.paper)
    answers = attempt.draft_answers if answers is None else answers
    questions = paper_in_progress(
        attempt, versions, answers=answers, language=get_language(), missing=missing
    )
    checks = (
        {f"q{v.pk}" for v in versions if v.pk not in attempt.checked and can_be_checked(v)}
        if may_check(attempt.quiz)
        else set()
    )
    total = len(questions)
    one_at_a_time = context.get("one_at_a_time", bool(attempt.quiz and attempt.quiz.one_at_a_time))
    number = _number(request, total) if one_at_a_time and not missing else None
    context = {
        **context,
        "attempt": attempt,
        "quiz": attempt.quiz,
        "missing": missing,
        "total": total,
        "number": number,
        "next": number + 1 if number and number < total else None,
        "before": number - 1 if number and number > 1 else None,
        "questions": questions[number - 1 : number] if number else questions,
        "checks": checks,
        "seconds_left": seconds_left(attempt),
    }
    return render(request, template, context, status=status)


def posted_answers(request, attempt, versions) -> dict:
    """What holds after this form: its own questions (``shown`` names them when it has not all), over what was saved; of an
    attempt that was handed in, over what was handed in, so that the same form again is the same answers."""
    shown = set(request.POST.getlist("shown"))
    here = [version for version in versions if not shown or f"q{version.pk}" in shown]
    before = attempt.draft_answers
    if attempt.state != Attempt.State.OPEN:
        before = {str(response.version_id): response.answer for response in attempt.responses.all()}
    now = settled_answers(here, before, parse_answers(here, request.POST))
    saved = kept_answers(attempt, now) if attempt.state == Attempt.State.OPEN else {**before, **now}
    return {str(version.pk): saved.get(str(version.pk)) for version in versions}


def seconds_left(attempt) -> int | None:
    """By our clock, without the grace; None without a limit."""
    if attempt.deadline is None:
        return None
    return max(0, int((attempt.deadline - timezone.now()).total_seconds()))


def time_was_over() -> str:
    return _(
        "The time was over when these answers arrived. What was saved in time has been marked; what came later is kept, and does not count."
    )


def _go_on(request, here, attempt, answers, missing, action, place):
    """After saving: the next question, the same page, or what is missing."""
    if action == "go-on":
        return redirect(f"{_where(request)}#{place}" if place.isalnum() else _where(request))
    if action in ("next", "back") and place.isdigit():
        return redirect(f"{request.path}?question={place}")
    if action == "save":
        messages.success(request, _("Your answers are saved. You can go on later, also on another device."))
        return redirect(_where(request))
    return show_paper(
        request,
        "learning/progress/quiz_attempt.html",
        attempt,
        {"here": here},
        answers=answers,
        missing=missing,
    )


def _where(request) -> str:
    question = request.POST.get("question", "")
    return f"{request.path}?question={question}" if question.isdigit() else request.path


def _number(request, total) -> int:
    asked = request.GET.get("question") or request.POST.get("question") or "1"
    return min(max(1, int(asked)), total) if asked.isdigit() and total else 1
