"""Polls in the room: put one, open it for phones, end it. What it came to is a fact; the votes are deleted."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.sessions.models import SessionFact, TrainingSession
from learning.sessions.poll import Poll
from learning.sessions.record import Receipt, record_fact
from learning.sessions.rules import SMALL
from learning.sessions.words import PollColour


@dataclass(frozen=True)
class Bar:
    """An answer of a poll. ``width`` in a plot of 100; never a number of people."""

    letter: str
    text: str
    width: int


def put_poll(*, session: TrainingSession, key: uuid.UUID, prompt: str, options: list[str]) -> Poll:
    """A question with two to four answers. Twice with the same key: once."""
    options = [option.strip()[:80] for option in options if option.strip()]
    if not 2 <= len(options) <= len(PollColour):
        raise ValidationError(_("Give two to four answers."), code="options")
    poll, _created = Poll.objects.get_or_create(
        uuid=key, defaults={"session": session, "prompt": prompt.strip()[:200], "options": options}
    )
    return poll


@transaction.atomic
def open_poll(*, poll: Poll) -> None:
    """Phones may answer; the poll that was open ends without being counted only if nobody answered, else it stays."""
    if (
        Poll.objects.filter(session=poll.session, opened_at__isnull=False, ended_at=None)
        .exclude(pk=poll.pk)
        .exists()
    ):
        raise ValidationError(_("Another question is open. End it first."), code="open")
    Poll.objects.filter(pk=poll.pk, opened_at=None).update(opened_at=timezone.now())


@transaction.atomic
def end_poll(*, poll: Poll, by, hands: dict | None = None, how: str = "hands") -> Receipt:
    """Add up phones and the hands or cards that were counted besides, keep the sum as a fact, delete the votes.

    Ended already: the fact that stands.
    """
    poll = Poll.objects.select_for_update().get(pk=poll.pk)
    hands = {letter: number for letter, number in (hands or {}).items() if number}
    votes = dict(poll.votes.values_list("option").annotate(Count("pk")))
    counts = {letter: votes.get(letter, 0) + hands.get(letter, 0) for letter in PollColour.values}
    receipt = record_fact(
        session=poll.session,
        fact_uuid=uuid.uuid5(poll.uuid, "counted"),
        kind=SessionFact.Kind.POLL_COUNTED,
        entry=poll.uuid,
        payload={"how": how if hands else "phones", "people": sum(counts.values()), "counts": counts},
        by=by,
    )
    if receipt.status != "refused":
        Poll.objects.filter(pk=poll.pk, ended_at=None).update(ended_at=timezone.now())
        poll.votes.all().delete()
    return receipt


def bars_of(poll: Poll, counts: dict) -> list[Bar] | None:
    """None while fewer than five have answered: then nothing is shown to anybody."""
    answered = sum(counts.values())
    if answered < SMALL:
        return None
    return [
        Bar(letter=letter, text=text, width=round(100 * counts.get(letter, 0) / answered))
        for letter, text in zip(PollColour.values, poll.options, strict=False)
    ]


def ready_polls() -> list[tuple[str, list[str]]]:
    """Questions to begin a talk with, in the active language. None asks about anybody's own life."""
    return [
        (
            _("A child does not come home. When may the police be called?"),
            [_("at once"), _("after a day"), _("after two days")],
        ),
        (
            _("Somebody offers well-paid work far away and wants the identity card beforehand. What first?"),
            [_("keep the card"), _("ask the family"), _("call 12338"), _("check the firm")],
        ),
        (
            _("Who answers for a child whose parents work elsewhere?"),
            [_("the parents still"), _("only who cares for her"), _("the school")],
        ),
        (
            _("Did you know that legal aid can be free?"),
            [_("yes"), _("I had heard of it"), _("no")],
        ),
    ]
