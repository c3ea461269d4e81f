"""Reports of a unit for those who answer for it. A unit outside one's subtree does not exist: 404, not 403."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from config.jobs.models import Job
from learning.cadres.models import Mandate
from learning.cadres.scope import is_supervisor, mandated_units, may_see_unit
from learning.reports.asked import question_about
from learning.reports.drill import rows_behind, untrained
from learning.reports.export import KIND, request_export
from learning.reports.period import PeriodForm
from learning.reports.rollup import rollup, rollup_by_course
from learning.reports.spreadsheet import row_label
from learning.reports.titles import course_titles
from learning.units.models import Unit

ROWS_A_PAGE = 50


def unit_in_scope(view):
    """The view gets the ``Unit`` instead of its code, and only when the person answers for it."""

    @wraps(view)
    @login_required
    @never_cache
    def guarded(request, code, *args, **kwargs):
        unit = Unit.objects.select_related("level").filter(code=code).first()
        if unit is None or not may_see_unit(request.user, unit):
            raise Http404
        return view(request, unit, *args, **kwargs)

    return guarded


@login_required
@require_GET
def index(request):
    """To the unit she answers for; with several, a choice."""
    if not is_supervisor(request.user):
        raise Http404
    units = mandated_units(request.user, Mandate.Role.SUPERVISOR)
    if request.user.is_superuser and not units:
        units = list(Unit.get_root_nodes())
    if len(units) == 1:
        return redirect("report", units[0].code)
    return render(request, "learning/reports/choose.html", {"units": units})


@unit_in_scope
@require_GET
def report(request, unit):
    """The table of the units below, the table of the courses, and what needs attention."""
    form = PeriodForm(_asked(request), language=get_language())
    context = {"unit": unit, "form": form, "ancestors": _visible_ancestors(request.user, unit)}
    if form.is_valid():
        question = _question(request, unit, form)
        table = rollup(question)
        context |= {
            "question": question,
            "query": request.GET.urlencode(),
            "table": table,
            "courses": rollup_by_course(question, course_titles(), table.total),
            "openable": {child.code for child in unit.get_children()},
        }
    return render(request, "learning/reports/report.html", context, status=200 if form.is_valid() else 400)


@unit_in_scope
@require_GET
def behind(request, unit, figure, row):
    """The rows behind one number."""
    form = PeriodForm(_asked(request), language=get_language())
    if not form.is_valid():
        return redirect("report", unit.code)
    try:
        opened = rows_behind(_question(request, unit, form), figure_key=figure, row=row)
    except KeyError as error:
        raise Http404 from error
    page = Paginator(opened.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "unit": unit,
        "row": row,
        "row_label": row_label(row, _place_names(row)),
        "opened": opened,
        "page": page,
        "form": form,
        "query": _without_page(request),
    }
    return render(request, "learning/reports/behind.html", context)


@unit_in_scope
@require_GET
def follow_up(request, unit):
    """Cadres in post without the course: a private list, for help and not for shame."""
    form = PeriodForm(_asked(request), language=get_language())
    if not form.is_valid():
        return redirect("report", unit.code)
    page = Paginator(untrained(_question(request, unit, form)), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "learning/reports/follow_up.html",
        {"unit": unit, "page": page, "form": form, "query": _without_page(request)},
    )


@unit_in_scope
@require_GET
def why_hidden(request, unit):
    """Why some figures of participants are not shown."""
    return render(
        request, "learning/reports/why_hidden.html", {"unit": unit, "query": request.GET.urlencode()}
    )


@unit_in_scope
@require_POST
def export(request, unit):
    """Ask for the spreadsheet; a worker writes it."""
    form = PeriodForm(request.POST or None, language=get_language())
    if not form.is_valid():
        return redirect("report", unit.code)
    asked = _question(request, unit, form)
    job = request_export(
        user=request.user,
        unit=unit,
        period=asked.period,
        course_key=asked.course_key,
        language=get_language(),
    )
    return redirect("report-export", job.uuid)


@login_required
@never_cache
@require_GET
def export_page(request, job_uuid):
    """How far the file is, and the link when it is there. Only for who asked for it."""
    job = get_object_or_404(Job, uuid=job_uuid, kind=KIND, requested_by=request.user)
    unit = Unit.objects.filter(code=job.arguments["unit_code"]).first()
    return render(request, "learning/reports/export.html", {"job": job, "unit": unit})


@login_required
@never_cache
@require_GET
def download(request, job_uuid):
    """The file, if she may still see the unit."""
    job = get_object_or_404(Job, uuid=job_uuid, kind=KIND, requested_by=request.user, state=Job.State.DONE)
    unit = get_object_or_404(Unit, code=job.arguments["unit_code"])
    storage = storages["private"]
    if not may_see_unit(request.user, unit) or not storage.exists(job.result["file"]):
        raise Http404
    return FileResponse(storage.open(job.result["file"]), as_attachment=True, filename=job.result["name"])


def _asked(request):
    return request.GET if request.GET else {"period": "year"}


def _question(request, unit, form):
    return question_about(
        user=request.user,
        unit=unit,
        period=form.cleaned_data["asked"],
        course_key=form.cleaned_data["course"] or None,
    )


def _visible_ancestors(user, unit):
    return [above for above in unit.get_ancestors() if may_see_unit(user, above)]


def _place_names(row):
    unit = Unit.objects.filter(code=row).first()
    return {get_language(): unit.name} if unit else {}


def _without_page(request):
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
