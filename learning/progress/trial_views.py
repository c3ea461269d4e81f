"""A quiz tried without an account, or without a post: marked on the spot, nothing stored, nobody named."""

from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from learning.enrolments.pages import LessonHere, lesson_or_refusal
from quizzes.attempts import (
    mark_answers,
    new_paper,
    orders_in,
    paper_versions,
    parse_answers,
    unanswered,
)
from quizzes.marks import total
from quizzes.models import Quiz
from quizzes.presentation import questions_marked, questions_to_ask, trial_shows_questions
from quizzes.rules import is_passed, seen_of

TRIAL_SALT = "quizzes.trial"


@csrf_exempt  # changes nothing and knows nobody, so that no cookie has to be set
@never_cache
@require_POST
def trial(request, lesson_pk: int, quiz_key: str):
    """Mark a trial and show its result. Nothing is stored and nobody is named."""
    here = lesson_or_refusal(request, lesson_pk)
    if not isinstance(here, LessonHere):
        return here
    quiz = quiz_of(here, quiz_key)
    try:
        signed = signing.loads(request.POST.get("paper", ""), salt=TRIAL_SALT)
        if signed["quiz"] != quiz.key:  # a paper is marked by its own quiz's rules, and by no other's
            raise signing.BadSignature
        items = signed["paper"]
        versions = paper_versions(items)
    except (signing.BadSignature, KeyError, TypeError):
        return redirect("quiz-start", lesson_pk, quiz_key)
    answers = parse_answers(versions, request.POST)
    action = request.POST.get("action", "")
    if action.startswith("go-on"):  # the next step of a case
        return trial_page(request, here, quiz, items, answers)
    missing = unanswered(versions, answers)
    if missing and (quiz.decides_certificate or action != "submit-with-gaps"):
        return trial_page(request, here, quiz, items, answers, missing)
    marks = mark_answers(versions, answers)
    scaled = total(marks)
    passed = is_passed(scaled=scaled, pass_mark=quiz.mark_to_pass)
    seen = seen_of(quiz, passed=passed, attempts_left=True, now=timezone.now())
    context = {
        "here": here,
        "quiz": quiz,
        "percent": int(scaled * 100) if seen.feedback and not quiz.decides_certificate else None,
        "passed": passed,
        "questions": questions_marked(
            versions,
            marks,
            answers=answers,
            language=get_language(),
            with_key=seen.key,
            orders=orders_in(items),
        )
        if seen.feedback and trial_shows_questions(quiz)
        else [],
    }
    return render(request, "learning/progress/quiz_trial_result.html", context)


def begin_trial(request, here, quiz):
    """A paper drawn for this trial; it travels in the form, signed."""
    return trial_page(request, here, quiz, new_paper(quiz)["paper"], answers={})


def trial_page(request, here, quiz, items, answers, missing=frozenset()):
    context = {
        "here": here,
        "quiz": quiz,
        "questions": questions_to_ask(
            paper_versions(items),
            answers=answers,
            language=get_language(),
            missing=missing,
            orders=orders_in(items),
        ),
        "missing": missing,
        "paper": signing.dumps({"quiz": quiz.key, "paper": items}, salt=TRIAL_SALT),
    }
    return render(request, "learning/progress/quiz_trial.html", context)


def quiz_of(here: LessonHere, quiz_key: str) -> Quiz:
    """The quiz, if this lesson carries it; else 404."""
    shown = here.lesson_outline.shown_quiz_keys + here.lesson_outline.equivalent_quiz_keys
    if quiz_key not in shown:
        raise Http404
    return get_object_or_404(Quiz, key=quiz_key, live=True)
