"""A village, its facilitator, a session with a test, and a short way to record facts."""

import datetime
import uuid

import pytest
from django.utils import timezone

from learning.models import TrainingSession
from learning.sessions.plan import plan_session
from learning.sessions.record import record_fact
from quizzes.models import Quiz
from tests.factories.cadres import make_facilitator
from tests.factories.courses import make_quiz
from tests.factories.units import make_tree


@pytest.fixture
def units(db):
    return make_tree()


@pytest.fixture
def facilitator(units):
    return make_facilitator("chen", unit=units["p1a1"])


@pytest.fixture
def room_test(db):
    make_quiz("room-test", purpose="session", questions=2)
    return Quiz.objects.get(key="room-test")


@pytest.fixture
def make_session(units, facilitator, room_test):
    """``make_session(hours_ago=3, **fields)``: a planned session of 90 minutes in ``p1a1`` with a test."""

    def make(*, hours_ago=3, **fields) -> TrainingSession:
        begins = timezone.now() - datetime.timedelta(hours=hours_ago)
        session = TrainingSession(
            **{
                "title": "监护人课堂",
                "unit": units["p1a1"],
                "venue": "活动室",
                "starts_at": begins,
                "ends_at": begins + datetime.timedelta(minutes=90),
                "language": "本地话",
                "test": room_test,
                **fields,
            }
        )
        return plan_session(session=session, module_keys=[], by=facilitator)

    return make


@pytest.fixture
def session(make_session):
    return make_session()


@pytest.fixture
def record(facilitator, session):
    """``record(kind, payload, ...)``: a receipt. Of the session of the test, unless another is given."""

    def make(kind, payload, *, uuid_=None, to=None, **fields):
        return record_fact(
            session=to or session,
            fact_uuid=uuid_ or uuid.uuid4(),
            kind=kind,
            payload=payload,
            by=facilitator,
            **fields,
        )

    return make


@pytest.fixture
def notice(record):
    """It has been said what is kept, so that names may be written down."""
    return record("notice-given", {"how": "read-aloud"})


@pytest.fixture
def enter(record):
    """``enter(name="", came=True, **payload)``: a new line of the register; its key."""

    def make(name="", *, came=True, to=None, **payload) -> uuid.UUID:
        entry = uuid.uuid4()
        consent = {"consent": "own"} if name else {}
        receipt = record("entered", {**consent, **payload}, entry=entry, name=name, to=to)
        assert receipt.status in ("accepted", "held"), receipt
        if came:
            record("attended", {"attendance": "present"}, entry=entry, to=to)
        return entry

    return make
