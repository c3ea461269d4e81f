"""A correction is about the same thing, and gets round no decision."""

import uuid

import pytest

from learning.models import Participant, SessionFact, SessionResult
from learning.sessions.close import close_session
from learning.sessions.project import register_of
from learning.sessions.review import decide

pytestmark = pytest.mark.django_db
HEADS = {"under_14": 2, "others": 6}


def test_correction_that_names_something_else_is_refused_and_wipes_nothing(session, record, enter):
    enter()
    line = SessionFact.objects.get(kind="entered")
    assert record("heads-counted", HEADS, corrects=line.uuid).status == "refused"
    assert len(register_of(session).lines) == 1


def test_mark_of_one_person_cannot_correct_the_mark_of_another(session, record, enter):
    enter()
    other = enter(came=False)
    mark = SessionFact.objects.get(kind="attended")
    assert record("attended", {"attendance": "present"}, entry=other, corrects=mark.uuid).status == "refused"


@pytest.mark.parametrize("declined", [False, True], ids=["held", "declined"])
def test_correcting_what_does_not_count_is_held_too(session, record, facilitator, declined):
    close_session(session=session, by=facilitator)
    late = record("heads-counted", HEADS)
    if declined:
        decide(fact=SessionFact.objects.get(uuid=late.uuid), accept=False, reason="无", by=facilitator)
    assert record("heads-counted", HEADS, corrects=late.uuid).status == "held"
    assert SessionResult.objects.get().reached == 0


def test_name_that_was_corrected_away_stands_nowhere(session, record, notice):
    entry = uuid.uuid4()
    first = record("entered", {"consent": "own"}, entry=entry, name="欧阳翠兰")
    record("entered", {"consent": ""}, entry=entry, corrects=first.uuid)
    assert not Participant.objects.filter(name="欧阳翠兰").exists()


def test_two_names_for_one_line_disagree_and_neither_wins(session, record, notice):
    entry = uuid.uuid4()
    for name in ("王一", "李二"):
        record("entered", {"consent": "own"}, entry=entry, name=name)
    assert [kind for kind, _subject, _facts in register_of(session).conflicts] == ["entered"]


def test_name_of_a_late_line_that_was_declined_is_forgotten(session, record, notice, facilitator):
    close_session(session=session, by=facilitator)
    late = record("entered", {"consent": "own"}, entry=uuid.uuid4(), name="欧阳翠兰")
    decide(fact=SessionFact.objects.get(uuid=late.uuid), accept=False, reason="不是这一场", by=facilitator)
    assert not Participant.objects.filter(name="欧阳翠兰").exists()
