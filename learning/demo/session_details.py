"""What makes the last sessions of the demo complete: answers by ticket, polls, feedback, a note, a report, a series."""

import datetime
import uuid

from django.utils import timezone

from courses.content.build import stable_uuid
from learning.models import DeclaredNumbers, Poll, SessionFact, TrainingSession
from learning.sessions.close import close_session
from learning.sessions.project import right_options
from learning.sessions.record import test_outline
from learning.sessions.run_series import plan_series
from learning.sessions.series import Series

Kind = SessionFact.Kind
PASSES = ["7KQ2MX4A", "B9TR3WYD", "H4NC8PLE", "M6VZ2GSU", "R5XJ7FQK", "T3WD9BHN", "W8YL4CVP"]
POLL = ("孩子没有回家，什么时候可以报警？", ["马上", "一天以后", "两天以后"])


def tell_more(session, people, by, chance, fact) -> None:
    """``fact(session, what, kind, payload, by, at, **more)`` records one."""
    at = session.starts_at + datetime.timedelta(minutes=70)
    if session.test_versions:
        _tickets(session, people // 2, by, at, chance, fact)
    poll = Poll.objects.create(
        uuid=uuid.uuid5(session.uuid, "poll"),
        session=session,
        prompt=POLL[0],
        options=POLL[1],
        opened_at=at,
        ended_at=at,
    )
    right = round(people * 0.7)
    counts = {"a": right, "b": people - right}
    payload = {"how": "cards", "people": people, "counts": counts}
    fact(session, "poll", Kind.POLL_COUNTED, payload, by, at, entry=poll.uuid)
    ticks = {
        q: {"3": people - 3, "2": 2, "1": 1} if people > 3 else {"3": people}
        for q in ("clear", "useful", "at-ease")
    }
    fact(session, "cards", Kind.FEEDBACK_COUNTED, {"people": people, "counts": ticks}, by, at)
    items = {"notice": "yes", "help": "yes", "announced": "partly", "no-cases": "yes", "no-blame": "yes"}
    fact(
        session,
        "observed",
        Kind.OBSERVED,
        {"items": items},
        by,
        at,
        entry=uuid.uuid5(session.uuid, "observed"),
    )
    report = {"subject": "method", "channel": "online-job", "source": "participants", "law": ""}
    text = "以“直播助理、包吃住”为名招人，先要求押身份证照片，再换聊天软件联系。"
    fact(session, "report", Kind.FIELD_REPORTED, report, by, at, text=text)
    if people < 10:
        note = {"about": "worry", "urgent": False}
        text = "课后有一位参加者想单独谈谈，已约好明天上午在村委会由您见面。"
        fact(session, "note", Kind.NOTE_WRITTEN, note, by, at, text=text)


def build_series(units, plan, by, fact) -> None:
    """Two parts, the first made up by some in the village next door. ``plan(key, unit, begins)`` makes a session."""
    unit, next_door = units["YL01010101"], units["YL01010102"]
    series = Series.objects.filter(uuid=stable_uuid("demo-series")).first()
    if series is None:
        series = Series(uuid=stable_uuid("demo-series"), title="好家长两次课", unit=unit, parts=2)
        plan_series(series=series, by=by)
    DeclaredNumbers.objects.get_or_create(
        unit=unit, defaults={"carers": 64, "grandparents": 41, "disabled": 5, "declared_by": by}
    )
    for part, place, days_ago, passes in [
        (1, unit, 34, PASSES[:5]),
        (1, next_door, 27, PASSES[3:]),
        (2, unit, 12, PASSES[:6]),
    ]:
        key = stable_uuid("demo-series", str(part), place.code)
        if not TrainingSession.objects.filter(uuid=key).exists():
            _hold_part(plan(key, place, _afternoon(days_ago)), series, part, passes, by, fact)


def _hold_part(session, series, part, passes, by, fact):
    TrainingSession.objects.filter(pk=session.pk).update(series=series, part=part)
    session.series, session.part = series, part
    at = session.starts_at
    fact(session, "notice", Kind.NOTICE_GIVEN, {"how": "read-aloud"}, by, at)
    for number, written in enumerate(passes, start=1):
        at += datetime.timedelta(seconds=50)
        entry = uuid.uuid5(session.uuid, written)
        payload = {"ticket": number, "role": "grandparent", "children": 2, "pass": written}
        fact(session, f"entered-{written}", Kind.ENTERED, payload, by, at, entry=entry)
        fact(session, f"came-{written}", Kind.ATTENDED, {"attendance": "present"}, by, at, entry=entry)
    close_session(session=session, by=by)
    TrainingSession.objects.filter(pk=session.pk).update(closed_at=session.ends_at)


def _tickets(session, people, by, at, chance, fact):
    right = right_options(session)
    wrong = {
        str(version["id"]): next(o for o in version["options"] if o != right[str(version["id"])])
        for version in test_outline(session)
    }
    for ticket in range(1, people + 1):
        entry = uuid.uuid5(session.uuid, f"entry-{ticket}")
        for phase, share in (("before", 0.4), ("after", 0.85)):
            answers = {key: right[key] if chance.random() < share else wrong[key] for key in right}
            payload = {"phase": phase, "how": "paper", "answers": answers}
            fact(session, f"paper-{phase}-{ticket}", Kind.TEST_ANSWERED, payload, by, at, entry=entry)


def _afternoon(days_ago) -> datetime.datetime:
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(14, 30)))
