"""What statements say: only the whole counts, and no score that cannot be."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.h5p.policy import Outcome, Policy, is_done
from courses.h5p.xapi import StatementRefused, canonical, read

ADL = "http://adlnet.gov/expapi/verbs/"


def statement(verb="completed", *, raw=None, maximum=None, sub="", parent=False, **result):
    score = {key: value for key, value in (("raw", raw), ("max", maximum)) if value is not None}
    said = {
        "actor": {"name": "somebody else"},
        "verb": {"id": ADL + verb},
        "object": {"id": "urn:uuid:x" + (f"?subContentId={sub}" if sub else "")},
        "result": {**({"score": score} if score else {}), **result},
    }
    if parent:
        said["context"] = {"contextActivities": {"parent": [{"id": "x"}]}}
    return said


@pytest.mark.parametrize(
    ("given_statement", "outcome"),
    [
        (statement("attempted"), Outcome(opened=True)),
        (statement("completed", raw=3, maximum=4, completion=True, success=True),
         Outcome(opened=True, completed=True, scaled=Decimal("0.75"), success=True)),
        (statement("answered", raw=1, maximum=1), Outcome(opened=True, completed=True, scaled=Decimal(1))),
        (statement("completed"), Outcome(opened=True, completed=True)),
        (statement("answered"), Outcome(opened=True)),
        (statement("completed", raw=1, maximum=1, completion=False),
         Outcome(opened=True, scaled=Decimal(1))),
        (statement("failed", raw=1, maximum=4, completion=True, success=False),
         Outcome(opened=True, scaled=Decimal("0.25"), success=False)),
        (statement("progressed", raw=1, maximum=1), Outcome(opened=True)),
        (statement("answered", raw=1, maximum=1, sub="a-b"), Outcome()),
        (statement("completed", raw=1, maximum=1, parent=True), Outcome()),
        (statement("completed", raw=0, maximum=0), Outcome(opened=True, completed=True)),
    ],
)  # fmt: skip
def test_statement_says_of_the_whole(given_statement, outcome):
    assert read(given_statement).outcome == outcome


@pytest.mark.parametrize(
    "score",
    [{"raw": 5, "max": 4}, {"raw": -1, "max": 4}, {"raw": "4", "max": 4}, {"raw": True, "max": 1}, {"scaled": 1.5},
     {"scaled": 1, "raw": 1, "max": 4}, {"raw": float("nan"), "max": 1}, {"raw": 1e12, "max": 1e13}, {"max": -1}, []],
)  # fmt: skip
def test_score_that_cannot_be_is_refused(score):
    said = statement()
    said["result"]["score"] = score
    with pytest.raises(StatementRefused) as refused:
        read(said)
    assert refused.value.code == "score-invalid"


@pytest.mark.parametrize(
    ("said", "code"),
    [([], "not-a-statement"), ({}, "verb-unknown"), ({"verb": {"id": "javascript:x"}, "object": {}}, "verb-unknown"),
     ({"verb": {"id": ADL + "answered"}}, "not-a-statement")],
)  # fmt: skip
def test_what_is_no_statement_is_refused(said, code):
    with pytest.raises(StatementRefused) as refused:
        read(said)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("outcome", "policy", "done"),
    [
        (Outcome(opened=True), Policy.ON_VIEW, True),
        (Outcome(opened=True), Policy.ON_COMPLETED, False),
        (Outcome(completed=True), Policy.ON_COMPLETED, True),
        (Outcome(completed=True, success=False, scaled=Decimal("0.1")), Policy.ON_COMPLETED, False),
        (Outcome(completed=True, scaled=Decimal("0.6"), success=False), Policy.ON_SCORE, True),
        (Outcome(completed=True, scaled=Decimal("0.59"), success=True), Policy.ON_SCORE, False),
        (Outcome(completed=True, success=True), Policy.ON_SCORE, False),
        (Outcome(completed=False, scaled=Decimal(1)), Policy.ON_SCORE, False),
    ],
)
def test_policy_decides_when_it_is_done_and_the_trainers_pass_mark_wins(outcome, policy, done):
    assert is_done(outcome, policy=policy, pass_mark=60) is done


def test_who_acts_is_not_believed_and_no_part_of_the_content():
    one, other = statement(), statement()
    other["actor"] = {"name": "me"}
    assert canonical(one) == canonical(other)
    assert b"somebody" not in canonical(one)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), lambda i: st.lists(i, max_size=3) | st.dictionaries(st.sampled_from(["verb", "object", "result", "score", "id", "raw", "max", "scaled", "context"]), i, max_size=4), max_leaves=15))  # fmt: skip
def test_anything_is_read_or_refused(said):
    try:
        reading = read(said)
    except StatementRefused:
        return
    assert reading.scaled is None or 0 <= reading.scaled <= 1
