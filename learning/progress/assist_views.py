"""Reading a test aloud to a colleague, and keying in sheets of paper. For facilitators, within their units."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.sorting import sort_key
from learning.cadres.scope import is_facilitator
from learning.enrolments.models import Enrolment
from learning.progress.assist import (
    NotHers,
    begin_assisted,
    cadres_to_help,
    enter_sheet,
    may_help,
    quizzes_to_read,
)
from learning.progress.attempt_views import hand_in, posted_answers, show_paper
from quizzes.attempts import NoAttemptLeft, close_if_over, paper_versions, save_answers, unanswered
from quizzes.models import Attempt, PaperSet, Quiz
from quizzes.paper_rows import NoSheets, rows_of
from quizzes.question_types import QUESTION_TYPES

MOST_SHOWN = 30
ROWS = 12
SAYS = {
    "received": gettext_lazy("received and marked"),
    "already-received": gettext_lazy("had been received before; nothing has changed"),
    "conflict": gettext_lazy("was received before with other answers; the first ones count"),
    "unread": gettext_lazy("could not be read; nothing was entered"),
    "unknown-person": gettext_lazy("nobody of your units has this staff number"),
    "unknown-variant": gettext_lazy("this printing has no such variant"),
    "not-enrolled": gettext_lazy("has not begun a course with this test"),
    "no-attempt-left": gettext_lazy("has passed, has no attempt left, or has one open online"),
}


def for_facilitators(view):
    @never_cache
    @login_required
    def guarded(request, *args, **kwargs):
        if not is_facilitator(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@for_facilitators
@require_http_methods(["GET"])
def people(request):
    """Find the colleague to whom a test is read aloud."""
    asked = request.GET.get("q", "").strip()[:60]
    found = cadres_to_help(request.user).distinct()
    if asked:
        found = found.filter(Q(name__icontains=asked) | Q(code__iexact=asked))
    return render(
        request, "learning/progress/assist_people.html", {"found": _first_by_name(found), "asked": asked}
    )


def _first_by_name(found) -> list:
    """As many as are shown, in the order of their names. Two queries."""
    named = sorted(found.order_by().values_list("pk", "name"), key=lambda row: (sort_key(row[1]), row[0]))
    order = [pk for pk, _name in named[:MOST_SHOWN]]
    rows = found.order_by().in_bulk(order)
    return [rows[pk] for pk in order]


@for_facilitators
@require_http_methods(["GET", "POST"])
def person(request, cadre_uuid):
    """Her open tests, and the button that begins one, once it was said that she is here and answers herself."""
    cadre = get_object_or_404(cadres_to_help(request.user).distinct(), uuid=cadre_uuid)
    offered = quizzes_to_read(cadre)
    if request.method == "POST" and request.POST.get("present"):
        enrolment = get_object_or_404(
            Enrolment.objects.open(), cadre=cadre, uuid=_uuid(request.POST.get("course"))
        )
        quiz = get_object_or_404(Quiz, key=request.POST.get("quiz", ""))
        try:
            attempt = begin_assisted(
                enrolment=enrolment, quiz=quiz, key=_uuid(request.POST.get("key")), by=request.user
            )
            return redirect("assist-attempt", attempt.uuid)
        except (NoAttemptLeft, NotHers):
            messages.warning(
                request, _("This test cannot be begun now: it is passed, or no attempt is left.")
            )
    elif request.method == "POST":
        messages.warning(request, _("Confirm that she is with you and answers herself."))
    context = {"cadre": cadre, "offered": [(one, quiz, uuid.uuid4()) for one, quiz in offered]}
    return render(request, "learning/progress/assist_person.html", context)


@for_facilitators
@require_http_methods(["GET", "POST"])
def attempt(request, attempt_uuid):
    """One question a page, written out as it is read aloud. The helper sees neither key nor feedback, then or later."""
    attempt = get_object_or_404(Attempt.objects.select_related("quiz"), uuid=attempt_uuid)
    cadre = _cadre_of(attempt)
    if cadre is None or attempt.mode != Attempt.Mode.ASSISTED or not may_help(request.user, cadre):
        raise Http404
    if close_if_over(attempt=attempt):
        attempt.refresh_from_db()
        return render(request, "learning/progress/assist_done.html", {"attempt": attempt, "cadre": cadre})
    versions = paper_versions(attempt.paper)
    missing = frozenset()
    if request.method == "POST":
        answers = posted_answers(request, attempt, versions)
        save_answers(attempt=attempt, answers=answers)
        action, _colon, place = request.POST.get("action", "").partition(":")
        if action in ("next", "back", "save") and (place.isdigit() or action == "save"):
            return redirect(f"{request.path}?question={place}" if place else "assist-people")
        missing = unanswered(versions, answers)
        if not missing or action == "submit-with-gaps":
            hand_in(request, attempt, answers)
            return redirect("assist-attempt", attempt.uuid)
        attempt.refresh_from_db()
    context = {"cadre": cadre, "one_at_a_time": True, "aloud": _aloud(attempt, versions)}
    return show_paper(request, "learning/progress/assist_attempt.html", attempt, context, missing=missing)


@for_facilitators
@require_http_methods(["GET", "POST"])
def sheets(request):
    """Key in sheets: staff number, variant, and the answers as one line; or bring them in from a spreadsheet."""
    printed, receipts = None, []
    code = (request.POST.get("code") or request.GET.get("code") or "").strip().upper()[:8]
    if code:
        printed = PaperSet.objects.select_related("quiz").filter(code=code).first()
        if printed is None:
            messages.warning(request, _("No printing has this code. It stands at the foot of every sheet."))
    if printed and request.method == "POST":
        try:
            rows = rows_of(request.POST, request.FILES)
        except NoSheets as error:
            messages.error(request, str(error))
            rows = []
        receipts = [
            enter_sheet(printed=printed, number=number, variant=variant, typed=typed, by=request.user)
            for number, variant, typed in rows
        ]
    kept = [(r, SAYS[r.status]) for r in receipts]
    context = {
        "code": code,
        "printed": printed,
        "receipts": kept,
        "received": sum(receipt.is_in for receipt in receipts),
        "variants": sorted(printed.variants) if printed else [],
        "questions": range(1, 1 + len(next(iter(printed.variants.values())))) if printed else (),
        "rows": range(1, ROWS + 1),
    }
    return render(request, "learning/progress/sheets.html", context)


def _aloud(attempt, versions) -> dict:
    """``{field name: sentences}`` as they are read."""
    orders = {item["version"]: item.get("options") for item in attempt.paper}
    return {
        f"q{version.pk}": QUESTION_TYPES[version.content["type"]].read_aloud(
            version.content, language=get_language(), order=orders[version.pk]
        )
        for version in versions
    }


def _cadre_of(attempt):
    enrolment = Enrolment.objects.select_related("cadre").filter(uuid=attempt.registration).first()
    return enrolment.cadre if enrolment else None


def _uuid(text) -> uuid.UUID:
    try:
        return uuid.UUID(text or "")
    except ValueError as error:
        raise Http404 from error
