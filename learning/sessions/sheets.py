"""The test of a session on paper: its variants, what the marker may know, and what is keyed in from sheets, by ticket.

The variants follow from the session's key and its pinned questions alone: nothing has to be kept, and a sheet that was printed
months ago leads back to the same answers.
"""

import json
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from learning.sessions.models import SessionFact, TrainingSession
from learning.sessions.project import register_of
from learning.sessions.record import NewFact, record_facts
from learning.sessions.room_test import questions_of_final_tests
from quizzes.models import QuestionVersion
from quizzes.paper import VARIANTS, read_sheet, split_line, variants_of


@dataclass(frozen=True)
class SheetReceipt:
    """What became of a ticket's sheet. ``status``: received, already-received, differs, held, unread, no-ticket, no-variant,
    twice or refused; ``unread`` are the numbers of questions that could not be read; ``message`` says it in words."""

    ticket: str
    status: str
    message: str
    unread: tuple = ()

    @property
    def is_in(self) -> bool:
        return self.status in ("received", "already-received")


def variants_for(session: TrainingSession, letters: str = VARIANTS) -> dict[str, list[dict]]:
    """``{"A": paper, ...}``, always the same for a session; nothing without a test. One query."""
    if not session.test_versions:
        return {}
    return variants_of(session.test_versions, seed=session.uuid.int % 2**48, letters=letters)


def withheld_from_marker(session: TrainingSession) -> frozenset[int]:
    """Versions of the test that a final test asks too: a facilitator's own certificate may hang on them. Three queries."""
    secret = questions_of_final_tests()
    versions = QuestionVersion.objects.filter(pk__in=session.test_versions).values_list("pk", "question_key")
    return frozenset(pk for pk, key in versions if key in secret)


def key_in_sheets(*, session: TrainingSession, phase: str, rows: list[tuple], by) -> list[SheetReceipt]:
    """``rows``: ``[(ticket, variant, typed)]``, ``typed`` as one line or as a list. One receipt a row, in their order.

    The same sheet again is already received. With other answers than the ticket has: both are kept, and neither counts until
    somebody has decided. A sheet of which something cannot be read enters nothing.
    """
    lines = {str(entry.ticket): entry.uuid for entry in session.register.all()}
    variants = variants_for(session)
    standing = register_of(session).answers(phase)
    receipts, facts = {}, {}
    for place, (ticket, variant, typed) in enumerate(rows):
        ticket, variant = str(ticket).strip().lstrip("#"), str(variant or VARIANTS[0]).strip().upper()
        if ticket not in lines:
            receipts[place] = _receipt(ticket, "no-ticket")
        elif lines[ticket] in {fact.entry for fact in facts.values()}:
            receipts[place] = _receipt(ticket, "twice")
        elif variant not in variants:
            receipts[place] = _receipt(ticket, "no-variant")
        else:
            written = _written(typed, len(variants[variant]))
            read = read_sheet(variants[variant], written)
            if read.unread or not written or len(written) > len(variants[variant]):
                receipts[place] = _receipt(ticket, "unread", read.unread)
            elif standing.get(str(lines[ticket])) == read.answers:
                receipts[place] = _receipt(ticket, "already-received")
            else:
                facts[place] = _fact(lines[ticket], phase, read.answers)
    judged = record_facts(session=session, facts=list(facts.values()), by=by) if facts else []
    apart = _disagreeing(session, phase) if facts else set()
    for (place, fact), answer in zip(facts.items(), judged, strict=True):
        ticket = str(rows[place][0]).strip().lstrip("#")
        receipts[place] = _of_fact(ticket, answer, differs=str(fact.entry) in apart)
    return [receipts[place] for place in range(len(rows))]


def _written(typed, questions) -> list[str]:
    return split_line(typed, questions=questions) if isinstance(typed, str) else [str(one) for one in typed]


def _fact(entry, phase, answers) -> NewFact:
    """Its key follows from what it says, so that the same sheet is the same fact."""
    said = json.dumps([phase, answers], sort_keys=True)
    return NewFact(
        uuid=uuid.uuid5(entry, said),
        kind=SessionFact.Kind.TEST_ANSWERED,
        payload={"phase": phase, "how": "paper", "answers": answers},
        entry=entry,
    )


def _disagreeing(session, phase) -> set[str]:
    """The lines whose answers of this phase wait for a decision."""
    return {
        subject[1]
        for kind, subject, _uuids in register_of(session).conflicts
        if kind == SessionFact.Kind.TEST_ANSWERED and subject[0] == phase
    }


def _of_fact(ticket, answer, *, differs) -> SheetReceipt:
    if answer.status in ("accepted", "already-received") and differs:
        return _receipt(ticket, "differs")
    if answer.status == "accepted":
        return _receipt(ticket, "received")
    if answer.status == "already-received":
        return _receipt(ticket, "already-received")
    return SheetReceipt(ticket, answer.status, answer.message)


def _receipt(ticket, status, unread=()) -> SheetReceipt:
    says = {
        "received": _("is in"),
        "already-received": _("had been received before; nothing has changed"),
        "differs": _(
            "differs from what was keyed in before; both are kept, and neither counts until you decide"
        ),
        "no-ticket": _("is not in the register; register the person first"),
        "twice": _("stands twice in this list; only the first was entered"),
        "no-variant": _("this printing has no such variant"),
        "unread": _("could not be read; nothing was entered"),
    }
    return SheetReceipt(ticket, status, says[status], tuple(unread))
