"""What arrives with a fact but must not stand in it: words for the safeguarding contact, reports, signatures."""

import datetime
import re

from django.conf import settings
from django.utils.translation import gettext as _

from learning.masking import looks_like_an_identifier
from learning.sessions.disclosure import Disclosure
from learning.sessions.field_report import FieldReport
from learning.sessions.models import SessionFact, TrainingSession
from learning.sessions.rules import Refused
from learning.sessions.signature import ConsentSignature
from learning.signals import disclosure_received

Kind = SessionFact.Kind
LONGEST_NOTE = 2000
LONGEST_REPORT = 300
STROKES = re.compile(r"[ML0-9 .-]{8,20000}")  # the path of a pen, as SVG writes it


def needs_beside(fact, payload) -> bool:
    """Is there something to keep beside this fact? Raises ``Refused`` when it is missing or not fit to be kept."""
    text = fact.text.strip()
    if fact.kind == Kind.NOTE_WRITTEN:
        if not text:
            raise Refused("missing", _("Write what the safeguarding contact has to know."), "text")
        _check_length(text, LONGEST_NOTE)
        return True
    if fact.kind == Kind.FEEDBACK_GIVEN:
        _check_length(text, LONGEST_NOTE)
        return bool(text)
    if fact.kind == Kind.FIELD_REPORTED:
        _check_report(text)
        return True
    if fact.kind == Kind.ENTERED and payload.get("signed"):
        return _signed(fact)
    return False


def keep_beside(session: TrainingSession, facts: list, *, now: datetime.datetime) -> None:
    """``facts``: ``(NewFact, payload)`` that need it, each once: their uuids are new."""
    words, reports, signatures = [], [], []
    for fact, payload in facts:
        if fact.kind == Kind.ENTERED:
            signatures.append(
                ConsentSignature(
                    fact=fact.uuid, session=session, entry=fact.entry, strokes=fact.signature, received_at=now
                )
            )
        elif fact.kind == Kind.FIELD_REPORTED:
            report = {key: payload[key] for key in ("subject", "channel", "source", "law")}
            text = fact.text.strip()
            reports.append(
                FieldReport(
                    uuid=fact.uuid, session=session, place=session.place, text=text, received_at=now, **report
                )
            )
        else:
            words.append(_disclosure(session, fact, payload, now))
    Disclosure.objects.bulk_create(words)
    FieldReport.objects.bulk_create(reports)
    ConsentSignature.objects.bulk_create(signatures)
    for disclosure in words:
        disclosure_received.send(sender=Disclosure, disclosure=disclosure)


def _disclosure(session, fact, payload, now) -> Disclosure:
    is_note = fact.kind == Kind.NOTE_WRITTEN
    is_urgent = bool(payload.get("urgent"))
    hours = settings.SAFEGUARDING_HOURS["urgent" if is_urgent else "ordinary"]
    return Disclosure(
        uuid=fact.uuid,
        session=session,
        source=Disclosure.Source.FACILITATOR if is_note else Disclosure.Source.FEEDBACK,
        about=payload.get("about", ""),
        is_urgent=is_urgent,
        text=fact.text.strip(),
        with_unit=session.unit,
        received_at=now,
        due_at=now + datetime.timedelta(hours=hours),
    )


def _signed(fact) -> bool:
    """A new signature is kept. A line that is put right without one refers to that of the line it corrects."""
    if not fact.signature:
        if ConsentSignature.objects.filter(entry=fact.entry).exists():
            return False
        raise Refused("signature", _("The signature is missing."), "signature")
    if not STROKES.fullmatch(fact.signature):
        raise Refused("signature", _("The signature cannot be read. Draw it again."), "signature")
    return True


def _check_length(text, most):
    if len(text) > most:
        raise Refused("text", _("Use at most %(most)s letters.") % {"most": most}, "text")


def _check_report(text):
    _check_length(text, LONGEST_REPORT)
    if looks_like_an_identifier(text):
        message = _(
            "This looks like a telephone, identity or account number. A report is about the method and names nobody: leave it out. "
            "What concerns a person goes to the safeguarding contact."
        )
        raise Refused("identifier", message, "text")
