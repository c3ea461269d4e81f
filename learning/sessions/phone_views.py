"""A participant's own phone: no account, no JavaScript, one signed cookie for the length of the session."""

import json
import secrets
from functools import wraps

from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from learning.sessions import check_in as verbs
from learning.sessions.door import Door
from learning.sessions.models import TrainingSession
from learning.sessions.open_door import WrongCode, try_scanned, try_typed
from learning.sessions.phone_forms import CheckInForm, CodeForm, FeedbackForm
from learning.sessions.room_test import questions_of
from learning.sessions.words import PollColour

COOKIE = "room"
DEVICE_COOKIE = "room-device"
COOKIE_SECONDS = 8 * 3600
TAKEN = ("accepted", "already-received")


@never_cache
@require_http_methods(["GET", "POST"])
def join(request):
    """Type the number and the code of the moment."""
    form = CodeForm(request.POST or None)
    device = _device(request)
    if request.method == "POST" and form.is_valid():
        if device is None:  # every guess has to come from a phone that is counted
            form.add_error(None, _("Please try once more."))
        else:
            try:
                door = try_typed(
                    number=form.cleaned_data["number"].strip(),
                    code=form.cleaned_data["code"].strip(),
                    device=device,
                )
                return _inside(request, door)
            except WrongCode as wrong:
                form.add_error(None, _locked() if wrong.locked else _("Number and code do not fit together."))
    response = render(request, "learning/sessions/phone/join.html", {"form": form})
    if device is None:
        _set(response, request, DEVICE_COOKIE, secrets.token_hex(16))
    return response


@never_cache
@require_GET
def join_by_scan(request, number, code):
    """Where the QR code of the moment leads."""
    try:
        return _inside(request, try_scanned(number=str(number), code=code))
    except WrongCode:
        form = CodeForm(initial={"number": number})
        context = {"form": form, "stale": True}
        return render(request, "learning/sessions/phone/join.html", context, status=404)


def checked_in(view):
    """The view gets the session and the device of a phone that went through the door of this session."""

    @wraps(view)
    @never_cache
    def guarded(request, session_uuid, *args, **kwargs):
        device = _device_inside(request, session_uuid)
        session = (
            TrainingSession.objects.select_related("unit", "place", "series", "door")
            .filter(uuid=session_uuid)
            .first()
        )
        if device is None or session is None:
            return redirect("join")
        if session.state != TrainingSession.State.PLANNED or not hasattr(session, "door"):
            return render(request, "learning/sessions/phone/over.html", {"session": session})
        return view(request, session, device, *args, **kwargs)

    return guarded


@checked_in
@require_http_methods(["GET", "POST"])
def phone_page(request, session, device):
    """Before checking in: what is kept, and the form. After: the ticket, and what is asked now."""
    entry = verbs.entry_of_device(session, device)
    if entry is not None:
        return _inside_page(request, session, device, entry)
    if not session.door.is_open():
        return render(request, "learning/sessions/phone/shut.html", {"session": session})
    form = CheckInForm(
        request.POST if request.method == "POST" else None, is_series=session.series_id is not None
    )
    if request.method == "POST" and form.is_valid():
        receipt = verbs.check_in(
            session=session, device=device, payload=form.payload(), name=form.cleaned_data["name"]
        )
        if receipt.status in TAKEN:
            return redirect("phone", session.uuid)
        form.add_error(receipt.field if receipt.field in form.fields else None, _said(receipt))
    return render(request, "learning/sessions/phone/check_in.html", {"session": session, "form": form})


def _inside_page(request, session, device, entry):
    phase = session.door.stage if session.door.stage in ("before", "after") else ""
    poll = session.polls.filter(opened_at__isnull=False, ended_at=None).first()
    context = {
        "session": session,
        "entry": entry,
        "phase": phase if session.test_versions else "",
        "answered": phase and _has_answered(session, device, phase),
        "poll": poll,
        "options": list(zip(PollColour.values, poll.options, strict=False)) if poll else [],
        "voted": poll and verbs.has_voted(poll, device),
        "asks_feedback": session.door.stage == Door.Stage.FEEDBACK,
        "gave_feedback": verbs.has_given_feedback(session, device),
    }
    return render(request, "learning/sessions/phone/inside.html", context)


