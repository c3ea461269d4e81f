"""What waits for somebody in the demo: records that disagree, a register worth a second look, a session on a phone."""

import datetime
import uuid

from courses.content.build import stable_uuid
from learning.models import Device, SessionFact, TrainingSession
from learning.sessions.close import close_session
from learning.sessions.devices import take_pack

Kind = SessionFact.Kind
PEOPLE = 12
DISPUTED = 4  # the ticket of her who is marked both ways


def build_waiting(units, plan, by, fact) -> None:
    """``plan(key, unit, days)`` makes a session. Twice: once."""
    if not TrainingSession.objects.filter(uuid=stable_uuid("demo-disagreeing")).exists():
        open_session = plan(stable_uuid("demo-disagreeing"), units["YL01010201"], -1)
        _register(open_session, by, fact, apart=45)
        entry = uuid.uuid5(open_session.uuid, f"entry-{DISPUTED}")
        at = open_session.starts_at + datetime.timedelta(minutes=95)
        fact(open_session, "paper-says", Kind.ATTENDED, {"attendance": "absent"}, by, at, entry=entry)
    if not TrainingSession.objects.filter(uuid=stable_uuid("demo-at-once")).exists():
        typed = plan(stable_uuid("demo-at-once"), units["YL01010102"], -4)
        _register(typed, by, fact, apart=3)
        close_session(session=typed, by=by)
        TrainingSession.objects.filter(pk=typed.pk).update(closed_at=typed.ends_at)
    device = stable_uuid("demo-device")
    if not Device.objects.filter(uuid=device).exists():
        coming = TrainingSession.objects.planned().filter(facilitators__user=by).latest("starts_at")
        take_pack(session=coming, device_uuid=device, name="Android", by=by)


def _register(session, by, fact, *, apart):
    """``apart``: seconds between two lines."""
    at = session.starts_at
    fact(session, "notice", Kind.NOTICE_GIVEN, {"how": "read-aloud"}, by, at)
    for ticket in range(1, PEOPLE + 1):
        entry = uuid.uuid5(session.uuid, f"entry-{ticket}")
        at += datetime.timedelta(seconds=apart)
        payload = {"ticket": ticket, "role": "grandparent", "age_band": "60-up", "children": 1}
        fact(session, f"entered-{ticket}", Kind.ENTERED, payload, by, at, entry=entry)
        fact(session, f"came-{ticket}", Kind.ATTENDED, {"attendance": "present"}, by, at, entry=entry)
