"""What a cadre has learned, when and with how many hours: for herself and for who answers for her. Reading only."""

from dataclasses import dataclass, field

from learning.certificates.models import Certificate
from learning.certificates.shelf import with_status
from learning.progress.models import Completion
from learning.sessions.models import RegisterEntry, TrainingSession


@dataclass
class Transcript:
    """``courses`` and ``sessions`` are rows with minutes; ``honours`` certificates with their status."""

    courses: list = field(default_factory=list)
    attended: list = field(default_factory=list)
    led: list = field(default_factory=list)
    honours: list = field(default_factory=list)

    @property
    def minutes_learned(self) -> int:
        return sum(row["minutes"] for row in [*self.courses, *self.attended])

    @property
    def minutes_led(self) -> int:
        return sum(row["minutes"] for row in self.led)


def transcript_of(cadre, *, first=None, last=None, is_own: bool) -> Transcript:
    """Oldest first, from ``first`` to ``last`` where they are given. Five queries at most, however long it is.

    Community sessions that she came to stand on her own transcript only: who was in a session, its facilitators know and
    nobody above them.
    """
    completions = _within(Completion.objects.filter(cadre=cadre), "occurred_at__date", first, last)
    completions = list(completions.select_related("edition", "place", "post").order_by("occurred_at", "pk"))
    certificates = Certificate.objects.standing().filter(cadre=cadre).prefetch_related("events")
    shelf = with_status(_within(certificates.order_by("issued_at"), "issued_at__date", None, last))
    of_completion = {row["certificate"].completion_id: row for row in shelf if row["is_there"]}
    entries = RegisterEntry.objects.filter(participant__cadre=cadre, attendance__in=RegisterEntry.CAME)
    entries = entries if is_own else entries.none()
    entries = _within(entries, "session__starts_at__date", first, last).select_related("session__place")
    led = TrainingSession.objects.filter(state=TrainingSession.State.CLOSED)
    led = led.filter(facilitators__user=cadre.user) if cadre.user_id else led.none()
    return Transcript(
        courses=[
            {
                "completion": one,
                "minutes": one.minutes,
                "percent": None if one.scaled is None else int(one.scaled * 100),
                "shelf": of_completion.get(one.pk),
            }
            for one in completions
        ],
        attended=[
            {"session": entry.session, "minutes": entry.minutes or entry.session.minutes}
            for entry in entries.order_by("session__starts_at")
        ],
        led=[
            {"session": one, "minutes": one.minutes}
            for one in _within(led, "starts_at__date", first, last)
            .select_related("place")
            .order_by("starts_at")
        ],
        honours=[
            row for row in shelf if row["is_there"] and row["certificate"].kind == Certificate.Kind.HONOUR
        ],
    )


def _within(rows, column, first, last):
    if first:
        rows = rows.filter(**{f"{column}__gte": first})
    return rows.filter(**{f"{column}__lte": last}) if last else rows
