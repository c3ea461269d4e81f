"""The register typed from paper: a spreadsheet to fill in, and its rows as facts that go through the same verbs.

Each spreadsheet carries a key, made when it is downloaded. The key of a fact follows from it and from the ticket or field it is
about, so that the same file again is the same facts, and a ticket is the same line as on a phone.
"""

import io
import uuid
from zipfile import BadZipFile

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from learning.sessions.models import (
    AgeBand,
    CarerRole,
    FactBatch,
    RegisterEntry,
    SessionFact,
    TrainingSession,
)
from learning.sessions.sync import LARGEST_KEPT, BatchRefused, Origin, refuse_large, take_in_records

Kind = SessionFact.Kind
FIRST_ROW = 4  # of the register, counted from 1
KEY_CELL = "B1"
MOST_ROWS = 2000
YES = {"yes", "y", "1", "是", "√", "✓", "true", "x"}
GUARDIAN = {"guardian", "监护人"}


def template_for(session: TrainingSession) -> bytes:
    """An XLSX file: one sheet for the register, one for notice, heads and hands. In the active language."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e2efeb"})
    quiet = book.add_format({"font_color": "#55605b", "text_wrap": True})
    sheet = book.add_worksheet(_("Register"))
    sheet.write_row(0, 0, [_("Key: do not change"), str(uuid.uuid4()), str(session.uuid)], quiet)
    sheet.write(1, 0, _("One row per person, as on the paper sheet. A name only with her consent."), quiet)
    sheet.write_row(2, 0, [label for _name, label in _columns()], bold)
    sheet.set_row(2, 48)
    sheet.set_column(0, 8, 16)
    sheet.freeze_panes(3, 0)
    choices = {3: CarerRole.choices, 4: AgeBand.choices, 7: _attendances()}
    for column, offered in choices.items():
        source = [str(label) for _value, label in offered]
        sheet.data_validation(3, column, 3 + MOST_ROWS, column, {"validate": "list", "source": source})
    for row, entry in enumerate(session.register.select_related("participant"), start=3):
        sheet.write(row, 0, entry.ticket)
    _more_sheet(book, bold)
    book.close()
    return file.getvalue()


def take_in_spreadsheet(*, session: TrainingSession, file, by) -> list:
    """``[(what it is about, receipt)]`` of every row, the register's first. Twice: already received.

    Raises ``BatchRefused`` for what is no spreadsheet of ours, of another session, or too large; that is kept too.
    """
    origin = Origin(by=by, way=FactBatch.Way.SHEET)
    body = file.read(LARGEST_KEPT + 1)
    if len(body) > LARGEST_KEPT:
        refuse_large(session=session, digest="", size=file.size, origin=origin)
        raise BatchRefused("too-large", _("This upload is too large. Send it in parts."))
    try:
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        sheets = [
            [list(row) for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 10, max_col=12)]
            for sheet in book.worksheets[:2]
        ]
        key, of_session = uuid.UUID(str(sheets[0][0][1])), uuid.UUID(str(sheets[0][0][2]))
    except (BadZipFile, KeyError, ValueError, IndexError, TypeError, OSError, AttributeError) as error:
        refuse_large(session=session, digest="", size=len(body), origin=origin)
        raise BatchRefused(
            "unreadable",
            _("This is not the spreadsheet of this page. Download it, fill it in, and upload that."),
        ) from error
    if of_session != session.uuid:
        refuse_large(session=session, digest="", size=len(body), origin=origin)
        raise BatchRefused("other-session", _("This spreadsheet belongs to another session."))
    rows = [
        *_more_facts(session, sheets[1] if len(sheets) > 1 else [], key),
        *_register_facts(session, sheets[0], key),
    ]
    receipts = take_in_records(
        session=session, records=[fact for _about, fact in rows], size=len(body), origin=origin
    )
    return [(about, receipt) for (about, _fact), receipt in zip(rows, receipts, strict=True)]


def line_of_ticket(session: TrainingSession, ticket: int) -> uuid.UUID:
    """The line that a ticket is on every phone and on paper (``static/js/offline/facts.js`` says the same)."""
    return uuid.uuid5(session.uuid, f"ticket-{ticket}")


def _register_facts(session, rows, key):
    standing = dict(session.register.values_list("ticket", "uuid"))
    for row in rows[FIRST_ROW - 1 :]:
        cells = [*row, *[None] * 9][:9]
        if not any(cell not in (None, "") for cell in cells):
            continue
        ticket, name, consent, role, age, children, slip, attendance, minutes = cells
        entry = standing.get(ticket) or line_of_ticket(session, ticket)
        about = _("Ticket %(ticket)s") % {"ticket": ticket}
        is_new = ticket not in standing or any(cells[1:7])
        if is_new:
            payload = {
                "ticket": _number(ticket),
                "role": _code(role, CarerRole.choices),
                "age_band": _code(age, AgeBand.choices),
                "children": _number(children),
                "consent": _consent(consent),
                "consent_reference": str(slip or "").strip(),
            }
            yield (
                about,
                _fact(
                    session, key, Kind.ENTERED, f"entered-{ticket}", payload, entry, str(name or "").strip()
                ),
            )
        marked = _code(attendance, _attendances()) or ("present" if is_new and not attendance else attendance)
        if marked:
            payload = {"attendance": marked, "minutes": _number(minutes)}
            yield about, _fact(session, key, Kind.ATTENDED, f"attended-{ticket}", payload, entry)


def _more_facts(session, rows, key):
    """Notice and heads, by the row they stand in."""
    cells = {row[0]: row[2] for row in rows if len(row) > 2 and row[0]}
    if str(cells.get("notice") or "").strip().lower() in YES:
        yield _("Say what is kept"), _fact(session, key, Kind.NOTICE_GIVEN, "notice", {"how": "read-aloud"})
    under_14, others = cells.get("under_14"), cells.get("others")
    if under_14 not in (None, "") or others not in (None, ""):
        heads = {"under_14": _number(under_14 or 0), "others": _number(others or 0)}
        yield _("Count heads"), _fact(session, key, Kind.HEADS_COUNTED, "heads", heads)


def _more_sheet(book, bold):
    sheet = book.add_worksheet(_("Notice and heads"))
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 60)
    sheet.write_row(0, 0, ["", _("What is asked"), _("Answer")], bold)
    asked = [
        ("notice", _("It was read out what is kept and why (yes or no)")),
        ("under_14", _("Children under 14")),
        ("others", _("Others without a line in the register")),
    ]
    for row, (name, label) in enumerate(asked, start=1):
        sheet.write_row(row, 0, [name, label])


def _columns() -> list:
    return [
        ("ticket", _("Ticket")),
        ("name", _("Name")),
        ("consent", _("Agreed that the name is kept (yes, or: guardian)")),
        ("role", _("Role")),
        ("age_band", _("Age")),
        ("children", _("Children cared for")),
        ("consent_reference", _("Number of the consent slip")),
        ("attendance", _("Attendance (empty: came)")),
        ("minutes", _("Minutes, if not the whole time")),
    ]


def _fact(session, key, kind, what, payload, entry=None, name="") -> dict:
    """Like a phone's. It happened when the session was held; when it was typed says ``received_at``."""
    return {
        "uuid": str(uuid.uuid5(key, what)),
        "kind": kind,
        "occurred_at": min(session.starts_at, timezone.now()).isoformat(),
        "entry": str(entry) if entry else None,
        "payload": payload,
        "name": name,
    }


def _attendances() -> list:
    return [c for c in RegisterEntry.Attendance.choices if c[0] not in ("unknown", "conflict")]


def _code(cell, choices) -> str:
    """The code of what was chosen, in whatever language; what is not offered stays as it is and is refused as such."""
    text = str(cell or "").strip()
    return next((value for value, label in choices if text in (value, str(label))), text)


def _consent(cell) -> str:
    text = str(cell or "").strip().lower()
    if text in GUARDIAN or text == str(_("guardian")).lower():
        return "guardian"
    return "own" if text in YES or text == str(_("yes")).lower() else ""


def _number(cell):
    """A whole number; what is none stays as it is and is refused as such."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, str) and cell.strip().isdecimal():
        return int(cell)
    return cell if cell != "" else None
