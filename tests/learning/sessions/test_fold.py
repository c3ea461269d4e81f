"""The register that facts fold into: the same in any order, and what disagrees counts for nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.sessions.fold import Fact, fold, right_of
from learning.sessions.fold import Test as HandsCounted

DETAILS = {"role": "", "age_band": "", "children": None, "participant": None}


def entered(key, entry, corrects=None, **details):
    return Fact(key, "entered", entry, {**DETAILS, **details}, corrects)


def attended(key, entry, attendance="present", corrects=None, minutes=None):
    return Fact(key, "attended", entry, {"attendance": attendance, "minutes": minutes}, corrects)


def heads(key, under_14, others, corrects=None):
    return Fact(key, "heads-counted", None, {"under_14": under_14, "others": others}, corrects)


def hands(key, phase, people, counts=None, corrects=None):
    payload = {"phase": phase, "people": people, "counts": counts or {}}
    return Fact(key, "test-counted", None, payload, corrects)


@st.composite
def facts_of_a_session(draw):
    """Lines, marks, heads and hands of a few subjects, some corrected, some recorded twice otherwise."""
    facts = []
    keys = (f"{n:03d}" for n in draw(st.permutations(range(60))))
    lines = ["one", "two", "three"][: draw(st.integers(1, 3))]
    makers = [lambda key, corrects: heads(key, draw(st.integers(0, 2)), 4, corrects)]
    for line in lines:
        facts.append(entered(next(keys), line, children=draw(st.integers(0, 2))))
        makers.append(
            lambda key, corrects, line=line: attended(
                key, line, draw(st.sampled_from(["present", "late", "absent"])), corrects
            )
        )
    makers.append(lambda key, corrects: hands(key, "after", draw(st.integers(5, 6)), None, corrects))
    for make in makers:
        mine = []
        for _n in range(draw(st.integers(0, 3))):
            corrects = draw(st.sampled_from([None, *[fact.uuid for fact in mine]]))
            mine.append(make(next(keys), corrects))
        facts += mine
    return facts


@given(facts=facts_of_a_session(), data=st.data())
def test_order_of_arrival_and_repeats_make_no_difference(facts, data):
    repeats = data.draw(st.lists(st.sampled_from(facts), max_size=5))
    shuffled = data.draw(st.permutations(facts + repeats))
    expected, got = fold(facts), fold(shuffled)
    assert got.lines == expected.lines
    assert (got.heads, got.heads_in_conflict, got.tests) == (
        expected.heads,
        expected.heads_in_conflict,
        expected.tests,
    )
    assert (got.reached, got.children) == (expected.reached, expected.children)
    assert sorted(map(str, got.conflicts)) == sorted(map(str, expected.conflicts))


@given(facts=facts_of_a_session())
def test_what_disagrees_is_named_as_a_conflict_and_adds_nothing_to_the_reached(facts):
    register = fold(facts)
    disputed = {(kind, subject) for kind, subject, _keys in register.conflicts}
    assert register.heads_in_conflict == (("heads-counted", None) in disputed)
    for line in register.lines.values():
        assert (line.attendance == "conflict") == (("attended", line.entry) in disputed)
    undisputed = [line for line in register.lines.values() if ("attended", line.entry) not in disputed]
    came = [line for line in undisputed if line.attendance in ("present", "late", "left-early")]
    assert register.reached == len(came) + (0 if register.heads_in_conflict else register.heads_total)


def test_nothing_recorded_is_an_empty_register():
    register = fold([])
    assert (register.reached, register.children, register.conflicts) == (0, 0, [])
    assert register.notice_given is False


@pytest.mark.parametrize(
    ("attendance", "reached"),
    [("present", 1), ("late", 1), ("left-early", 1), ("absent", 0)],
)
def test_who_was_reached(attendance, reached):
    register = fold([entered("1", "one", children=3), attended("2", "one", attendance)])
    assert (register.reached, register.children) == (reached, 3 * reached)


def test_line_that_is_not_marked_is_not_counted():
    register = fold([entered("1", "one", children=3)])
    assert (register.lines["one"].attendance, register.reached, register.children) == ("unknown", 0, 0)


def test_mark_without_a_line_counts_for_nothing():
    assert fold([attended("1", "nobody")]).reached == 0


def test_two_marks_that_agree_are_no_conflict():
    register = fold([entered("1", "one"), attended("2", "one"), attended("3", "one")])
    assert (register.reached, register.conflicts) == (1, [])


def test_two_marks_that_disagree_count_for_nothing_until_one_is_decided_against():
    facts = [entered("1", "one", children=2), attended("2", "one"), attended("3", "one", "absent")]
    register = fold(facts)
    assert (register.lines["one"].attendance, register.reached, register.children) == ("conflict", 0, 0)
    assert register.conflicts == [("attended", "one", ["2", "3"])]
    decided = fold([facts[0], facts[1]])
    assert (decided.reached, decided.children, decided.conflicts) == (1, 2, [])


def test_two_counts_of_heads_that_disagree_count_for_nothing():
    register = fold([heads("1", 3, 4), heads("2", 3, 5)])
    assert (register.heads_total, register.reached, register.heads_in_conflict) == (0, 0, True)
    assert register.conflicts == [("heads-counted", None, ["1", "2"])]


def test_two_counts_of_hands_that_disagree_count_for_nothing_and_leave_the_other_phase():
    register = fold(
        [
            hands("1", "before", 5, {"7": {"a": 5}}),
            hands("2", "after", 5, {"7": {"a": 5}}),
            hands("3", "after", 5, {"7": {"a": 4}}),
        ]
    )
    assert right_of(register.tests["after"], {"7": "a"}) == (0, 0)
    assert register.tests["after"].in_conflict
    assert right_of(register.tests["before"], {"7": "a"}) == (5, 5)


def test_correction_replaces_what_it_corrects():
    register = fold(
        [
            entered("1", "one", children=1),
            entered("2", "one", corrects="1", children=4),
            attended("3", "one", "absent"),
            attended("4", "one", "late", corrects="3", minutes=40),
            heads("5", 1, 1),
            heads("6", 2, 2, corrects="5"),
            hands("7", "after", 9),
            hands("8", "after", 6, corrects="7"),
        ]
    )
    line = register.lines["one"]
    assert (line.attendance, line.minutes, line.details["children"]) == ("late", 40, 4)
    assert (register.heads_total, register.tests["after"].people, register.reached) == (4, 6, 5)
    assert register.conflicts == []
    assert (line.standing, register.heads_standing, register.tests["after"].standing) == ("4", "6", "8")


def test_correction_of_a_correction_replaces_it():
    register = fold([heads("1", 0, 1), heads("2", 0, 2, corrects="1"), heads("3", 0, 3, corrects="2")])
    assert (register.heads_total, register.conflicts) == (3, [])


def test_two_corrections_of_one_fact_disagree_and_neither_wins():
    register = fold([heads("1", 0, 1), heads("2", 0, 2, corrects="1"), heads("3", 0, 3, corrects="1")])
    assert (register.heads_total, register.heads_in_conflict) == (0, True)


def test_hands_that_are_right_are_summed_over_the_questions():
    counted = HandsCounted(people=6, counts={"7": {"a": 4, "b": 2}, "8": {"a": 1, "b": 5}})
    assert right_of(counted, {"7": "a", "8": "b"}) == (9, 12)
    assert right_of(counted, {"7": "a"}) == (4, 12)
    assert right_of(HandsCounted(), {"7": "a"}) == (0, 0)