@checked_in
@require_http_methods(["GET", "POST"])
def phone_test(request, session, device, phase):
    """The questions, without a key; marked by nobody until the session is closed."""
    if session.door.stage != phase or verbs.entry_of_device(session, device) is None:
        return redirect("phone", session.uuid)
    questions = questions_of(session, get_language(), with_key=False)
    message = ""
    if request.method == "POST":
        answers = {str(question["id"]): request.POST.get(f"q{question['id']}", "") for question in questions}
        receipt = verbs.answer_test(session=session, device=device, phase=phase, answers=answers)
        if receipt.status != "refused":
            return redirect("phone", session.uuid)
        message = receipt.message
    context = {"session": session, "questions": questions, "phase": phase, "message": message}
    return render(request, "learning/sessions/phone/test.html", context)


@checked_in
@require_POST
def phone_vote(request, session, device, poll_uuid):
    poll = get_object_or_404(session.polls, uuid=poll_uuid)
    if verbs.entry_of_device(session, device) is None:
        raise Http404
    verbs.vote(poll=poll, device=device, option=request.POST.get("option", ""))
    return redirect("phone", session.uuid)


@checked_in
@require_http_methods(["GET", "POST"])
def phone_feedback(request, session, device):
    """Three taps. Words go to the safeguarding contact of the unit; no secrecy is promised."""
    if session.door.stage != Door.Stage.FEEDBACK or verbs.entry_of_device(session, device) is None:
        return redirect("phone", session.uuid)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        receipt = verbs.give_feedback(
            session=session, device=device, marks=form.marks(), text=form.cleaned_data["text"]
        )
        if receipt.status != "refused":
            return redirect("phone", session.uuid)
        form.add_error(None, receipt.message)
    return render(request, "learning/sessions/phone/feedback.html", {"session": session, "form": form})


@never_cache
@require_POST
def next_person(request, session_uuid):
    """A family shares a phone: the next person goes through the door on her own."""
    response = redirect("join")
    response.delete_cookie(COOKIE)
    return response


def _inside(request, door):
    """Through the door: a new device, unless this one is inside already."""
    response = redirect("phone", door.session.uuid)
    if _device_inside(request, door.session.uuid) is None:
        _set(response, request, COOKIE, json.dumps([str(door.session.uuid), secrets.token_hex(16)]))
    return response


def _device_inside(request, session_uuid) -> str | None:
    try:
        session, device = json.loads(request.get_signed_cookie(COOKIE, salt=COOKIE, max_age=COOKIE_SECONDS))
    except (KeyError, signing.BadSignature, ValueError):
        return None
    return device if session == str(session_uuid) else None


def _device(request) -> str | None:
    try:
        return request.get_signed_cookie(DEVICE_COOKIE, salt=DEVICE_COOKIE, max_age=COOKIE_SECONDS)
    except (KeyError, signing.BadSignature):
        return None


def _set(response, request, name, value):
    response.set_signed_cookie(
        name,
        value,
        salt=name,
        max_age=COOKIE_SECONDS,
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )


def _has_answered(session, device, phase) -> bool:
    line = verbs.line_of_device(session, device)
    return session.facts.filter(kind="test-answered", entry=line, payload__phase=phase).exists()


def _said(receipt) -> str:
    """A refusal, as it is said to the person herself."""
    if receipt.code in ("count-as-head", "guardian-slip"):
        return _("Leave this form and just sit down: you are counted, and nothing is written down about you.")
    return receipt.message


def _locked() -> str:
    return _("Too many wrong codes. Scan the QR code instead, or ask the facilitator to write you down.")
