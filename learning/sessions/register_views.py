"""The facts that a facilitator writes down online: notice, people, heads, hands. All through ``record_fact``."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from learning.sessions.forms import AttendanceForm, HeadsForm, PersonForm, ReasonForm, TestCountForm
from learning.sessions.models import RegisterEntry, SessionFact
from learning.sessions.people import people_named, person_of
from learning.sessions.project import register_of
from learning.sessions.record import record_fact
from learning.sessions.review import decide, keep_one
from learning.sessions.room_test import questions_of
from learning.sessions.views import led_session

Kind = SessionFact.Kind
DONE = ("accepted", "already-received", "held")


@led_session
@require_POST
def notice(request, session):
    """It was said what is kept, and why."""
    how = request.POST.get("how", "read-aloud")
    record_fact(
        session=session,
        fact_uuid=uuid.uuid5(session.uuid, "notice"),
        kind=Kind.NOTICE_GIVEN,
        payload={"how": how},
        by=request.user,
    )
    return redirect("session-register", session.uuid)


@led_session
@require_http_methods(["GET", "POST"])
def register_page(request, session):
    """Add people, one line each. The person is here unless the box is emptied. ``?q=`` finds who came before."""
    known = person_of(session, request.POST.get("known") or request.GET.get("person", ""))
    form = PersonForm(request.POST or None, known=known, is_series=session.series_id is not None)
    if request.method == "POST" and form.is_valid():
        receipt = _enter(request, session, form.cleaned_data, form.payload())
        if receipt.status in DONE:
            say(request, receipt)
            return redirect("session-register", session.uuid)
        form.show(receipt)
    asked = request.GET.get("q", "")[:40]
    context = {
        "session": session,
        "form": form,
        "asked": asked,
        "found": people_named(session, asked),
        "entries": session.register.select_related("participant").order_by("-ticket"),
        "came": session.register.filter(attendance__in=RegisterEntry.CAME).count(),
        "notice_given": register_of(session).notice_given,
        "walk_in": uuid.uuid4(),
    }
    return render(request, "learning/sessions/register.html", context)


@led_session
@require_POST
def walk_in(request, session):
    """One tap: the next ticket, here, without a name. ``fact`` is made with the page, so two taps are one person."""
    try:
        key = uuid.UUID(request.POST.get("fact", ""))
    except ValueError as error:
        raise Http404 from error
    data = {"fact": key, "entry": uuid.uuid5(key, "line"), "came": True}
    receipt = _enter(request, session, data, {})
    say(request, receipt)
    return redirect("session-register", session.uuid)


def _enter(request, session, data, payload):
    """The new line, and that she is here; the receipt of the line."""
    receipt = record_fact(
        session=session,
        fact_uuid=data["fact"],
        kind=Kind.ENTERED,
        entry=data["entry"],
        payload=payload,
        name=data.get("name", ""),
        signature=data.get("strokes", ""),
        by=request.user,
    )
    if receipt.status in DONE and data["came"]:
        record_fact(
            session=session,
            fact_uuid=uuid.uuid5(data["fact"], "came"),
            kind=Kind.ATTENDED,
            entry=data["entry"],
            payload={"attendance": "present"},
            by=request.user,
        )
    return receipt


@led_session
@require_http_methods(["GET", "POST"])
def attendance(request, session):
    """Who came, for all on one form. A changed mark is a new fact that corrects the one that the page showed."""
    entries = list(session.register.select_related("participant"))
    form = AttendanceForm(
        request.POST or None,
        entries=entries,
        lines=register_of(session).lines,
        is_closed=session.is_closed,
    )
    if request.method == "POST" and form.is_valid():
        marks = dict(session.facts.filter(uuid__in=form.seen()).values_list("uuid", "payload"))
        receipts = [
            record_fact(
                session=session,
                fact_uuid=uuid.uuid5(form.cleaned_data["seed"], str(entry.uuid)),
                kind=Kind.ATTENDED,
                entry=entry.uuid,
                payload=payload,
                corrects=corrected,
                by=request.user,
            )
            for entry, payload, corrected in form.changes(marks)
        ]
        for message in {receipt.message for receipt in receipts if receipt.message}:
            messages.warning(request, message)
        messages.success(request, _("Attendance is saved."))
        return redirect("session", session.uuid)
    return render(request, "learning/sessions/attendance.html", {"session": session, "form": form})


@led_session
@require_http_methods(["GET", "POST"])
def heads(request, session):
    """People who are counted, not listed."""
    register = register_of(session)
    form = HeadsForm(
        request.POST or None,
        initial={**register.heads, "corrects": register.heads_standing},
        is_closed=session.is_closed,
    )
    if request.method == "POST" and form.is_valid():
        receipt = record_fact(
            session=session,
            fact_uuid=form.cleaned_data["fact"],
            kind=Kind.HEADS_COUNTED,
            payload=form.payload(),
            corrects=form.cleaned_data["corrects"],
            by=request.user,
        )
        if receipt.status in DONE:
            say(request, receipt)
            return redirect("session", session.uuid)
        form.show(receipt)
    return render(request, "learning/sessions/heads.html", {"session": session, "form": form})


@led_session
@require_http_methods(["GET", "POST"])
def test_count(request, session, phase):
    """Hands, per question and answer. The facilitator sees the key of this test; it counts for nobody's certificate."""
    if not session.test_versions:
        return redirect("session", session.uuid)
    standing = register_of(session).tests[phase]
    form = TestCountForm(
        request.POST or None,
        questions=questions_of(session, get_language(), with_key=True),
        standing=standing,
        is_closed=session.is_closed,
    )
    if request.method == "POST" and form.is_valid():
        receipt = record_fact(
            session=session,
            fact_uuid=form.cleaned_data["fact"],
            kind=Kind.TEST_COUNTED,
            payload=form.payload(phase),
            corrects=form.cleaned_data["corrects"],
            by=request.user,
        )
        if receipt.status in DONE:
            say(request, receipt)
            return redirect("session", session.uuid)
        form.show(receipt)
    return render(request, "learning/sessions/test.html", {"session": session, "form": form, "phase": phase})


