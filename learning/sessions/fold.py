"""Facts in, register out. Pure: the order of arrival, repeats and splits make no difference.

A fact that another accepted fact corrects is out. What is left about one subject has to agree; when it does not, both
are kept and neither counts until somebody decides.
"""

from collections import defaultdict
from dataclasses import dataclass, field

CAME = ("present", "late", "left-early")


@dataclass(frozen=True)
class Fact:
    """What the fold needs of a fact; ``corrects`` is the uuid of the fact it corrects."""

    uuid: str
    kind: str
    entry: str | None
    payload: dict
    corrects: str | None = None


@dataclass
class Line:
    """A line of the register. ``standing`` is the uuid of the fact that a correction of its attendance has to name,
    ``entered`` the one that a correction of its details has to name;
    of a disputed line what was written about her counts for nothing, only that she came."""

    entry: str
    details: dict
    entered: str
    attendance: str = "unknown"
    minutes: int | None = None
    standing: str | None = None
    is_disputed: bool = False

    @property
    def came(self) -> bool:
        return self.attendance in CAME


@dataclass
class Test:
    """Hands counted in one phase. ``answered`` and ``right`` are summed over the questions."""

    people: int = 0
    counts: dict = field(default_factory=dict)
    standing: str | None = None
    in_conflict: bool = False


@dataclass(frozen=True)
class Said:
    """What stands about one subject: None while sources disagree. ``standing`` is what a correction has to name."""

    payload: dict | None
    standing: str


@dataclass
class Register:
    """``said`` is ``{(kind, subject): Said}`` of the kinds in ``SUBJECT_OF``; ``feedback`` the marks, one a person."""

    lines: dict
    heads: dict
    heads_standing: str | None
    heads_in_conflict: bool
    tests: dict
    notice_given: bool
    conflicts: list
    said: dict = field(default_factory=dict)
    feedback: list = field(default_factory=list)

    def standing(self, kind: str, subject=None) -> Said | None:
        return self.said.get((kind, subject))

    def answers(self, phase: str) -> dict[str, dict]:
        """``{line: {version: option}}`` of the tickets that answered in this phase."""
        return {
            subject[1]: said.payload["answers"]
            for (kind, subject), said in self.said.items()
            if kind == "test-answered" and subject[0] == phase and said.payload and subject[1] in self.lines
        }

    @property
    def polls(self) -> dict[str, dict]:
        """``{poll: payload}`` of what was counted."""
        return {
            subject: said.payload
            for (kind, subject), said in self.said.items()
            if kind == "poll-counted" and said.payload
        }

    @property
    def came(self) -> list[Line]:
        return [line for line in self.lines.values() if line.came]

    @property
    def heads_total(self) -> int:
        return self.heads["under_14"] + self.heads["others"]

    @property
    def reached(self) -> int:
        return len(self.came) + self.heads_total

    @property
    def children(self) -> int:
        return sum(line.details.get("children") or 0 for line in self.came if not line.is_disputed)


NO_HEADS = {"under_14": 0, "others": 0}


def fold(facts: list[Fact]) -> Register:
    """``facts`` are the accepted ones of one session, in any order, repeats included."""
    known = {fact.uuid: fact for fact in facts}
    corrected = {fact.corrects for fact in known.values() if fact.corrects}
    standing = sorted(
        (fact for fact in known.values() if fact.uuid not in corrected), key=lambda fact: fact.uuid
    )
    by_subject = defaultdict(list)
    for fact in standing:
        by_subject[_subject(fact)].append(fact)
    conflicts = []
    lines = {}
    for (kind, entry), found in by_subject.items():
        if kind == "entered":
            lines[entry] = Line(
                entry=entry, details=found[0].payload, entered=found[0].uuid, is_disputed=_disagree(found)
            )
            if _disagree(found):
                conflicts.append(("entered", entry, [fact.uuid for fact in found]))
    for (kind, entry), found in by_subject.items():
        if kind == "attended" and entry in lines:
            _mark(lines[entry], found, conflicts)
    heads = by_subject.get(("heads-counted", None), [])
    heads_disagree = _disagree(heads)
    if heads_disagree:
        conflicts.append(("heads-counted", None, [fact.uuid for fact in heads]))
    tests = {
        phase: _test(phase, by_subject.get(("test-counted", phase), []), conflicts)
        for phase in ("before", "after")
    }
    said = {
        subject: _said_about(subject, found, conflicts)
        for subject, found in by_subject.items()
        if subject[0] in SUBJECT_OF
    }
    return Register(
        said=said,
        feedback=[fact.payload["marks"] for fact in standing if fact.kind == "feedback-given"],
        lines=lines,
        heads=NO_HEADS if heads_disagree or not heads else heads[0].payload,
        heads_standing=heads[0].uuid if heads else None,
        heads_in_conflict=heads_disagree,
        tests=tests,
        notice_given=any(fact.kind == "notice-given" for fact in known.values()),
        conflicts=conflicts,
    )


