"""What a fact may say, kind by kind: known keys only, of the right type and size. Without a database.

New optional keys stay out of a payload that does not use them, so that what older devices send keeps its digest.
"""

import re
import uuid

from django.utils.translation import gettext as _

from learning.sessions.models import AgeBand, CarerRole, CorrectionReason, RegisterEntry, SessionFact
from learning.sessions.rules import Refused
from learning.sessions.words import (
    Channel,
    Feedback,
    FeedbackMark,
    Heard,
    How,
    NoteAbout,
    Observed,
    ObservedMark,
    PollColour,
    Source,
    SpokenLanguage,
    Trait,
)

MOST_PEOPLE = 2000
MOST_CHILDREN = 30
MARKABLE = {choice for choice in RegisterEntry.Attendance.values if choice not in ("unknown", "conflict")}
REFERENCE = re.compile(r"[A-Za-z0-9/.#-]{0,40}")  # a number and never a name
CONSENTS = ("", "own", "guardian")
PASS = re.compile(r"[2-9A-HJ-NP-Z]{8}")  # what somebody carries through a series; see series.py
LAW = re.compile(r"[A-Za-z0-9_.-]{0,80}")  # the key of a legal source, with the article


def clean_payload(kind: str, payload, *, test_versions: list[dict]) -> dict:
    """The payload with known keys only. Raises ``Refused``. ``test_versions``: ``[{"id", "options": [...]}]``."""
    if not isinstance(payload, dict):
        raise Refused("payload", _("This record cannot be read."), "payload")
    cleaner = CLEANERS.get(kind)
    if cleaner is None:
        raise Refused("kind", _("This kind of record is not known."), "kind")
    why = _choice(payload, "why", ("", *CorrectionReason.values))
    cleaned = cleaner(payload, test_versions)
    return {**cleaned, "why": why} if why else cleaned


def _integer(payload, key, *, most, required=False):
    value = payload.get(key)
    if value in (None, ""):
        if required:
            raise Refused("missing", _("Give a number."), key)
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise Refused("number", _("Give a whole number from 0 to %(most)s.") % {"most": most}, key)
    return value


def _choice(payload, key, allowed):
    value = payload.get(key, "") or ""
    if not isinstance(value, str) or value not in allowed:
        raise Refused("choice", _("Choose one of those offered."), key)
    return value


def _uuid(payload, key):
    value = payload.get(key)
    if value in (None, ""):
        return None
    try:
        return str(uuid.UUID(str(value)))
    except ValueError as error:
        raise Refused("uuid", _("This record cannot be read."), key) from error


def _notice(payload, versions):
    return {"how": _choice(payload, "how", ("read-aloud", "shown"))}


def _entered(payload, versions):
    reference = payload.get("consent_reference") or ""
    if not isinstance(reference, str) or not REFERENCE.fullmatch(reference.strip()):
        raise Refused(
            "text",
            _("Use the number of the slip only: at most 40 letters from A to Z, digits and hyphens."),
            "consent_reference",
        )
    cleaned = {
        "ticket": _integer(payload, "ticket", most=99999),
        "participant": _uuid(payload, "participant"),
        "role": _choice(payload, "role", ("", *CarerRole.values)),
        "age_band": _choice(payload, "age_band", ("", *AgeBand.values)),
        "children": _integer(payload, "children", most=MOST_CHILDREN),
        "consent": _choice(payload, "consent", CONSENTS),
        "consent_reference": reference.strip(),
    }
    return cleaned | _given(
        {
            "language": _choice(payload, "language", ("", *SpokenLanguage.values)),
            "how": _choice(payload, "how", ("", *How.values)),
            "notice": _choice(payload, "notice", ("", "read-aloud", "shown")),
            "signed": _yes(payload, "signed"),
            "pass": _pattern(payload, "pass", PASS),
        }
    )


def _attended(payload, versions):
    return {
        "attendance": _choice(payload, "attendance", MARKABLE),
        "minutes": _integer(payload, "minutes", most=24 * 60),
    }


def _heads(payload, versions):
    return {
        "under_14": _integer(payload, "under_14", most=MOST_PEOPLE, required=True),
        "others": _integer(payload, "others", most=MOST_PEOPLE, required=True),
    }


def _test(payload, versions):
    people = _integer(payload, "people", most=MOST_PEOPLE, required=True)
    counts = payload.get("counts")
    if not isinstance(counts, dict):
        raise Refused("payload", _("This record cannot be read."), "counts")
    known = {str(version["id"]): version["options"] for version in versions}
    if not set(counts) <= set(known):
        raise Refused("question", _("A question is not one of this session's test."), "counts")
    cleaned = {}
    for version, options in known.items():
        given = counts.get(version) or {}
        if not isinstance(given, dict) or not set(given) <= set(options):
            raise Refused("option", _("An answer is not one of this question's."), version)
        cleaned[version] = {option: _integer(given, option, most=MOST_PEOPLE) or 0 for option in options}
        if sum(cleaned[version].values()) > people:
            message = _("More hands than people: %(hands)s of %(people)s.")
            raise Refused(
                "too-many", message % {"hands": sum(cleaned[version].values()), "people": people}, version
            )
    return {"phase": _choice(payload, "phase", ("before", "after")), "people": people, "counts": cleaned}


