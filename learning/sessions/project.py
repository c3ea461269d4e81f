"""Write what the facts fold into: the register, and the result of a closed session."""

from django.utils import timezone

from learning.sessions.fold import Fact, Register, feedback_of, fold, pairs_of, right_of, right_of_tickets
from learning.sessions.models import Participant, RegisterEntry, SessionFact, SessionResult, TrainingSession
from learning.sessions.rules import SMALL, reported
from quizzes.models import QuestionVersion
from quizzes.question_types import QUESTION_TYPES

FOLDED = [
    "participant",
    "role",
    "age_band",
    "children",
    "language",
    "attendance",
    "minutes",
]  # columns of a line


def register_of(session: TrainingSession) -> Register:
    """The register as the accepted facts have it. One query."""
    return folded(session.facts.filter(state=SessionFact.State.ACCEPTED).select_related("corrects"))


def folded(facts) -> Register:
    """What these facts fold into. ``facts``: accepted ``SessionFact`` with ``corrects`` at hand."""
    return fold(
        [
            Fact(
                uuid=str(fact.uuid),
                kind=fact.kind,
                entry=str(fact.entry) if fact.entry else None,
                payload=fact.payload,
                corrects=str(fact.corrects.uuid) if fact.corrects else None,
            )
            for fact in facts
        ]
    )


def right_options(session: TrainingSession) -> dict[str, str]:
    """``{version id: the right option's id}`` of the session's test. One query."""
    versions = QuestionVersion.objects.in_bulk(session.test_versions)
    return {
        str(pk): QUESTION_TYPES[version.content["type"]].correct_answer(version.content)
        for pk, version in versions.items()
    }


def project(session: TrainingSession) -> Register:
    """Bring register and result up to the facts. Call it with the session's row locked. Twice: nothing changes."""
    register = register_of(session)
    _project_entries(session, register)
    _forget_unused_names(session, register)
    if session.is_closed:
        _project_result(session, register)
    return register


def _project_entries(session, register):
    standing = {str(entry.uuid): entry for entry in session.register.all()}
    taken = _Tickets(entry.ticket for entry in standing.values())
    people = Participant.objects.in_bulk(
        [line.details["participant"] for line in register.lines.values() if line.details.get("participant")],
        field_name="uuid",
    )
    people = {str(key): participant for key, participant in people.items()}
    new, changed = [], []
    for uuid, line in register.lines.items():
        entry = standing.get(uuid) or RegisterEntry(
            uuid=uuid, session=session, ticket=taken.give(line.details.get("ticket"))
        )
        wanted = {
            **_details(line, people),
            "attendance": line.attendance,
            "minutes": line.minutes,
        }
        if entry.pk and all(getattr(entry, name) == value for name, value in wanted.items()):
            continue
        for name, value in wanted.items():
            setattr(entry, name, value)
        (changed if entry.pk else new).append(entry)
    RegisterEntry.objects.bulk_create(new)
    RegisterEntry.objects.bulk_update(changed, FOLDED, batch_size=500)


def _details(line, people) -> dict:
    """What is known of her; of a disputed line nothing, until somebody has decided."""
    if line.is_disputed:
        return {"participant": None, "role": "", "age_band": "", "children": None, "language": ""}
    return {
        "participant": people.get(line.details.get("participant") or ""),
        "role": line.details["role"],
        "age_band": line.details["age_band"],
        "children": line.details["children"],
        "language": line.details.get("language", ""),
    }


def _forget_unused_names(session, register):
    """A name that was corrected away or decided against stands nowhere any more."""
    waiting = session.facts.filter(kind=SessionFact.Kind.ENTERED, state=SessionFact.State.HELD)
    disputed = [uuid for kind, _subject, uuids in register.conflicts if kind == "entered" for uuid in uuids]
    used = {line.details.get("participant") for line in register.lines.values()}
    for payload in [
        *waiting.values_list("payload", flat=True),
        *session.facts.filter(uuid__in=disputed).values_list("payload", flat=True),
    ]:
        used.add(payload.get("participant"))
    named = session.facts.filter(kind=SessionFact.Kind.ENTERED).values_list("payload", flat=True)
    unused = {payload["participant"] for payload in named if payload.get("participant")} - used
    if unused:
        Participant.objects.filter(uuid__in=unused, entries=None).exclude(name="").update(
            name="", forgotten_at=timezone.now()
        )


class _Tickets:
    """Numbers given out: the one she was given, or the next free one when two devices gave the same."""

    def __init__(self, taken):
        self.taken = set(taken)
        self.last = max(self.taken, default=0)

    def give(self, wanted: int | None) -> int:
        number = wanted if wanted and wanted not in self.taken else self.last + 1
        self.taken.add(number)
        self.last = max(self.last, number)
        return number


def _project_result(session, register):
    """The exact figures; and the reported ones, which never tell about fewer than five people."""
    keys = right_options(session)
    before, after = register.tests["before"], register.tests["after"]
    result = SessionResult.objects.filter(session=session).first()
    published = (result.reported_reached, result.reported_children) if result else (None, None)
    result = result or SessionResult(session=session)
    result.place = session.place
    result.held_on = timezone.localdate(session.starts_at)
    result.minutes = session.minutes
    result.reached = register.reached
    result.heads = register.heads_total
    result.children = register.children
    result.reported_reached = reported(published[0], register.reached)
    result.reported_children = reported(published[1], register.children)
    result.is_small = result.reported_reached < SMALL
    if result.is_small:
        result.reported_children = 0
    for phase, test in (("before", before), ("after", after)):
        right, answered = answered_right(register, phase, keys)
        moved = max(
            abs(answered - getattr(result, f"{phase}_answered")),
            abs(right - getattr(result, f"{phase}_right")),
        )
        if not result.pk or moved >= SMALL:
            setattr(result, f"{phase}_right", right)
            setattr(result, f"{phase}_answered", answered)
            setattr(result, f"{phase}_people", test.people + len(register.answers(phase)))
    _project_pairs(result, pairs_of(register, keys))
    people, marks = feedback_of(register)
    if not result.pk or abs(people - result.feedback_people) >= SMALL:
        result.feedback_people, result.feedback = people, marks
    result.save()


def answered_right(register: Register, phase: str, keys: dict) -> tuple[int, int]:
    """``(right, answered)`` of one phase: hands counted, and tickets that answered."""
    hands = right_of(register.tests[phase], keys)
    tickets = right_of_tickets(register.answers(phase), keys)
    return hands[0] + tickets[0], hands[1] + tickets[1]


def _project_pairs(result, pairs):
    """Moved like the other figures: only when five pairs or more, or five answers or more, have changed."""
    moved = max(
        abs(pairs.people - result.pairs),
        abs(pairs.before_right - result.pairs_before_right),
        abs(pairs.after_right - result.pairs_after_right),
    )
    if not result.pk or moved >= SMALL:
        result.pairs, result.pairs_answered = pairs.people, pairs.asked
        result.pairs_before_right, result.pairs_after_right = pairs.before_right, pairs.after_right
