"""Looks at a closed register for what is worth a second look. It judges nobody and moves no figure."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.cadres.scope import places_visible_to
from learning.sessions.flag import RegisterFlag
from learning.sessions.models import RegisterEntry, SessionFact, TrainingSession
from learning.sessions.project import register_of
from learning.signals import session_closed

Kind = RegisterFlag.Kind
LEAST_ALIKE = 5  # people; fewer of the same name happen in any two villages
SHARE_ALIKE = 0.6  # of those with a name: neighbours visit each other's sessions, but not most of a room
LEAST_AT_ONCE = 10
AT_ONCE = datetime.timedelta(minutes=1)
AROUND = datetime.timedelta(days=120)


@dataclass(frozen=True)
class Listed:
    """A named line of a register."""

    name: str
    age_band: str = ""
    role: str = ""
    session: object = None
    unit: str = ""

    def may_be(self, other: "Listed") -> bool:
        """The same name, and nothing that was written of both says that they are two."""
        said = ((self.age_band, other.age_band), (self.role, other.role))
        return self.name == other.name and not any(one and two and one != two for one, two in said)


def how_many_alike(here: list[Listed], there: list[Listed]) -> int:
    """How many of the one list may be in the other; each is taken for one person only. Whoever was described most is matched first."""
    left = list(there)
    alike = 0
    for person in sorted(here, key=lambda one: (one.age_band == "") + (one.role == "")):
        match = next((other for other in left if person.may_be(other)), None)
        if match is not None:
            left.remove(match)
            alike += 1
    return alike


@receiver(session_closed)
def look_at_register(sender, session, **kwargs):
    raise_flags(session=session)


@transaction.atomic
def raise_flags(*, session: TrainingSession) -> list[RegisterFlag]:
    """The flags of this register, those standing included. Twice: each once; a cleared one stays cleared."""
    found = [*_same_list(session), *_two_places(session), *_too_many(session), *_one_minute(session)]
    return [
        RegisterFlag.objects.get_or_create(
            session=session, kind=kind, key=key, defaults={"numbers": numbers}
        )[0]
        for kind, key, numbers in found
    ]


@transaction.atomic
def clear_flag(*, flag: RegisterFlag, note: str, by) -> RegisterFlag:
    """Somebody looked, and says what she found. Cleared already: the first note stands. Changes no figure."""
    flag = RegisterFlag.objects.select_for_update().get(pk=flag.pk)
    if flag.cleared_at is None:
        flag.cleared_at = timezone.now()
        flag.cleared_by, flag.cleared_by_name = by, by.get_full_name() or by.get_username()
        flag.note = note.strip()[:200]
        flag.save()
    return flag


def flags_visible_to(user):
    """Of sessions held in places that she supervises."""
    return RegisterFlag.objects.filter(session__place__in=places_visible_to(user))


def explanation(flag: RegisterFlag) -> str:
    """Why it was raised, and what may be behind it, in the active language. Names nobody."""
    sentences = {
        Kind.SAME_LIST: _(
            "%(alike)s of %(people)s people stand in the register of another unit too (%(other)s). They may have come to both, or a list was copied."
        ),
        Kind.TWO_PLACES: _(
            "Somebody who led this session is written down as leading another at the same time (%(other)s). A colleague may have stood in for her."
        ),
        Kind.TOO_MANY: _(
            "%(people)s people in a place planned for %(capacity)s. It may have been held in the open air, or heads were counted twice."
        ),
        Kind.ONE_MINUTE: _(
            "%(people)s lines were entered within one minute. They may have been keyed in from paper later, with one time for all."
        ),
    }
    return sentences[flag.kind] % flag.numbers


def _same_list(session):
    """People, not names: somebody of the same name whose age or role is another is another person."""
    here = _named(session.register)
    if len(here) < LEAST_ALIKE:
        return
    around = (session.starts_at - AROUND, session.starts_at + AROUND)
    elsewhere = RegisterEntry.objects.filter(session__starts_at__range=around).exclude(
        session__unit=session.unit
    )
    there = defaultdict(list)
    for person in _named(elsewhere.filter(participant__name__in={one.name for one in here})):
        there[person.session, person.unit].append(person)
    least = max(LEAST_ALIKE, SHARE_ALIKE * len(here))
    for (key, unit_name), people in sorted(there.items(), key=str):
        alike = how_many_alike(here, people)
        if alike >= least:
            yield Kind.SAME_LIST, str(key), {"alike": alike, "people": len(here), "other": unit_name}


def _named(entries) -> list[Listed]:
    """Lines with a name. A line without one is not compared: "parent, 35 to 59" is half of every village."""
    named = entries.exclude(participant=None).exclude(participant__name="")
    columns = ("participant__name", "age_band", "role", "session__uuid", "session__unit__name")
    return [Listed(*row) for row in named.values_list(*columns)]


def _two_places(session):
    leaders = session.facilitators.exclude(user=None).values("user")
    others = TrainingSession.objects.filter(
        facilitators__user__in=leaders, starts_at__lt=session.ends_at, ends_at__gt=session.starts_at
    ).exclude(pk=session.pk)
    for other in others.exclude(state=TrainingSession.State.CANCELLED).select_related("unit").distinct():
        yield Kind.TWO_PLACES, str(other.uuid), {"other": other.unit.name}


def _too_many(session):
    reached = register_of(session).reached
    if reached > session.capacity:
        yield Kind.TOO_MANY, "", {"people": reached, "capacity": session.capacity}


def _one_minute(session):
    """By the clock of who wrote it down; phones of a whole room may well check in within a minute."""
    facts = session.facts.filter(kind=SessionFact.Kind.ENTERED, corrects=None)
    by_hand = [
        at for at, payload in facts.values_list("occurred_at", "payload") if payload.get("how") != "phone"
    ]
    times = sorted(by_hand)
    if len(times) >= LEAST_AT_ONCE:
        most = max(Counter(_windows(times)).values(), default=0)
        if most >= max(LEAST_AT_ONCE, 0.9 * len(times)):
            yield Kind.ONE_MINUTE, "", {"people": most}


def _windows(times):
    """For each line the first line whose minute it falls into."""
    first = times[0]
    for time in times:
        if time - first >= AT_ONCE:
            first = time
        yield first
