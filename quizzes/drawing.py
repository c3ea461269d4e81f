"""Which questions an attempt gets, and in which order. Pure: the same plan and seed give the same paper, for ever.

Questions are drawn with ``Random.random`` only, whose sequence Python promises to keep. A draw gives each question of its pool exactly its
share, n * weight / sum of weights (at most 1), by systematic sampling of a shuffled pool (Madow 1949): so over many
attempts all are asked as often as their weights say. Within a learner's own attempts what she was asked least comes first.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """A version that may be drawn."""

    version: int
    weight: int = 1


@dataclass(frozen=True)
class Draw:
    count: int
    pool: tuple[Candidate, ...]


@dataclass(frozen=True)
class Plan:
    """What a published quiz asks: ``fixed`` version ids in order, then draws."""

    fixed: tuple[int, ...]
    draws: tuple[Draw, ...] = ()
    shuffle_questions: bool = False


def choose(plan: Plan, *, seed: int, seen: dict[int, int] | None = None) -> list[int]:
    """Version ids in the order of asking, each once. ``seen``: how often this learner was asked each before."""
    chance = random.Random(seed)
    chosen = list(plan.fixed)
    for draw in plan.draws:
        chosen += _drawn(draw, chance, without=set(chosen), seen=seen or {})
    return shuffled(chosen, chance) if plan.shuffle_questions else chosen


def paper(chosen: list[int], *, seed: int, shuffle=None) -> list[dict]:
    """``[{"version": 12, "options": ["b2", "a1"]}]``; ``options`` only where ``shuffle(version, chance)`` gives an order."""
    items = []
    for version in chosen:
        order = shuffle(version, random.Random(f"{seed}:{version}")) if shuffle else []
        items.append({"version": version, "options": order} if order else {"version": version})
    return items


def shuffled(items: Iterable, chance: random.Random) -> list:
    """A new list in an order of chance."""
    return [item for _place, item in sorted((chance.random(), item) for item in items)]


def sample(candidates: list[Candidate], count: int, chance: random.Random) -> list[int]:
    """``count`` versions (or all, when there are fewer), each with a probability of exactly its share."""
    if count >= len(candidates):
        return [candidate.version for candidate in candidates]
    certain, rest = _certain(candidates, count)
    left = count - len(certain)
    step = sum(candidate.weight for candidate in rest) / left if left else 0
    picked, reached, next_mark = [], 0.0, chance.random() * step
    by_version = {candidate.version: candidate for candidate in rest}
    order = shuffled(by_version, chance)
    for version in order:
        reached += by_version[version].weight
        if len(picked) < left and next_mark < reached:
            picked.append(version)
            next_mark += step
    missed = [version for version in reversed(order) if version not in picked]  # by rounding: one in 10^15
    return [candidate.version for candidate in certain] + picked + missed[: left - len(picked)]


def _certain(candidates, count):
    """Those whose share would be 1 or more are always in; the others share the rest."""
    certain, rest = [], list(candidates)
    while rest and len(certain) < count:
        step = sum(candidate.weight for candidate in rest) / (count - len(certain))
        heavy = [candidate for candidate in rest if candidate.weight >= step]
        if not heavy:
            break
        certain += heavy
        rest = [candidate for candidate in rest if candidate.weight < step]
    return certain, rest


def _drawn(draw, chance, *, without, seen):
    """From those seen least first; of the last of these groups only as many as are still wanted."""
    groups = {}
    for candidate in draw.pool:
        if candidate.version not in without:
            groups.setdefault(seen.get(candidate.version, 0), []).append(candidate)
    drawn = []
    for times in sorted(groups):
        if len(drawn) < draw.count:
            drawn += sample(groups[times], draw.count - len(drawn), chance)
    return shuffled(drawn, chance)
