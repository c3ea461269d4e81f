"""Decisions about facts of a session, without a database."""

import datetime
import re
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from learning.sessions.models import AgeBand, CarerRole, CorrectionReason, RegisterEntry, SessionFact

SMALL = 5  # groups of fewer are not shown to those who may not see the people
MOST_PEOPLE = 2000
MOST_CHILDREN = 30
MOST_LINES = 2000  # of one register
EARLIEST = datetime.timedelta(days=400)  # facts older than this before the session are clock errors
CLOCK_SLACK = datetime.timedelta(hours=26)  # a device may be a day off, and in another time zone
MARKABLE = {choice for choice in RegisterEntry.Attendance.values if choice not in ("unknown", "conflict")}
REFERENCE = re.compile(r"[A-Za-z0-9/.#-]{0,40}")  # a number and never a name
CONSENTS = ("", "own", "guardian")


@dataclass(eq=False)
class Refused(Exception):
    """A fact that cannot stand. ``code`` for machines, ``message`` for people; ``field`` names what is wrong."""

    code: str
    message: str
    field: str = ""


def check_clock(occurred_at: datetime.datetime, *, now: datetime.datetime) -> None:
    """Raises ``Refused`` for a device whose clock is far off: its facts could not be put in order."""
    if occurred_at > now + CLOCK_SLACK or occurred_at < now - EARLIEST:
        raise Refused(
            "clock",
            _("The device's clock is wrong: set its date and time, and send this again."),
            "occurred_at",
        )


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


def check_name_allowed(*, name: str, payload: dict, notice_given: bool) -> None:
    """A name is written down only after the notice, and with consent: her own, for a child under 14 a guardian's on paper.

    ``name`` is the one that would be kept, also when it is known from an earlier session.
    """
    age = payload.get("age_band", "")
    consent = payload.get("consent", "")
    if age == AgeBand.UNDER_14 and consent != "guardian":
        message = _(
            "A child under 14 is counted as a head until a guardian has agreed. Add her to the head count instead."
        )
        raise Refused("count-as-head", message, "age_band")
    if age == AgeBand.UNDER_14 and not payload.get("consent_reference"):
        message = _(
            "Write down the number of the slip that the guardian signed. Without it, add the child to the head count."
        )
        raise Refused("guardian-slip", message, "consent_reference")
    if age == AgeBand.FROM_14_TO_17 and consent != "own":
        message = _(
            "From 14 to 17 she has to agree herself. Without that, add her to the head count instead."
        )
        raise Refused("count-as-head", message, "age_band")
    if name and not notice_given:
        message = _(
            "Read out first what is kept and why, and say here that you did. Then names may be written down."
        )
        raise Refused("notice-first", message, "name")
    if name and not consent:
        message = _(
            "A name is kept only with consent. Without it, leave the name empty: the ticket is enough."
        )
        raise Refused("name-needs-consent", message, "consent")


def reported(previous: int | None, exact: int) -> int:
    """The figure that those may read who may not see the people: 0 below five, and moved in steps of five.

    ``previous`` is what was published before, None the first time. So no sum and no difference of published figures tells
    about fewer than five people.
    """
    if exact < SMALL:
        return previous if previous is not None and abs(exact - previous) < SMALL else 0
    if not previous:
        return exact
    steps = int((exact - previous) / SMALL)  # towards zero: what is less than five people is banked
    return previous + steps * SMALL


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
    return {
        "ticket": _integer(payload, "ticket", most=99999),
        "participant": _uuid(payload, "participant"),
        "role": _choice(payload, "role", ("", *CarerRole.values)),
        "age_band": _choice(payload, "age_band", ("", *AgeBand.values)),
        "children": _integer(payload, "children", most=MOST_CHILDREN),
        "consent": _choice(payload, "consent", CONSENTS),
        "consent_reference": reference.strip(),
    }


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


def _withdrawn(payload, versions):
    return {}


CLEANERS = {
    SessionFact.Kind.NOTICE_GIVEN: _notice,
    SessionFact.Kind.ENTERED: _entered,
    SessionFact.Kind.ATTENDED: _attended,
    SessionFact.Kind.HEADS_COUNTED: _heads,
    SessionFact.Kind.TEST_COUNTED: _test,
}
