"""People who came before: found again by name, within the unit of the session and nowhere else."""

import uuid
from difflib import SequenceMatcher

from learning.sessions.models import Participant, RegisterEntry, TrainingSession

MOST_FOUND = 10
ALIKE = 0.6


def people_named(session: TrainingSession, text: str) -> list[Participant]:
    """Who of the session's unit has ``text`` in her name and is not in this register yet. One query."""
    text = text.strip()
    if not text:
        return []
    known = _known_in(session).filter(name__icontains=text).exclude(entries__session=session)
    return list(known.order_by("name", "pk")[:MOST_FOUND])


def people_like(person: Participant | None) -> list[Participant]:
    """Other rows of the same unit that may be her: the same name, or one that differs by little. One query."""
    if person is None or not person.name:
        return []
    others = Participant.objects.filter(unit=person.unit, forgotten_at=None, same_as=None).exclude(name="")
    first = others.filter(name__startswith=person.name[0]).exclude(pk=person.pk).order_by("name", "pk")[:200]
    alike = [one for one in first if SequenceMatcher(None, one.name, person.name).ratio() > ALIKE]
    return alike[:MOST_FOUND]


def person_of(session: TrainingSession, key: str) -> Participant | None:
    """The person with this key, when she is known in the session's unit."""
    try:
        return _known_in(session).filter(uuid=uuid.UUID(key)).first()
    except ValueError:
        return None


def names_of_those_who_came(session: TrainingSession) -> list[RegisterEntry]:
    """The lines of those who came and whose name is kept, by ticket. One query."""
    came = session.register.filter(attendance__in=RegisterEntry.CAME).exclude(participant=None)
    return list(came.exclude(participant__name="").select_related("participant"))


def _known_in(session):
    return Participant.objects.filter(unit=session.unit, forgotten_at=None).exclude(name="")
