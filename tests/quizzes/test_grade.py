"""Marking: right is 1, wrong is 0, and whatever a client may send is worth no more than that."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.grading import grade
from quizzes.marks import NOTHING, Mark, total
from quizzes.question_types import QUESTION_TYPES
from quizzes.rules import is_passed

CHOICES = ["multiple_choice", "single_choice", "true_false"]  # every other type: test_every_type.py


def content_of(kind: str, right: set, ids=("a", "b", "c", "d")) -> dict:
    """A version's content whose options are ``ids``; those in ``right`` are right."""
    return {
        "type": kind,
        "prompt": {"en": "Question"},
        "explanation": {"en": "Why"},
        "options": [
            {
                "id": one,
                "text": {"en": f"Option {one}"},
                "correct": one in right,
                "feedback": {"en": f"Feedback {one}"},
            }
            for one in ids
        ],
    }


SINGLE = content_of("single_choice", {"b"})
MULTIPLE = content_of("multiple_choice", {"a", "c"})
TRUE = content_of("true_false", {"true"}, ids=("true", "false"))
FALSE = content_of("true_false", {"false"}, ids=("true", "false"))


@pytest.mark.parametrize(
    ("content", "answer", "scaled"),
    [
        (SINGLE, "b", 1),
        (SINGLE, "a", 0),
        (SINGLE, "z", 0),
        (SINGLE, "", 0),
        (SINGLE, ["b"], 0),
        (SINGLE, "B", 0),
        (SINGLE, " b", 0),
        (SINGLE, None, 0),
        (SINGLE, 1, 0),
        (SINGLE, True, 0),
        (MULTIPLE, ["a", "c"], 1),
        (MULTIPLE, ["c", "a"], 1),
        (MULTIPLE, ["a", "c", "a", "c"], 1),
        (MULTIPLE, ["a"], 0),
        (MULTIPLE, ["a", "a"], 0),
        (MULTIPLE, ["a", "b", "c"], 0),
        (MULTIPLE, ["a", "b", "c", "d"], 0),
        (MULTIPLE, ["a", "c", "z"], 0),
        (MULTIPLE, ["a", "c", 7], 0),
        (MULTIPLE, ["a", "c", ["b"]], 0),
        (MULTIPLE, [], 0),
        (MULTIPLE, "ac", 0),
        (MULTIPLE, {"a": 1, "c": 1}, 0),
        (MULTIPLE, None, 0),
        (TRUE, "true", 1),
        (TRUE, "false", 0),
        (FALSE, "false", 1),
        (FALSE, "true", 0),
        (TRUE, True, 0),
        (TRUE, ["true"], 0),
        (TRUE, 1, 0),
        (TRUE, None, 0),
    ],
)
def test_mark_of_an_answer(content, answer, scaled):
    mark = grade(content, answer)
    assert (mark.scaled, mark.correct) == (Decimal(scaled), bool(scaled))


@pytest.mark.parametrize(
    ("content", "answer", "feedback"),
    [
        (SINGLE, "a", {"a"}),
        (MULTIPLE, ["b", "a"], {"a", "b"}),
        (TRUE, "false", {"false"}),
        (SINGLE, "z", set()),
        (MULTIPLE, ["a", "z"], set()),
        (TRUE, "z", set()),
    ],
)
def test_feedback_is_that_of_the_options_chosen_and_of_no_other(content, answer, feedback):
    assert set(grade(content, answer).feedback) == feedback


IDS = st.lists(st.text("abcdef0123456789", min_size=1, max_size=8), min_size=2, max_size=8, unique=True)


@st.composite
def contents(draw):
    """Content of any type with any ids and any key that a trainer can save."""
    kind = draw(st.sampled_from(CHOICES))
    if kind == "true_false":
        return content_of(kind, {draw(st.sampled_from(["true", "false"]))}, ids=("true", "false"))
    ids = draw(IDS)
    if kind == "single_choice":
        return content_of(kind, {draw(st.sampled_from(ids))}, ids=ids)
    return content_of(kind, set(draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))), ids=ids)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
GARBAGE = (
    st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)
    | st.sets(st.text())
    | st.tuples(st.text(), st.text())
    | st.builds(object)
)


@given(content=contents())
def test_right_answer_is_worth_one(content):
    answer = QUESTION_TYPES[content["type"]].correct_answer(content)
    assert grade(content, answer) == Mark(Decimal(1), True, grade(content, answer).feedback)


