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


@dataclass
class Register:
    lines: dict
    heads: dict
    heads_standing: str | None
    heads_in_conflict: bool
    tests: dict
    notice_given: bool
    conflicts: list

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
    return Register(
        lines=lines,
        heads=NO_HEADS if heads_disagree or not heads else heads[0].payload,
        heads_standing=heads[0].uuid if heads else None,
        heads_in_conflict=heads_disagree,
        tests=tests,
        notice_given=any(fact.kind == "notice-given" for fact in known.values()),
        conflicts=conflicts,
    )


def _subject(fact):
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
