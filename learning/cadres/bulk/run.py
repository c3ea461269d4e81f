"""Bring a spreadsheet, look it through, carry it out, forget it."""

import io
from functools import partial

import xlsxwriter
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from config.jobs.enqueue import request_job
from config.jobs.models import Job
from config.jobs.registry import PermanentJobError, handles
from config.jobs.run import report_progress
from learning.cadres.bulk import roster_sheet, unit_sheet
from learning.cadres.bulk.models import CARRY_OUT, KEEP_FOR, LOOK_THROUGH, BulkImport
from learning.cadres.bulk.sheet import SheetRefused, read_rows

KINDS = {
    BulkImport.Kind.UNITS: (unit_sheet.COLUMNS, unit_sheet.plan_units, unit_sheet.apply_units),
    BulkImport.Kind.ROSTER: (roster_sheet.COLUMNS, roster_sheet.plan_roster, roster_sheet.apply_roster),
}


@transaction.atomic
def bring(*, kind: str, content: bytes, file_name: str, on, by) -> BulkImport:
    """Keep the file privately and have it looked through. Nothing of the organisation changes."""
    brought = BulkImport.objects.create(kind=kind, file_name=file_name[:200], on=on, brought_by=by)
    storages["private"].save(brought.stored_as, ContentFile(content))
    _request(LOOK_THROUGH, brought, by)
    return brought


def carry_out(*, brought: BulkImport, by) -> Job:
    """Do what the look through foresaw. Asking twice gives the same job; after it failed it begins again."""
    return _request(CARRY_OUT, brought, by)


def _request(kind, brought, by):
    """The worker answers in the language of whoever asks."""
    arguments = {"import_id": brought.pk, "language": translation.get_language()}
    return request_job(kind=kind, key=str(brought.uuid), arguments=arguments, requested_by=by)


@handles(LOOK_THROUGH)
def look_through(job, *, import_id, language):
    brought = BulkImport.objects.get(pk=import_id)
    _columns, plan_rows, _apply = KINDS[brought.kind]
    with translation.override(language):
        rows = _rows(brought)
        report_progress(job, done=1, total=2)
        plan = plan_rows(rows, on=brought.on)
        _keep_problems(brought, rows, plan.problems)
    _keep_report(brought, "foreseen", plan)


@handles(CARRY_OUT)
def carry_out_rows(job, *, import_id, language):
    """Interrupted, it is called again and does what is left; the report then counts the rest as standing already."""
    brought = BulkImport.objects.get(pk=import_id)
    _columns, _plan, apply_rows = KINDS[brought.kind]
    with translation.override(language):
        rows = _rows(brought)
        plan = apply_rows(
            rows, on=brought.on, progress=lambda done, total: report_progress(job, done=done, total=total)
        )
        _keep_problems(brought, rows, plan.problems)
    _keep_report(brought, "done", plan)


@transaction.atomic
def _keep_report(brought, field, plan):
    """Of an import that was forgotten while it ran, no name is written down again."""
    standing = BulkImport.objects.select_for_update().get(pk=brought.pk)
    setattr(standing, field, plan.report())
    standing.save(update_fields=[field])
    if standing.forgotten_at:
        forget_files([standing])


def forget_old_files() -> int:
    """Files, and names in reports, of imports older than 14 days; the counts stay. Returns how many. Harmless twice."""
    return forget_files(
        BulkImport.objects.filter(created_at__lt=timezone.now() - KEEP_FOR, forgotten_at=None)
    )


def forget_files(imports) -> int:
    """Of these imports the file, and the names in the reports. Returns how many."""
    for brought in imports:
        for name in (brought.stored_as, brought.problems_stored_as):
            transaction.on_commit(partial(storages["private"].delete, name))
        for report in (brought.foreseen, brought.done):
            report.pop("changes", None)
            report.pop("problems", None)
        brought.file_name = ""
        brought.forgotten_at = timezone.now()
        brought.save()
    return len(imports)


def template_file(kind: str) -> bytes:
    """An empty .xlsx with the columns' headings, every cell a text, so that codes keep their leading zeros."""
    return _workbook([[column.names[0] for column in KINDS[kind][0]]])


def _rows(brought):
    columns, _plan, _apply = KINDS[brought.kind]
    try:
        with storages["private"].open(brought.stored_as) as file:
            return read_rows(file.read(), columns)
    except FileNotFoundError:
        raise PermanentJobError(_("This file is no longer kept. Bring it again.")) from None
    except SheetRefused as refused:
        raise PermanentJobError(str(refused)) from refused


def _keep_problems(brought, rows, problems):
    """The rows to be corrected, with the reason first, as a spreadsheet that can be corrected and brought again."""
    storage = storages["private"]
    storage.delete(brought.problems_stored_as)
    if not problems:
        return
    columns, by_line = KINDS[brought.kind][0], {row.line: row for row in rows}
    heading = [_("Line"), _("To be corrected"), *(column.names[0] for column in columns)]
    lines = [
        [str(problem.line), problem.message, *(by_line[problem.line][column.field] for column in columns)]
        for problem in sorted(problems, key=lambda problem: problem.line)
    ]
    storage.save(brought.problems_stored_as, ContentFile(_workbook([heading, *lines])))


def _workbook(lines) -> bytes:
    file = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
    sheet = book.add_worksheet()
    sheet.set_column(0, 20, 22, text)
    sheet.freeze_panes(1, 0)
    for number, line in enumerate(lines):
        for column, value in enumerate(line):
            sheet.write_string(number, column, value, text if number else bold)
    book.close()
    return file.getvalue()
