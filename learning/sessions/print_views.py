"""The print pack of a session, and where a sheet of paper leads back to."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from learning.sessions.printing.pack import PARTS, pack_of
from learning.sessions.printing.press import pdf_of
from learning.sessions.printing.sheets import read_code, uuid_range
from learning.sessions.printing.sheets import sheet_code as code_of_sheet
from learning.sessions.scope import sessions_led_by
from learning.sessions.sheets import variants_for, withheld_from_marker
from learning.sessions.views import led_session
from quizzes.fonts import MissingGlyph
from quizzes.paper import VARIANTS, key_pdf

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
    variants = [(n, VARIANTS[:n]) for n in range(len(VARIANTS), 0, -1)]
    context = {"session": session, "parts": PARTS, "variants": variants}
    return render(request, "learning/sessions/print_pack.html", context)


@led_session
@require_GET
def pack_file(request, session):
    """One PDF with the sheets asked for; all of them when nothing is asked."""
    wanted = [part for part in request.GET.getlist("part") if part in PARTS] or PARTS
    variants = request.GET.get("variants", "")
    letters = VARIANTS[: int(variants)] if variants in map(str, range(1, len(VARIANTS) + 1)) else VARIANTS
    pack = pack_of(session, wanted, variants=letters)
    response = HttpResponse(pdf_of(pack), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="session.pdf"'
    return response


@led_session
@require_GET
def test_key(request, session):
    """The key of all variants, for whoever marks by hand: a file of its own, so that it is never copied with the tests. What a
    final test asks too is left out of it."""
    if not session.test_versions:
        raise Http404
    try:
        pdf = key_pdf(
            variants_for(session),
            title=session.title,
            code=code_of_sheet(session.uuid, "T", 1).split("-")[0],
            language=get_language(),
            withheld=withheld_from_marker(session),
        )
    except MissingGlyph as error:
        message = _("The letter %(letter)s cannot be printed with the fonts of this site.")
        return HttpResponse(message % {"letter": error}, status=409, content_type="text/plain")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="key.pdf"'
    response["Cache-Control"] = "private, no-store"
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
            address = reverse(name, args=[session.uuid, *([phase] if phase else [])])
            variant = VARIANTS[sheet.number - 1 : sheet.number] if sheet.kind in "TU" else ""
            return redirect(f"{address}?variant={variant}" if variant else address)
        problem = _("No sheet of one of your sessions has this code. Read it once more.")
    context = {"written": written, "problem": problem}
    return render(request, "learning/sessions/sheet_code.html", context)
