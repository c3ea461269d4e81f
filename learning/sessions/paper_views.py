"""The register typed from paper: download the spreadsheet, upload it, read what became of each row."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from learning.sessions.device_views import counted
from learning.sessions.paper import take_in_spreadsheet, template_for
from learning.sessions.sync import BatchRefused
from learning.sessions.views import led_session

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FINE = ("accepted", "already-received")


@led_session
@require_http_methods(["GET", "POST"])
def spreadsheet(request, session):
    rows = []
    if request.method == "POST" and request.FILES.get("file"):
        try:
            rows = take_in_spreadsheet(session=session, file=request.FILES["file"], by=request.user)
        except BatchRefused as refused:
            messages.error(request, str(refused))
    elif request.method == "POST":
        messages.error(request, _("Choose the file first."))
    context = {
        "session": session,
        "counted": counted([receipt for _about, receipt in rows]),
        "rows": [(about, receipt) for about, receipt in rows if receipt.status not in FINE],
    }
    return render(request, "learning/sessions/spreadsheet.html", context)


@led_session
@require_GET
def template(request, session):
    response = HttpResponse(template_for(session), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="register-{str(session.uuid)[:8]}.xlsx"'
    return response
