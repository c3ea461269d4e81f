"""A facilitator's pages: her sessions, the plan, and the steps of a session. Not hers: 404."""

import uuid
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from learning.cadres.scope import is_facilitator
from learning.sessions.close import close_session
from learning.sessions.concerns import name_of
from learning.sessions.forms import ClosingForm, PlanForm
from learning.sessions.models import SessionFact, TrainingSession
from learning.sessions.observations import checklists_of, tallies_of
from learning.sessions.people import names_of_those_who_came
from learning.sessions.plan import cancel_session, plan_session, taught_modules
from learning.sessions.project import register_of
from learning.sessions.reach import invitations_to
from learning.sessions.scope import may_lead, may_oversee, series_led_by, sessions_led_by
from learning.sessions.summary import reported_tests, summary_of
from learning.sessions.texts import next_for, thanks_for


def led_session(view):
    """The view gets the ``TrainingSession`` instead of its uuid, and only when the person leads it."""

    @wraps(view)
    @login_required
    @never_cache
    def guarded(request, session_uuid, *args, **kwargs):
        held = SessionFact.objects.filter(session=OuterRef("pk"), state=SessionFact.State.HELD)
        session = (
            TrainingSession.objects.select_related("unit", "place", "test", "series", "closing")
            .annotate(has_waiting=Exists(held))
            .filter(uuid=session_uuid)
            .first()
        )
        if session is None or not may_lead(request.user, session):
            raise Http404
        return view(request, session, *args, **kwargs)

    return guarded


@login_required
@never_cache
@require_GET
def session_list(request):
    """Her sessions: those to come first, then those held."""
    if not is_facilitator(request.user):
        raise PermissionDenied
    mine = sessions_led_by(request.user).select_related("unit")
    context = {
        "series": series_led_by(request.user).select_related("unit")[:20],
        "planned": mine.planned().order_by("starts_at")[:50],
        "page": Paginator(
            mine.exclude(state=TrainingSession.State.PLANNED).order_by("-starts_at"), 20
        ).get_page(request.GET.get("page")),
    }
    return render(request, "learning/sessions/list.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request):
    """Plan a session."""
    if not is_facilitator(request.user):
        raise PermissionDenied
    form = PlanForm(
        request.POST or None, user=request.user, language=get_language(), initial=_of_series(request)
    )
    return _plan(request, form, heading=_("Plan a session"))


@led_session
@require_http_methods(["GET", "POST"])
def plan(request, session):
    """Change the plan."""
    form = PlanForm(request.POST or None, instance=session, user=request.user, language=get_language())
    return _plan(request, form, heading=_("Change the plan"))


def _of_series(request) -> dict:
    """A plan that is begun from a series is its next part."""
    series = series_led_by(request.user).filter(uuid=_uuid(request.GET.get("series"))).first()
    if series is None:
        return {}
    last = series.sessions.order_by("-part").values_list("part", flat=True).first() or 0
    return {
        "series": series,
        "part": min(last + 1, series.parts),
        "title": series.title,
        "unit": series.unit,
    }


def _uuid(text) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _plan(request, form, heading):
    if request.method == "POST" and form.is_valid():
        try:
            session = plan_session(
                session=form.instance,
                module_keys=form.cleaned_data["modules"],
                colleagues=form.cleaned_data["colleagues"],
                by=request.user,
            )
            messages.success(request, _("The plan is saved."))
            return redirect("session", session.uuid)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "learning/sessions/plan.html", {"form": form, "heading": heading})


@led_session
@require_GET
def session_page(request, session):
    """The steps of a session and how far they are; of a closed one what it came to."""
    register = register_of(session)
    context = {
        "session": session,
        "register": register,
        "summary": summary_of(session, register),
        "checklists": checklists_of(register),
        "tallies": tallies_of(register),
        "modules": taught_modules(session),
        "named": names_of_those_who_came(session) if session.is_closed else [],
        "corrections": session.facts.filter(is_adjustment=True).order_by("-received_at", "-pk")[:20],
        "waiting": session.has_waiting,
        "has_begun": session.starts_at <= timezone.now(),
        "invitations": invitations_to(session) if session.state == TrainingSession.State.PLANNED else None,
        "reports": session.field_reports.exclude(answer=""),
    }
    return render(request, "learning/sessions/session.html", context)


@login_required
@never_cache
@require_GET
def overview(request, session_uuid):
    """For supervisors: the plan, and what it came to in the figures of the reports. Nobody by name but who led it."""
    session = get_object_or_404(
        TrainingSession.objects.select_related("unit", "place", "result"), uuid=session_uuid
    )
    if not may_oversee(request.user, session):
        raise Http404
    result = getattr(session, "result", None)
    context = {
        "session": session,
        "modules": session.modules.all(),
        "facilitators": session.facilitators.all(),
        "result": result,
        "tests": reported_tests(result) if result else None,
        "flags": session.flags.filter(cleared_at=None).count(),
        "checklists": checklists_of(register_of(session)),
    }
    return render(request, "learning/sessions/overview.html", context)


@led_session
@require_POST
def cancel(request, session):
    try:
        cancel_session(session=session)
        messages.success(request, _("The session is cancelled."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("session", session.uuid)


@led_session
@require_http_methods(["GET", "POST"])
def close(request, session):
    """Look at what it came to, sign, then close. Twice: once."""
    form = ClosingForm(
        request.POST if request.method == "POST" else None, initial={"name": name_of(request.user)}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            close_session(session=session, by=request.user, name=data["name"], strokes=data["strokes"])
            messages.success(request, _("The session is closed. Its figures stand."))
            return redirect("session", session.uuid)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("session-close", session.uuid)
    register = register_of(session)
    context = {
        "session": session,
        "register": register,
        "summary": summary_of(session, register),
        "checklists": checklists_of(register),
        "tallies": tallies_of(register),
        "form": form,
        "unmarked": sum(line.attendance == "unknown" for line in register.lines.values()),
        "has_begun": session.starts_at <= timezone.now(),
    }
    return render(request, "learning/sessions/close.html", context)


@led_session
@require_GET
def texts(request, session):
    """Thank you, and what comes next, to be copied into the village's chat group."""
    coming, _session = next_for(session)
    context = {"session": session, "thanks": thanks_for(session), "coming": coming}
    return render(request, "learning/sessions/texts.html", context)


@led_session
@require_GET
def sheet(request, session):
    """A sign-in sheet to print: tickets with names, and empty lines."""
    entries = list(session.register.select_related("participant"))
    first_free = max((entry.ticket for entry in entries), default=0) + 1
    blank = range(first_free, first_free + max(10, session.capacity - len(entries)))
    return render(
        request, "learning/sessions/sheet.html", {"session": session, "entries": entries, "blank": blank}
    )
