"""What a facilitator writes down besides the register: feedback cards, paper tests, tallies, notes, reports, checklists."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from courses.models import LegalSource
from learning.sessions.models import SessionFact, TrainingSession
from learning.sessions.project import register_of
from learning.sessions.record import record_fact
from learning.sessions.register_views import DONE, say
from learning.sessions.room_forms import (
    CardsForm,
    FieldReportForm,
    NoteForm,
    ObserverForm,
    PaperTestForm,
    TraitsForm,
)
from learning.sessions.room_test import questions_of
from learning.sessions.scope import may_lead, may_oversee
from learning.sessions.sheets import key_in_sheets
from learning.sessions.views import led_session
from quizzes.paper import VARIANTS
from quizzes.paper_rows import NoSheets, rows_of

Kind = SessionFact.Kind
ROWS = 12


def _saved(request, session, form, kind, *, payload=None, text=False, **more) -> bool:
    """Was the form sent, and is what it says recorded? When it cannot stand the refusal is put beside its field."""
    if request.method != "POST" or not form.is_valid():
        return False
    receipt = record_fact(
        session=session,
        fact_uuid=form.cleaned_data["fact"],
        kind=kind,
        payload=payload() if payload else form.payload(),
        corrects=form.cleaned_data.get("corrects"),
        text=form.cleaned_data["text"] if text else "",
        by=request.user,
        **more,
    )
    if receipt.status in DONE:
        say(request, receipt)
        return True
    form.show(receipt)
    return False


@led_session
@require_http_methods(["GET", "POST"])
def feedback_cards(request, session):
    """The ticks of the cards from the box, added up."""
    standing = register_of(session).standing("feedback-counted")
    form = CardsForm(request.POST or None, standing=standing)
    if _saved(request, session, form, Kind.FEEDBACK_COUNTED):
        return redirect("session", session.uuid)
    return render(request, "learning/sessions/cards.html", {"session": session, "form": form})


@led_session
@require_http_methods(["GET", "POST"])
def traits(request, session):
    """Anonymous tallies of the whole room."""
    form = TraitsForm(request.POST or None, standing=register_of(session).standing("traits-tallied"))
    if _saved(request, session, form, Kind.TRAITS_TALLIED):
        return redirect("session", session.uuid)
    return render(request, "learning/sessions/traits.html", {"session": session, "form": form})


@led_session
@require_http_methods(["GET", "POST"])
def papers(request, session, phase):
    """Sheets keyed in by ticket, many at a time; or a ticket at a time. The key of the test is not shown."""
    receipts = []
    if request.method == "POST":
        try:
            rows = rows_of(request.POST, request.FILES)
            receipts = key_in_sheets(session=session, phase=phase, rows=rows, by=request.user)
        except NoSheets as error:
            messages.error(request, str(error))
    answered = register_of(session).answers(phase)
    entries = [(entry, str(entry.uuid) in answered) for entry in session.register.all()]
    variant = (request.POST.getlist("variant") or [request.GET.get("variant", "")])[0].upper()
    context = {
        "session": session,
        "phase": phase,
        "entries": entries,
        "handed_in": len(answered),
        "receipts": receipts,
        "received": sum(receipt.is_in for receipt in receipts),
        "undecided": any(receipt.status == "differs" for receipt in receipts),
        "variants": VARIANTS,
        "variant": variant,
        "questions": range(1, len(session.test_versions) + 1),
        "rows": range(1, ROWS + 1),
    }
    return render(request, "learning/sessions/papers.html", context)


@led_session
@require_http_methods(["GET", "POST"])
def paper(request, session, phase, entry_uuid):
    """Key in one paper; then the next ticket. The key of the test is not shown."""
    entry = get_object_or_404(session.register, uuid=entry_uuid)
    standing = register_of(session).standing("test-answered", (phase, str(entry.uuid)))
    questions = questions_of(session, get_language(), with_key=False)
    form = PaperTestForm(request.POST or None, questions=questions, standing=standing)
    told = partial(form.payload, phase)
    if _saved(request, session, form, Kind.TEST_ANSWERED, payload=told, entry=entry.uuid):
        return redirect("session-papers", session.uuid, phase)
    context = {"session": session, "form": form, "phase": phase, "entry": entry}
    return render(request, "learning/sessions/paper.html", context)


@led_session
@require_http_methods(["GET", "POST"])
def note(request, session):
    """Something that must not be lost: to the safeguarding contact of the unit, and to nobody else."""
    form = NoteForm(request.POST or None)
    if _saved(request, session, form, Kind.NOTE_WRITTEN, text=True):
        return redirect("session-care", session.uuid)
    return render(request, "learning/sessions/note.html", {"session": session, "form": form})


@led_session
@require_http_methods(["GET", "POST"])
def field_report(request, session):
    """What was heard about methods and the law, to trainers and liaison officers."""
    laws = [(law.key, f"{law.title} ({law.version})") for law in LegalSource.objects.order_by("key")]
    form = FieldReportForm(request.POST or None, laws=laws)
    if _saved(request, session, form, Kind.FIELD_REPORTED, text=True):
        return redirect("session", session.uuid)
    return render(request, "learning/sessions/field_report.html", {"session": session, "form": form})


@led_session
@require_GET
def care(request, session):
    """A word for the facilitator herself."""
    return render(request, "learning/sessions/care.html", {"session": session})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def observe(request, session_uuid):
    """The checklist, for a colleague who sat in or for who supervises the unit."""
    session = (
        TrainingSession.objects.select_related("unit", "place", "series").filter(uuid=session_uuid).first()
    )
    if session is None or not (may_lead(request.user, session) or may_oversee(request.user, session)):
        raise Http404
    form = ObserverForm(request.POST or None)
    entry = form["entry"].value() if request.method == "POST" else None
    if _saved(request, session, form, Kind.OBSERVED, entry=entry):
        return redirect("session" if may_lead(request.user, session) else "session-overview", session.uuid)
    return render(request, "learning/sessions/observe.html", {"session": session, "form": form})
