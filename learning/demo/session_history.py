"""Community sessions of the last year, through the verbs: planned, registered, tested, closed; and one to come."""

import datetime
import random
import uuid

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from courses.content.build import stable_uuid
from courses.models import CoursePage
from courses.outline import outline_of
from learning.demo.session_details import build_series, tell_more
from learning.demo.session_waiting import build_waiting
from learning.models import SessionFact, TrainingSession, Unit
from learning.sessions.close import close_session
from learning.sessions.plan import plan_session
from learning.sessions.project import right_options
from learning.sessions.record import record_fact, test_outline
from quizzes.models import Quiz

Kind = SessionFact.Kind
# unit, days ago, people, heads under 14
HELD = [
    ("YL01010101", 320, 22, 6),
    ("YL01010102", 265, 17, 3),
    ("YL01010201", 210, 31, 9),
    ("YL01020101", 190, 14, 0),
    ("YL01010101", 120, 26, 4),
    ("YL02010101", 95, 19, 5),
    ("YL01010201", 60, 3, 0),
    ("DH01010101", 45, 28, 2),
    ("YL01010102", 20, 24, 7),
]
TO_COME = [("YL01010101", 6), ("YL01010201", 20)]  # unit, days ahead
FAMILY = "王李张刘陈杨黄赵周吴"
GIVEN = ["大妈", "大爷", "婶子", "嫂子", "老师", "阿婆"]
ROLES = ["parent", "parent", "grandparent", "grandparent", "guardian", "teacher"]
AGES = ["18-34", "35-59", "35-59", "60-up"]


def build_sessions(units: dict[str, Unit]) -> None:
    """Twice: once."""
    by = get_user_model().objects.get(username="facilitator")
    course = CoursePage.objects.filter(slug="guardianship").first() or CoursePage.objects.live().first()
    modules = [module.key for module in outline_of(course).modules][:2]
    test = Quiz.objects.of_sessions().order_by("-key").first()
    for number, (code, days_ago, people, under_14) in enumerate(HELD):
        key = stable_uuid("demo-session", code, str(days_ago))
        if not TrainingSession.objects.filter(uuid=key).exists():
            begins = _morning(-days_ago)
            with transaction.atomic():
                session = _plan(key, units[code], begins, course, modules, test, by)
                complete = number >= len(HELD) - 5  # of these half of the people answered on paper
                hands = people - people // 2 if complete else people
                _hold(session, people, hands, under_14, by, random.Random(number))
                if complete:
                    tell_more(session, people, by, random.Random(number), _fact)
                _close(session, begins, by)
    for code, in_days in TO_COME:
        key = stable_uuid("demo-session", code, "to-come")
        if not TrainingSession.objects.filter(uuid=key).exists():
            _plan(key, units[code], _morning(in_days), course, modules, test, by)
    build_series(
        units, lambda key, unit, begins: _plan(key, unit, begins, course, modules, None, by), by, _fact
    )
    build_waiting(
        units, lambda key, unit, days: _plan(key, unit, _morning(days), course, modules, None, by), by, _fact
    )


def last_session_key() -> uuid.UUID:
    """The key of what is built last."""
    return stable_uuid("demo-session", TO_COME[-1][0], "to-come")


def _morning(days: int) -> datetime.datetime:
    day = timezone.localdate() + datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(9, 30)))


def _plan(key, unit, begins, course, modules, test, by) -> TrainingSession:
    session = TrainingSession(
        uuid=key,
        title="监护人课堂",
        unit=unit,
        venue=f"{unit.name}活动室",
        starts_at=begins,
        ends_at=begins + datetime.timedelta(minutes=100),
        language="普通话和本地方言",
        capacity=40,
        test=test,
    )
    return plan_session(session=session, module_keys=modules, by=by)


def _hold(session, people, hands, under_14, by, chance):
    at = session.starts_at
    _fact(session, "notice", Kind.NOTICE_GIVEN, {"how": "read-aloud"}, by, at)
    for ticket in range(1, people + 1):
        entry = uuid.uuid5(session.uuid, f"entry-{ticket}")
        named = chance.random() < 0.6
        payload = {
            "ticket": ticket,
            "role": chance.choice(ROLES),
            "age_band": chance.choice(AGES),
            "children": chance.randrange(0, 4),
            "consent": "own" if named else "",
        }
        name = chance.choice(FAMILY) + chance.choice(GIVEN) if named else ""
        at += datetime.timedelta(seconds=40)
        _fact(session, f"entered-{ticket}", Kind.ENTERED, payload, by, at, entry=entry, name=name)
        attendance = chance.choices(["present", "late", "left-early", "absent"], [80, 8, 6, 6])[0]
        _fact(session, f"came-{ticket}", Kind.ATTENDED, {"attendance": attendance}, by, at, entry=entry)
    if under_14:
        _fact(session, "heads", Kind.HEADS_COUNTED, {"under_14": under_14, "others": 0}, by, at)
    if session.test_versions:
        for phase, share in (("before", 0.45), ("after", 0.8)):
            _fact(
                session,
                f"test-{phase}",
                Kind.TEST_COUNTED,
                _counts(session, phase, hands, share, chance),
                by,
                at,
            )


def _counts(session, phase, people, share, chance) -> dict:
    right = right_options(session)
    counts = {}
    for version in test_outline(session):
        key = str(version["id"])
        correct = min(people, round(people * (share + chance.uniform(-0.12, 0.12))))
        wrong = [option for option in version["options"] if option != right[key]]
        counts[key] = {right[key]: correct, wrong[0]: people - correct}
    return {"phase": phase, "people": people, "counts": counts}


def _fact(session, what, kind, payload, by, at, **more):
    receipt = record_fact(
        session=session,
        fact_uuid=uuid.uuid5(session.uuid, what),
        kind=kind,
        payload=payload,
        by=by,
        occurred_at=at,
        **more,
    )
    if receipt.status != "accepted":
        raise RuntimeError(f"demo: {receipt}")


def _close(session, begins, by):
    close_session(session=session, by=by)
    TrainingSession.objects.filter(pk=session.pk).update(closed_at=begins + datetime.timedelta(minutes=110))