def _answers(payload, versions):
    """What one ticket answered in one phase: ``{version: option}``; what was left out is None."""
    answers = payload.get("answers")
    if not isinstance(answers, dict):
        raise Refused("payload", _("This record cannot be read."), "answers")
    known = {str(version["id"]): version["options"] for version in versions}
    if not set(answers) <= set(known):
        raise Refused("question", _("A question is not one of this session's test."), "answers")
    cleaned = {}
    for version, options in known.items():
        answer = answers.get(version) or None
        if answer is not None and answer not in options:
            raise Refused("option", _("An answer is not one of this question's."), version)
        cleaned[version] = answer
    return {
        "phase": _choice(payload, "phase", ("before", "after")),
        "how": _choice(payload, "how", How.values),
        "answers": cleaned,
    }


def _poll(payload, versions):
    """Of a poll: how many held up which colour."""
    people = _integer(payload, "people", most=MOST_PEOPLE, required=True)
    counts = _counts(payload, "counts", PollColour.values)
    if sum(counts.values()) > people:
        message = _("More hands than people: %(hands)s of %(people)s.")
        raise Refused("too-many", message % {"hands": sum(counts.values()), "people": people}, "people")
    return {
        "how": _choice(payload, "how", ("phones", "hands", "cards")),
        "people": people,
        "counts": counts,
    }


def _feedback(payload, versions):
    """One person's three taps; at least one of them."""
    marks = payload.get("marks")
    if not isinstance(marks, dict) or not set(marks) <= set(Feedback.values):
        raise Refused("payload", _("This record cannot be read."), "marks")
    cleaned = {question: _choice(marks, question, ("", *FeedbackMark.values)) for question in Feedback.values}
    if not any(cleaned.values()):
        raise Refused("missing", _("Choose at least one answer."), "marks")
    return {"how": _choice(payload, "how", How.values), "marks": cleaned}


def _feedback_counts(payload, versions):
    """The ticks of all paper cards together."""
    people = _integer(payload, "people", most=MOST_PEOPLE, required=True)
    counts = payload.get("counts")
    if not isinstance(counts, dict) or not set(counts) <= set(Feedback.values):
        raise Refused("payload", _("This record cannot be read."), "counts")
    cleaned = {
        question: _counts({question: counts.get(question) or {}}, question, FeedbackMark.values)
        for question in Feedback.values
    }
    for question, ticks in cleaned.items():
        if sum(ticks.values()) > people:
            message = _("More ticks than cards: %(ticks)s of %(cards)s.")
            raise Refused("too-many", message % {"ticks": sum(ticks.values()), "cards": people}, question)
    return {"people": people, "counts": cleaned}


def _note(payload, versions):
    """That something was written to the safeguarding contact; the text stands in her queue only."""
    return {"about": _choice(payload, "about", NoteAbout.values), "urgent": _yes(payload, "urgent")}


def _field_report(payload, versions):
    """What was heard about methods or the law, in fixed words; the short text stands in the report only."""
    return {
        "subject": _choice(payload, "subject", Heard.values),
        "channel": _choice(payload, "channel", Channel.values),
        "source": _choice(payload, "source", Source.values),
        "law": _pattern(payload, "law", LAW),
    }


def _observed(payload, versions):
    items = payload.get("items")
    if not isinstance(items, dict) or not set(items) <= set(Observed.values):
        raise Refused("payload", _("This record cannot be read."), "items")
    cleaned = {item: _choice(items, item, ("", *ObservedMark.values)) for item in Observed.values}
    if not any(cleaned.values()):
        raise Refused("missing", _("Choose at least one answer."), "items")
    return {"items": cleaned}


def _traits(payload, versions):
    """How many say so of themselves, asked of the whole room after it was said that nobody has to."""
    if not _yes(payload, "voluntary"):
        message = _("Say first that nobody has to answer, and mark here that you did.")
        raise Refused("voluntary", message, "voluntary")
    return {"voluntary": True, "counts": _counts(payload, "counts", Trait.values)}


def _withdrawn(payload, versions):
    return {}


def _counts(payload, key, allowed) -> dict:
    counts = payload.get(key)
    if not isinstance(counts, dict) or not set(counts) <= set(allowed):
        raise Refused("payload", _("This record cannot be read."), key)
    return {one: _integer(counts, one, most=MOST_PEOPLE) or 0 for one in allowed}


def _yes(payload, key) -> bool:
    if payload.get(key) not in (None, "", True, False):
        raise Refused("choice", _("Choose one of those offered."), key)
    return bool(payload.get(key))


def _pattern(payload, key, pattern) -> str:
    value = payload.get(key) or ""
    if not isinstance(value, str) or (value and not pattern.fullmatch(value)):
        raise Refused("text", _("This code is not written rightly."), key)
    return value


def _given(values: dict) -> dict:
    return {key: value for key, value in values.items() if value}


CLEANERS = {
    SessionFact.Kind.NOTICE_GIVEN: _notice,
    SessionFact.Kind.ENTERED: _entered,
    SessionFact.Kind.ATTENDED: _attended,
    SessionFact.Kind.HEADS_COUNTED: _heads,
    SessionFact.Kind.TEST_COUNTED: _test,
    SessionFact.Kind.TEST_ANSWERED: _answers,
    SessionFact.Kind.POLL_COUNTED: _poll,
    SessionFact.Kind.FEEDBACK_GIVEN: _feedback,
    SessionFact.Kind.FEEDBACK_COUNTED: _feedback_counts,
    SessionFact.Kind.NOTE_WRITTEN: _note,
    SessionFact.Kind.FIELD_REPORTED: _field_report,
    SessionFact.Kind.OBSERVED: _observed,
    SessionFact.Kind.TRAITS_TALLIED: _traits,
    SessionFact.Kind.CONSENT_WITHDRAWN: _withdrawn,
}
