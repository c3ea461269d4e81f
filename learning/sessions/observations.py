"""What was seen and tallied besides the register, in words: observers' checklists, and counts that are about nobody."""

from collections import Counter

from learning.sessions.fold import Register
from learning.sessions.words import Observed, ObservedMark, Trait


def checklists_of(register: Register) -> list[tuple[str, list[tuple[str, int]]]]:
    """``[(what was looked for, [(mark, observers)])]`` of what observers answered; empty without any."""
    seen = [
        said.payload["items"]
        for (kind, _key), said in register.said.items()
        if kind == "observed" and said.payload
    ]
    rows = []
    for item, label in Observed.choices:
        marks = Counter(one[item] for one in seen if one.get(item))
        if marks:
            rows.append((label, [(word, marks[mark]) for mark, word in ObservedMark.choices if marks[mark]]))
    return rows


def tallies_of(register: Register) -> list[tuple[str, int]]:
    """``[(what they say of themselves, how many)]``, only what at least one said; empty while sources disagree."""
    said = register.standing("traits-tallied")
    if said is None or said.payload is None:
        return []
    return [
        (label, said.payload["counts"][trait])
        for trait, label in Trait.choices
        if said.payload["counts"][trait]
    ]
