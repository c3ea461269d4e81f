"""What a person does with her own phone at a session: check in, answer, vote, give feedback. No account, nothing traced.

``device`` is a random key that stands in a cookie for the length of the session and is stored nowhere; keys of facts
are made of it, so that a second tap is known as a repeat.
"""

import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from learning.sessions.models import RegisterEntry, SessionFact, TrainingSession
from learning.sessions.poll import Poll, PollVote
from learning.sessions.record import NewFact, Receipt, record_fact, record_facts
from learning.sessions.words import How, PollColour

Kind = SessionFact.Kind


def line_of_device(session: TrainingSession, device: str) -> uuid.UUID:
    """The key of the line that this device checks in."""
    return uuid.uuid5(session.uuid, f"phone {device}")


def entry_of_device(session: TrainingSession, device: str) -> RegisterEntry | None:
    return session.register.filter(uuid=line_of_device(session, device)).first()


def check_in(*, session: TrainingSession, device: str, payload: dict, name: str = "") -> Receipt:
    """A line of the register, and that she is here, in one go. Twice: once. Her notice was shown above the form."""
    line = line_of_device(session, device)
    entered = NewFact(
        uuid=uuid.uuid5(line, "entered"),
        kind=Kind.ENTERED,
        entry=line,
        payload={**payload, "how": How.PHONE, "notice": "shown"},
        name=name,
    )
    came = NewFact(
        uuid=uuid.uuid5(line, "came"), kind=Kind.ATTENDED, entry=line, payload={"attendance": "present"}
    )
    return record_facts(session=session, facts=[entered, came], by=None)[0]


def answer_test(*, session: TrainingSession, device: str, phase: str, answers: dict) -> Receipt:
    """Her answers in one phase; what she sends first stands."""
    line = line_of_device(session, device)
    return record_fact(
        session=session,
        fact_uuid=uuid.uuid5(line, f"test {phase}"),
        kind=Kind.TEST_ANSWERED,
        entry=line,
        payload={"phase": phase, "how": How.PHONE, "answers": answers},
        by=None,
    )


def give_feedback(*, session: TrainingSession, device: str, marks: dict, text: str = "") -> Receipt:
    """Three taps. The key is made of the device and not of her line, so nothing leads from the marks to her."""
    return record_fact(
        session=session,
        fact_uuid=uuid.uuid5(session.uuid, f"feedback {device}"),
        kind=Kind.FEEDBACK_GIVEN,
        payload={"how": How.PHONE, "marks": marks},
        text=text,
        by=None,
    )


def has_given_feedback(session: TrainingSession, device: str) -> bool:
    return session.facts.filter(uuid=uuid.uuid5(session.uuid, f"feedback {device}")).exists()


def vote(*, poll: Poll, device: str, option: str) -> str:
    """Her answer while the poll is open. Empty when it was taken, else why not; the first answer stands."""
    offered = PollColour.values[: len(poll.options)]
    if option not in offered:
        return _("Choose one of those offered.")
    try:
        with transaction.atomic():
            standing = Poll.objects.select_for_update().get(pk=poll.pk)
            if not standing.is_open:
                return _("This question is over.")
            PollVote.objects.create(poll=standing, voter=voter_of(poll, device), option=option)
    except IntegrityError:
        return _("You have answered this question.")
    return ""


def voter_of(poll: Poll, device: str) -> uuid.UUID:
    return uuid.uuid5(poll.uuid, device)


def has_voted(poll: Poll, device: str) -> bool:
    return poll.votes.filter(voter=voter_of(poll, device)).exists()