@settings(deadline=None)
@given(content=contents(), garbage=GARBAGE)
def test_garbage_never_raises_and_its_score_is_from_0_to_1(content, garbage):
    mark = grade(content, garbage)
    assert 0 <= mark.scaled <= 1
    assert mark.correct == (mark.scaled == 1)


@given(content=contents(), data=st.data())
def test_order_of_the_options_chosen_makes_no_difference(content, data):
    ids = QUESTION_TYPES[content["type"]].option_ids(content)
    chosen = data.draw(st.lists(st.sampled_from(ids), unique=True))
    assert grade(content, chosen) == grade(content, data.draw(st.permutations(chosen)))


@given(content=contents(), data=st.data())
def test_order_of_the_options_in_the_question_makes_no_difference(content, data):
    shuffled = {**content, "options": data.draw(st.permutations(content["options"]))}
    kind = QUESTION_TYPES[content["type"]]
    ids = kind.option_ids(content)
    answer = data.draw(st.lists(st.sampled_from(ids)) | st.sampled_from(ids))
    assert grade(shuffled, answer) == grade(content, answer)
    assert grade(shuffled, kind.correct_answer(content)).scaled == 1


@given(content=contents(), data=st.data(), unknown=st.lists(st.text()))
def test_unknown_and_repeated_options_never_add(content, data, unknown):
    ids = QUESTION_TYPES[content["type"]].option_ids(content)
    chosen = data.draw(st.lists(st.sampled_from(ids)))
    more = data.draw(st.lists(st.sampled_from(chosen))) if chosen else []
    plain = grade(content, chosen).scaled
    assert grade(content, chosen + more).scaled <= plain
    extra = [one for one in unknown if one not in ids]
    assert grade(content, chosen + extra).scaled <= plain


@given(content=contents(), posted=st.lists(st.text()))
def test_whatever_is_posted_can_be_read_and_marked(content, posted):
    data = QueryDict(mutable=True)
    data.setlist("q7", posted)
    answer = QUESTION_TYPES[content["type"]].parse(data, "q7")
    assert 0 <= grade(content, answer).scaled <= 1


@given(content=contents())
def test_posting_the_right_answer_gives_the_right_answer(content):
    kind = QUESTION_TYPES[content["type"]]
    right = kind.correct_answer(content)
    data = QueryDict(mutable=True)
    data.setlist("q7", list(reversed(right)) if isinstance(right, list) else [right])
    assert kind.parse(data, "q7") == right


def test_nothing_posted_is_no_answer():
    for kind in QUESTION_TYPES.values():
        assert kind.parse(QueryDict(""), "q7") is None


def keys_in(value) -> set:
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys_in(inner)}
    if isinstance(value, list):
        return {key for inner in value for key in keys_in(inner)}
    return set()


@given(content=contents())
def test_what_may_be_sent_before_the_answer_has_no_key_feedback_or_explanation(content):
    public = QUESTION_TYPES[content["type"]].public(content)
    assert not keys_in(public) & {"correct", "feedback", "explanation"}
    assert [option["id"] for option in public["options"]] == [option["id"] for option in content["options"]]


@given(marks=st.lists(st.sampled_from([NOTHING, Mark(Decimal(1), True), Mark(Decimal("0.5"), False)])))
def test_total_is_from_0_to_1_and_1_only_when_everything_is_right(marks):
    scaled = total(marks)
    assert 0 <= scaled <= 1
    assert (scaled == 1) == (bool(marks) and all(mark.scaled == 1 for mark in marks))


def test_total_is_rounded_down_so_that_nobody_passes_by_rounding():
    two_of_three = total([Mark(Decimal(1), True), Mark(Decimal(1), True), NOTHING])
    assert two_of_three == Decimal("0.6666")
    assert not is_passed(scaled=two_of_three, pass_mark=67)


@pytest.mark.parametrize(
    ("scaled", "pass_mark", "passed"), [("0.6", 60, True), ("0.5999", 60, False), ("1", 100, True)]
)
def test_exactly_the_pass_mark_is_a_pass(scaled, pass_mark, passed):
    assert is_passed(scaled=Decimal(scaled), pass_mark=pass_mark) is passed


@pytest.mark.parametrize(
    ("kind", "key", "makes_sense"),
    [
        ("single_choice", [True, False], True),
        ("single_choice", [False, False], False),
        ("single_choice", [True, True], False),
        ("multiple_choice", [True, True], True),
        ("multiple_choice", [True, False], True),
        ("multiple_choice", [False, False], False),
    ],
)
def test_trainer_is_told_when_a_key_makes_no_sense(kind, key, makes_sense):
    assert (QUESTION_TYPES[kind].problem(key) is None) is makes_sense
