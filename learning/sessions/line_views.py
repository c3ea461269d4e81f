"""One line of the register: put it right, forget the name, note that she is a cadre."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from learning.cadres.models import Cadre, Mandate
from learning.cadres.scope import units_visible_to
from learning.sessions.consent import withdraw_consent
from learning.sessions.forms import LineForm, LinkForm
from learning.sessions.linking import join, link, part, unlink
from learning.sessions.models import SessionFact
from learning.sessions.people import people_like, person_of
from learning.sessions.project import register_of
from learning.sessions.record import record_fact
from learning.sessions.register_views import DONE, say
from learning.sessions.views import led_session

KEPT = ("ticket", "how", "notice", "pass", "signed")  # of a line that is put right


def line_of(view):
    """The view gets the ``RegisterEntry`` of the session instead of its uuid."""

    @led_session
    def guarded(request, session, entry_uuid):
        entry = get_object_or_404(
            session.register.select_related("participant__cadre", "participant__same_as"), uuid=entry_uuid
        )
        return view(request, session, entry)

    return guarded


@line_of
@require_GET
def entry_page(request, session, entry):
    return _page(request, session, entry)


@line_of
@require_POST
def correct(request, session, entry):
    """What was written down about her is put right by a new fact."""
    line = register_of(session).lines[str(entry.uuid)]
    form = LineForm(request.POST, is_closed=session.is_closed)
    if form.is_valid():
        receipt = record_fact(
            session=session,
            fact_uuid=form.cleaned_data["fact"],
            kind=SessionFact.Kind.ENTERED,
            entry=entry.uuid,
            payload=form.payload({key: line.details[key] for key in KEPT if key in line.details}),
            signature=form.cleaned_data["strokes"],
            name=form.cleaned_data["name"],
            corrects=form.cleaned_data["corrects"],
            by=request.user,
        )
        if receipt.status in DONE:
            say(request, receipt)
            return redirect("session-entry", session.uuid, entry.uuid)
        form.show(receipt)
    return _page(request, session, entry, line_form=form)


@line_of
@require_POST
def forget(request, session, entry):
    """She withdraws her consent."""
    if entry.participant:
        withdraw_consent(participant=entry.participant, by=request.user)
        messages.success(request, _("The name has been removed everywhere. The counts stay."))
    return redirect("session-register", session.uuid)


@line_of
@require_POST
def link_cadre(request, session, entry):
    """Note that she is a cadre of the units of the person who asks; or take that back."""
    if entry.participant is None or entry.participant.forgotten_at:
        return redirect("session-entry", session.uuid, entry.uuid)
    if request.POST.get("action") == "unlink":
        unlink(participant=entry.participant)
        return redirect("session-entry", session.uuid, entry.uuid)
    form = LinkForm(request.POST)
    if form.is_valid():
        cadre = _cadre_numbered(form.cleaned_data["staff_number"], request.user)
        if cadre:
            link(participant=entry.participant, cadre=cadre)
            return redirect("session-entry", session.uuid, entry.uuid)
        form.add_error("staff_number", _("No cadre of your units has this number."))
    return _page(request, session, entry, link_form=form)


@line_of
@require_POST
def same_person(request, session, entry):
    """Note that she is somebody who came before; or take that back."""
    if entry.participant is None or entry.participant.forgotten_at:
        return redirect("session-entry", session.uuid, entry.uuid)
    if request.POST.get("action") == "part":
        part(participant=entry.participant)
        return redirect("session-entry", session.uuid, entry.uuid)
    other = person_of(session, request.POST.get("person", ""))
    try:
        if other is not None:
            join(participant=entry.participant, other=other)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("session-entry", session.uuid, entry.uuid)


def _cadre_numbered(number, user) -> Cadre | None:
    within = units_visible_to(user, Mandate.Role.FACILITATOR)
    return Cadre.objects.filter(code=number, postings__unit__in=within).first()


def _page(request, session, entry, *, line_form=None, link_form=None):
    line = register_of(session).lines[str(entry.uuid)]
    initial = {
        **line.details,
        "name": entry.participant.name if entry.participant else "",
        "corrects": line.entered,
        "why": "",
    }
    context = {
        "session": session,
        "entry": entry,
        "line": line,
        "line_form": line_form or LineForm(initial=initial, is_closed=session.is_closed),
        "link_form": link_form or LinkForm(),
        "alike": people_like(entry.participant),
    }
    return render(request, "learning/sessions/entry.html", context)
