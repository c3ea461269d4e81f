"""The print pack of a session, and where a sheet of paper leads back to."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from learning.sessions.printing.pack import PARTS, pack_of
from learning.sessions.printing.press import pdf_of
from learning.sessions.printing.sheets import read_code, uuid_range
from learning.sessions.scope import sessions_led_by
from learning.sessions.views import led_session

# Where what stands on a sheet is keyed in: name of the address, and its phase.
KEYED_IN = {
    "S": ("session-attendance", None),
    "B": ("session-register", None),
    "N": ("session-heads", None),
    "T": ("session-papers", "before"),
    "U": ("session-papers", "after"),
    "F": ("session-feedback-cards", None),
    "C": ("session-register", None),
}


@led_session
@require_GET
def print_pack(request, session):
    """Choose the sheets."""
    return render(request, "learning/sessions/print_pack.html", {"session": session, "parts": PARTS})


@led_session
@require_GET
def pack_file(request, session):
    """One PDF with the sheets asked for; all of them when nothing is asked."""
    wanted = [part for part in request.GET.getlist("part") if part in PARTS] or PARTS
    response = HttpResponse(pdf_of(pack_of(session, wanted)), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="session.pdf"'
    return response


@login_required
@never_cache
@require_GET
def sheet_code(request):
    """A sheet is in her hand: to the page on which it is keyed in. Only of her own sessions."""
    written = request.GET.get("code", "")[:40]
    problem = ""
    if written:
        sheet = read_code(written.split("/")[0])
        session = (
            sessions_led_by(request.user).filter(uuid__range=uuid_range(sheet.begins)).first()
            if sheet
            else None
        )
        if session is not None:
            name, phase = KEYED_IN.get(sheet.kind, ("session", None))
            return redirect(name, session.uuid, *([phase] if phase else []))
        problem = _("No sheet of one of your sessions has this code. Read it once more.")
    context = {"written": written, "problem": problem}
    return render(request, "learning/sessions/sheet_code.html", context)