# What two facts of one kind are about; only of the same subject can they disagree.
SUBJECT_OF = {
    "test-answered": lambda fact: (fact.payload["phase"], fact.entry),
    "poll-counted": lambda fact: fact.entry,
    "feedback-counted": lambda fact: None,
    "observed": lambda fact: fact.entry,
    "traits-tallied": lambda fact: None,
}


def _said_about(subject, found, conflicts) -> Said:
    if _disagree(found):
        conflicts.append((*subject, [fact.uuid for fact in found]))
        return Said(payload=None, standing=found[0].uuid)
    return Said(payload=found[0].payload, standing=found[0].uuid)


def _subject(fact):
    if fact.kind in SUBJECT_OF:
        return fact.kind, SUBJECT_OF[fact.kind](fact)
    if fact.kind == "test-counted":
        return fact.kind, fact.payload["phase"]
    return fact.kind, fact.entry if fact.kind in ("entered", "attended") else None


def _disagree(facts) -> bool:
    return any(_said(fact) != _said(facts[0]) for fact in facts[1:])


def _said(fact) -> dict:
    """What a fact says; why it was put right makes no difference."""
    return {key: value for key, value in fact.payload.items() if key != "why"}


def _mark(line, found, conflicts):
    line.standing = found[0].uuid
    if _disagree(found):
        line.attendance = "conflict"
        conflicts.append(("attended", line.entry, [fact.uuid for fact in found]))
    else:
        line.attendance = found[0].payload["attendance"]
        line.minutes = found[0].payload.get("minutes")


def _test(phase, found, conflicts) -> Test:
    if not found:
        return Test()
    if _disagree(found):
        conflicts.append(("test-counted", phase, [fact.uuid for fact in found]))
        return Test(standing=found[0].uuid, in_conflict=True)
    return Test(people=found[0].payload["people"], counts=found[0].payload["counts"], standing=found[0].uuid)


def right_of(test: Test, keys: dict) -> tuple[int, int]:
    """``(right, answered)`` hands over all questions. ``keys``: ``{version id: the right option's id}``."""
    right = answered = 0
    for version, options in test.counts.items():
        answered += sum(options.values())
        right += options.get(keys.get(version), 0)
    return right, answered


def right_of_tickets(answers: dict, keys: dict) -> tuple[int, int]:
    """``(right, answered)`` over the questions that tickets answered. ``answers``: those of one phase, by line."""
    given = [(version, option) for one in answers.values() for version, option in one.items() if option]
    return sum(keys.get(version) == option for version, option in given), len(given)


@dataclass(frozen=True)
class Pairs:
    """Tickets that answered both times: right answers before and after, of ``asked`` questions over all of them."""

    people: int
    before_right: int
    after_right: int
    asked: int


def pairs_of(register: Register, keys: dict) -> Pairs:
    """A question left out counts as not known, both times alike."""
    before, after = register.answers("before"), register.answers("after")
    both = before.keys() & after.keys()
    first = right_of_tickets({line: before[line] for line in both}, keys)[0]
    second = right_of_tickets({line: after[line] for line in both}, keys)[0]
    return Pairs(people=len(both), before_right=first, after_right=second, asked=len(both) * len(keys))


def feedback_of(register: Register) -> tuple[int, dict]:
    """``(people, {question: {mark: people}})``: given one by one, and counted from paper cards."""
    counts: dict = defaultdict(lambda: defaultdict(int))
    for marks in register.feedback:
        for question, mark in marks.items():
            if mark:
                counts[question][mark] += 1
    people = len(register.feedback)
    cards = register.standing("feedback-counted")
    if cards and cards.payload:
        people += cards.payload["people"]
        for question, ticks in cards.payload["counts"].items():
            for mark, number in ticks.items():
                counts[question][mark] += number
    return people, {question: dict(marks) for question, marks in counts.items()}
