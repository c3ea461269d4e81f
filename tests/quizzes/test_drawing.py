"""Draws: reproducible, without repeats, and fair."""

import math
import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.drawing import Candidate, Draw, Plan, choose, paper, sample, shuffled

SEEDS = 10_000


def pool(*weights, start=1) -> tuple[Candidate, ...]:
    return tuple(Candidate(start + n, weight) for n, weight in enumerate(weights))


def shares(weights, count) -> list[float]:
    """What each should get: in proportion to its weight, never more than always."""
    found = [0.0] * len(weights)
    left, open_ones = count, set(range(len(weights)))
    while open_ones:
        whole = sum(weights[n] for n in open_ones)
        sure = {n for n in open_ones if left * weights[n] / whole >= 1}
        if not sure:
            for n in open_ones:
                found[n] = left * weights[n] / whole
            break
        for n in sure:
            found[n] = 1.0
        open_ones -= sure
        left -= len(sure)
    return found


@pytest.mark.parametrize(
    ("weights", "count"),
    [
        ([1] * 10, 3),
        ([1] * 40, 5),
        ([1, 1, 1, 1, 2, 2, 3, 3], 4),
        ([10, 1, 1, 1, 1, 1], 2),
        ([5, 5, 1, 1, 1], 3),
    ],
)
def test_ten_thousand_seeds_give_each_question_its_share(weights, count):
    plan = Plan(fixed=(), draws=(Draw(count, pool(*weights)),), shuffle_questions=True)
    times = Counter(version for seed in range(SEEDS) for version in choose(plan, seed=seed))
    assert sum(times.values()) == SEEDS * count
    for version, share in enumerate(shares(weights, count), start=1):
        spread = math.sqrt(SEEDS * share * (1 - share))  # of a binomial; 4.5 of them: once in 150,000
        assert abs(times[version] - SEEDS * share) <= 4.5 * spread + 1e-9, (version, times[version])


def test_places_of_shuffled_questions_are_shared_too():
    plan = Plan(fixed=(1, 2, 3, 4, 5), shuffle_questions=True)
    first = Counter(choose(plan, seed=seed)[0] for seed in range(SEEDS))
    assert all(abs(n - SEEDS / 5) <= 4.5 * math.sqrt(SEEDS * 0.2 * 0.8) for n in first.values())


def test_pairs_come_together_whatever_their_place_in_the_bank():
    """No two questions exclude each other because of the order in which they were written."""
    plan = Plan(fixed=(), draws=(Draw(3, pool(*[1] * 6)),))
    pairs = Counter(
        pair for seed in range(SEEDS) for pair in combinations(sorted(choose(plan, seed=seed)), 2)
    )
    share = 3 / 15  # of fifteen pairs three are drawn
    assert len(pairs) == 15
    assert all(abs(n - SEEDS * share) <= 4.5 * math.sqrt(SEEDS * share * (1 - share)) for n in pairs.values())


plans = st.builds(
    lambda fixed, weights, counts, mix: Plan(
        fixed=tuple(range(1, fixed + 1)),
        draws=tuple(Draw(count, pool(*weights, start=3)) for count in counts),
        shuffle_questions=mix,
    ),
    st.integers(0, 5),
    st.lists(st.integers(1, 10), min_size=1, max_size=12),
    st.lists(st.integers(1, 8), max_size=3),
    st.booleans(),
)


@given(plans, st.integers(0, 2**48), st.dictionaries(st.integers(1, 15), st.integers(0, 5)))
def test_no_question_is_asked_twice_and_the_same_seed_gives_the_same_paper(plan, seed, seen):
    chosen = choose(plan, seed=seed, seen=seen)
    assert len(chosen) == len(set(chosen))
    assert set(plan.fixed) <= set(chosen)
    assert chosen == choose(plan, seed=seed, seen=seen)
    wanted = len(plan.fixed) + sum(draw.count for draw in plan.draws)
    within = {candidate.version for draw in plan.draws for candidate in draw.pool} | set(plan.fixed)
    assert len(chosen) == min(wanted, len(within)) or len(plan.draws) > 1 or not plan.draws


def test_a_paper_of_the_first_day_is_the_same_on_every_machine():
    plan = Plan(fixed=(7, 8), draws=(Draw(3, pool(*[1] * 9, start=20)),), shuffle_questions=True)
    assert choose(plan, seed=20261125) == [27, 8, 21, 28, 7]


def test_second_attempt_asks_what_was_not_asked_before():
    plan = Plan(fixed=(), draws=(Draw(3, pool(*[1] * 6)),))
    first = choose(plan, seed=1)
    second = choose(plan, seed=2, seen=Counter(first))
    assert sorted(first + second) == [1, 2, 3, 4, 5, 6]
    third = choose(plan, seed=3, seen=Counter(first + second))
    assert len(set(third)) == 3


def test_pool_that_is_too_small_gives_what_it_has():
    assert sorted(sample(list(pool(1, 1)), 5, random.Random(1))) == [1, 2]


def test_options_are_shuffled_where_the_type_has_an_order_to_give():
    def shuffle(version, chance):
        return [*shuffled("abc", chance), "all"] if version == 1 else []

    orders = set()
    for seed in range(200):
        first, second = paper([1, 2], seed=seed, shuffle=shuffle)
        assert first["options"][-1] == "all"
        assert second == {"version": 2}
        assert [first, second] == paper([1, 2], seed=seed, shuffle=shuffle)
        orders.add(tuple(first["options"]))
    assert len(orders) == 6
    assert paper([1, 2], seed=1) == [{"version": 1}, {"version": 2}]
