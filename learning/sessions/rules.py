"""Decisions about facts of a session, without a database."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from learning.sessions.models import AgeBand

SMALL = 5  # groups of fewer are not shown to those who may not see the people
MOST_LINES = 2000  # of one register
EARLIEST = datetime.timedelta(days=400)  # facts older than this before the session are clock errors
CLOCK_SLACK = datetime.timedelta(hours=26)  # a device may be a day off, and in another time zone


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
    if age == AgeBand.UNDER_14 and not (payload.get("consent_reference") or payload.get("signed")):
        message = _(
            "Write down the number of the slip that the guardian signed, or let her sign here. Without it, add the child to the head count."
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
