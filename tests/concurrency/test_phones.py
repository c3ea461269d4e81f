"""A room of phones at once: each its line and its ticket, each its vote. On PostgreSQL, with real threads."""

import datetime
import uuid

import pytest
from django.utils import timezone

from learning.models import Door, PollVote, SessionFact, TrainingSession
from learning.sessions import open_door as doors
from learning.sessions.check_in import check_in, vote
from learning.sessions.open_door import WrongCode, open_door, try_typed
from learning.sessions.plan import plan_session
from learning.sessions.polling import end_poll, open_poll, put_poll
from tests.concurrency.test_races import at_once
from tests.factories.cadres import make_facilitator
from tests.factories.units import make_tree

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("committed_db")]


@pytest.fixture
def by(committed_db):
    units = make_tree()
    return make_facilitator("chen", unit=units["p1a1"])


@pytest.fixture
def session(by):
    begins = timezone.now() - datetime.timedelta(minutes=5)
    session = TrainingSession(
        title="课堂",
        unit=by.mandates.get().unit,
        venue="活动室",
        starts_at=begins,
        ends_at=begins + datetime.timedelta(hours=1),
        language="本地话",
    )
    return plan_session(session=session, module_keys=[], by=by)


def test_phones_that_check_in_together_get_a_line_and_a_ticket_each(session):
    receipts = at_once(lambda number: check_in(session=session, device=f"phone {number}", payload={}))
    assert {receipt.status for receipt in receipts} == {"accepted"}
    assert sorted(session.register.values_list("ticket", flat=True)) == list(range(1, len(receipts) + 1))


def test_taps_of_one_phone_at_once_are_one_line(session):
    receipts = at_once(lambda number: check_in(session=session, device="one phone", payload={}))
    assert sorted({receipt.status for receipt in receipts}) == ["accepted", "already-received"]
    assert session.register.count() == 1


def test_votes_that_come_while_the_poll_ends_count_or_are_told_and_none_is_left(session, by):
    poll = put_poll(session=session, key=uuid.uuid4(), prompt="问", options=["甲", "乙"])
    open_poll(poll=poll)

    def act(number):
        return end_poll(poll=poll, by=by) if number == 0 else vote(poll=poll, device=str(number), option="a")

    answers = at_once(act)
    taken = sum(answer == "" for answer in answers[1:])
    assert SessionFact.objects.get(kind="poll-counted").payload["counts"]["a"] == taken
    assert not PollVote.objects.exists()


def test_wrong_codes_that_come_together_all_count(session, monkeypatch):
    monkeypatch.setattr(doors, "is_typed_code", lambda *args, **kwargs: False)
    door = open_door(session=session)

    def guess(number):
        with pytest.raises(WrongCode):
            try_typed(number=str(door.number), code="000000", device=f"device-{number}")

    answers = at_once(guess)
    assert Door.objects.get().wrong_tries == len(answers)
