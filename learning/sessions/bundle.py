"""What a device takes along: the session, its register and its test, and nothing that would help to cheat or to harm."""

import base64

from django.utils import timezone

from learning.sessions.device_models import DevicePack
from learning.sessions.devices import first_ticket, tickets_in_a_block
from learning.sessions.models import TrainingSession
from learning.sessions.pack_pages import pages_of
from learning.sessions.project import register_of
from learning.sessions.sealed import device_key
from learning.units.help import help_contacts
from quizzes.models import QuestionVersion
from quizzes.question_types import QUESTION_TYPES


def plan_for_device(session: TrainingSession) -> dict:
    """Which session it is. JSON-able."""
    return {
        "uuid": str(session.uuid),
        "title": session.title,
        "unit": session.unit.name,
        "venue": session.venue,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "language": session.language,
        "state": session.state,
    }


def pack_of(pack: DevicePack) -> dict:
    """JSON-able. The test comes without its key; of the register only what has to be found again in the room.

    ``key`` seals the files of this device; ``tickets_from`` is where its own tickets begin; ``now`` is our clock.
    """
    session = pack.session
    register = register_of(session)
    modules, media = pages_of(session)
    return {
        "session": plan_for_device(session),
        "owner": pack.device.user.get_full_name() or pack.device.user.get_username(),
        "key": base64.b64encode(device_key(pack.device.uuid)).decode(),
        "keep_until": pack.keep_until.isoformat(),
        "now": timezone.now().isoformat(),
        "tickets_from": first_ticket(pack),
        "tickets": tickets_in_a_block(session),
        "notice_given": register.notice_given,
        "takes_passes": session.series_id is not None,
        "register": _lines(session, register),
        "heads": {"standing": register.heads_standing, "payload": register.heads},
        "tests": {
            phase: {"standing": test.standing, "people": test.people, "counts": test.counts}
            for phase, test in register.tests.items()
        },
        "modules": modules,
        "media": media,
        "test": test_of(session),
        "help": help_contacts(session.unit),
    }


def test_of(session: TrainingSession) -> list[dict]:
    """The questions as the room may see them: no key and no feedback."""
    versions = QuestionVersion.objects.in_bulk(session.test_versions)
    return [
        {"id": pk, **QUESTION_TYPES[versions[pk].content["type"]].public(versions[pk].content)}
        for pk in session.test_versions
    ]


def _lines(session, register) -> list[dict]:
    """``entered`` and ``standing`` name the facts that a correction has to point at."""
    lines = []
    for entry in session.register.select_related("participant"):
        line = register.lines.get(str(entry.uuid))
        lines.append(
            {
                "entry": str(entry.uuid),
                "ticket": entry.ticket,
                "name": entry.participant.name if entry.participant else "",
                "role": entry.role,
                "age_band": entry.age_band,
                "children": entry.children,
                "attendance": entry.attendance,
                "minutes": entry.minutes,
                "entered": line.entered if line else None,
                "standing": line.standing if line else None,
            }
        )
    return lines