@led_session
@require_http_methods(["GET", "POST"])
def held(request, session):
    """What came after closing and waits for a decision."""
    form = ReasonForm(request.POST or None)
    fact = _fact_or_404(session, request, SessionFact.State.HELD) if request.method == "POST" else None
    if fact is not None and form.is_valid():
        try:
            decide(
                fact=fact,
                accept=request.POST.get("action") == "accept",
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
            return redirect("session-held", session.uuid)
        except ValidationError as error:
            form.add_error("reason", error.messages[0])
    tickets = dict(session.register.values_list("uuid", "ticket"))
    found = register_of(session).conflicts
    listed = {one for _kind, _subject, uuids in found for one in uuids}
    by_key = {str(fact.uuid): fact for fact in session.facts.filter(uuid__in=listed)}
    conflicts = []
    for _kind, _subject, uuids in found:
        facts = [by_key[one] for one in uuids]
        conflicts.append((tickets.get(facts[0].entry), facts))
    facts = session.facts.filter(state=SessionFact.State.HELD)
    return render(
        request,
        "learning/sessions/held.html",
        {
            "session": session,
            "form": form,
            "facts": facts,
            "conflicts": conflicts,
            "asked": fact.uuid if fact else None,
        },
    )


@led_session
@require_POST
def decide_conflict(request, session):
    """Of facts that disagree one counts; or one is decided against."""
    fact = _fact_or_404(session, request, SessionFact.State.ACCEPTED)
    conflict = next(
        (uuids for _kind, _about, uuids in register_of(session).conflicts if str(fact.uuid) in uuids), []
    )
    reason = request.POST.get("reason", "")
    try:
        if conflict and request.POST.get("action") == "keep":
            disagreeing = list(session.facts.filter(uuid__in=conflict))
            keep_one(fact=fact, disagreeing=disagreeing, reason=reason, by=request.user)
        elif conflict:
            decide(fact=fact, accept=False, reason=reason, by=request.user)
        if conflict:
            messages.success(request, _("The decision is kept."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("session-held", session.uuid)


def _fact_or_404(session, request, state) -> SessionFact:
    try:
        key = uuid.UUID(request.POST.get("fact", ""))
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(session.facts, uuid=key, state=state)


def say(request, receipt):
    """What became of a fact."""
    if receipt.message:
        messages.warning(request, receipt.message)
    else:
        messages.success(request, _("Saved."))
