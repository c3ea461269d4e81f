"""What a fact may say, who may be written down by name, and which figures others may read."""

import datetime
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.sessions.payloads import clean_payload
from learning.sessions.rules import SMALL, Refused, check_clock, check_name_allowed, reported

TEST = [{"id": 7, "options": ["a", "b"]}]
COUNTS = {"phase": "after", "people": 5, "counts": {"7": {"a": 3, "b": 2}}}


def refusal(kind, payload) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        clean_payload(kind, payload, test_versions=TEST)
    assert caught.value.message
    return caught.value.code, caught.value.field


@pytest.mark.parametrize(
    ("kind", "payload", "code", "field"),
    [
        ("heads-counted", None, "payload", "payload"),
        ("heads-counted", [], "payload", "payload"),
        ("closed", {}, "kind", "kind"),
        ("certificate-issued", {}, "kind", "kind"),
        ("notice-given", {}, "choice", "how"),
        ("notice-given", {"how": "whispered"}, "choice", "how"),
        ("entered", {"role": "spy"}, "choice", "role"),
        ("entered", {"age_band": "5"}, "choice", "age_band"),
        ("entered", {"children": -1}, "number", "children"),
        ("entered", {"children": 31}, "number", "children"),
        ("entered", {"children": "2"}, "number", "children"),
        ("entered", {"children": True}, "number", "children"),
        ("entered", {"children": 1.5}, "number", "children"),
        ("entered", {"ticket": 100000}, "number", "ticket"),
        ("entered", {"consent": "perhaps"}, "choice", "consent"),
        ("entered", {"consent_reference": "x" * 61}, "text", "consent_reference"),
        ("entered", {"consent_reference": 7}, "text", "consent_reference"),
        ("entered", {"participant": "王大妈"}, "uuid", "participant"),
        ("attended", {}, "choice", "attendance"),
        ("attended", {"attendance": "unknown"}, "choice", "attendance"),
        ("attended", {"attendance": "conflict"}, "choice", "attendance"),
        ("attended", {"attendance": "present", "minutes": 1441}, "number", "minutes"),
        ("heads-counted", {"under_14": 1}, "missing", "others"),
        ("heads-counted", {"under_14": "", "others": 3}, "missing", "under_14"),
        ("heads-counted", {"under_14": 2001, "others": 3}, "number", "under_14"),
        ("test-counted", {**COUNTS, "people": None}, "missing", "people"),
        ("test-counted", {**COUNTS, "people": 4}, "too-many", "7"),
        ("test-counted", {**COUNTS, "phase": "during"}, "choice", "phase"),
        ("test-counted", {**COUNTS, "counts": []}, "payload", "counts"),
        ("test-counted", {**COUNTS, "counts": {"8": {"a": 1}}}, "question", "counts"),
        ("test-counted", {**COUNTS, "counts": {"7": {"c": 1}}}, "option", "7"),
        ("test-counted", {**COUNTS, "counts": {"7": [1]}}, "option", "7"),
        ("test-counted", {**COUNTS, "counts": {"7": {"a": -1}}}, "number", "a"),
        ("test-counted", {**COUNTS, "counts": {"7": {"a": "3"}}}, "number", "a"),
    ],
)
def test_what_cannot_stand_is_refused_with_a_code_and_the_field(kind, payload, code, field):
    assert refusal(kind, payload) == (code, field)


@pytest.mark.parametrize(
    ("kind", "payload", "cleaned"),
    [
        ("notice-given", {"how": "shown"}, {"how": "shown"}),
        ("attended", {"attendance": "late", "minutes": 30}, {"attendance": "late", "minutes": 30}),
        ("heads-counted", {"under_14": 0, "others": 2000}, {"under_14": 0, "others": 2000}),
        ("test-counted", COUNTS, COUNTS),
        (
            "test-counted",
            {**COUNTS, "counts": {}},
            {**COUNTS, "counts": {"7": {"a": 0, "b": 0}}},
        ),
    ],
)
def test_what_may_stand_is_kept_in_one_form(kind, payload, cleaned):
    assert clean_payload(kind, payload, test_versions=TEST) == cleaned


def test_only_what_was_asked_for_is_kept():
    payload = {"children": 2, "name": "王大妈", "phone": "13800000000", "ethnicity": "彝"}
    assert clean_payload("entered", payload, test_versions=TEST) == {
        "ticket": None,
        "participant": None,
        "role": "",
        "age_band": "",
        "children": 2,
        "consent": "",
        "consent_reference": "",
    }


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["how", "ticket", "role", "children", "participant", "consent_reference", "minutes", "others", "counts"]
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    kind=st.sampled_from(["notice-given", "entered", "heads-counted", "test-counted"]),
    payload=st.dictionaries(FIELDS, ANYTHING, max_size=4),
)
def test_any_payload_is_cleaned_or_refused_and_cleaning_again_changes_nothing(kind, payload):
    try:
        cleaned = clean_payload(kind, payload, test_versions=TEST)
    except (
        Refused,
        TypeError,
    ):  # a list where a choice belongs; the door of uploads answers with "unreadable"
        return
    assert clean_payload(kind, cleaned, test_versions=TEST) == cleaned


NOW = datetime.datetime(2026, 5, 4, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("hours", "allowed"), [(0, True), (26, True), (27, False), (-24 * 399, True), (-24 * 401, False)]
)
def test_device_whose_clock_is_far_off_is_told_so(hours, allowed):
    occurred_at = NOW + datetime.timedelta(hours=hours)
    if allowed:
        check_clock(occurred_at, now=NOW)
    else:
        with pytest.raises(Refused, check=lambda refused: refused.code == "clock"):
            check_clock(occurred_at, now=NOW)


# name, age, consent, notice given -> the code of the refusal
NAMES = [
    ("", "", "", False, None),
    ("", "60-up", "", False, None),
    ("王", "60-up", "own", True, None),
    ("王", "", "own", True, None),
    ("王", "60-up", "own", False, "notice-first"),
    ("王", "60-up", "", True, "name-needs-consent"),
    ("王", "", "", True, "name-needs-consent"),
    ("王", "under-14", "guardian", True, None),
    ("王", "under-14", "guardian", False, "notice-first"),
    ("王", "under-14", "own", True, "count-as-head"),
    ("王", "under-14", "", True, "count-as-head"),
    ("", "under-14", "", True, "count-as-head"),
    ("", "under-14", "guardian", True, None),
    ("王", "under-14", "guardian without slip", True, "guardian-slip"),
    ("王", "14-17", "own", True, None),
    ("王", "14-17", "guardian", True, "count-as-head"),
    ("王", "14-17", "", True, "count-as-head"),
    ("", "14-17", "", True, "count-as-head"),
]


@pytest.mark.parametrize(("name", "age", "consent", "notice", "code"), NAMES)
def test_who_may_be_written_down(name, age, consent, notice, code):
    consent, _space, without_slip = consent.partition(" ")
    slip = "" if without_slip else "A-7"
    payload = {"age_band": age, "consent": consent, "consent_reference": slip}
    if code is None:
        check_name_allowed(name=name, payload=payload, notice_given=notice)
    else:
        with pytest.raises(Refused) as caught:
            check_name_allowed(name=name, payload=payload, notice_given=notice)
        assert caught.value.code == code


def published(figures: list[int]) -> list[int]:
    """What others read, one figure after the other, as a session is corrected."""
    shown = []
    for exact in figures:
        shown.append(reported(shown[-1] if shown else None, exact))
    return shown


@pytest.mark.parametrize(
    ("figures", "shown"),
    [
        ([0], [0]),
        ([4], [0]),
        ([5], [5]),
        ([12, 13, 16, 17], [12, 12, 12, 17]),
        ([12, 9, 8, 7], [12, 12, 12, 7]),
        ([6, 4, 2, 1], [6, 6, 6, 0]),
        ([4, 5, 3, 9], [0, 5, 5, 5]),
        ([3, 4, 3], [0, 0, 0]),
    ],
)
def test_reported_figure(figures, shown):
    assert published(figures) == shown


@given(figures=st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_no_published_figure_and_no_step_to_the_next_one_tells_about_fewer_than_five_people(figures):
    shown = published(figures)
    assert all(figure == 0 or figure >= SMALL for figure in shown)
    for earlier, later in itertools.pairwise(shown):
        assert earlier == later or abs(earlier - later) >= SMALL


@given(sessions=st.lists(st.integers(0, 60), min_size=1, max_size=8), data=st.data())
def test_sum_of_a_tables_rows_less_its_other_rows_is_nobody_or_five_and_more(sessions, data):
    shown = [reported(None, exact) for exact in sessions]
    left_out = data.draw(st.sets(st.integers(0, len(shown) - 1)))
    rest = sum(shown) - sum(shown[n] for n in left_out)
    assert rest == 0 or rest >= SMALL


@given(before=st.integers(0, 60), change=st.integers(-4, 4))
def test_correction_about_fewer_than_five_people_moves_nothing(before, change):
    first = reported(None, before)
    exact = max(0, before + change)
    if abs(exact - first) < SMALL:
        assert reported(first, exact) == first


@given(figure=st.integers(0, 5000))
def test_publishing_the_same_figure_again_changes_nothing(figure):
    first = reported(None, figure)
    assert reported(first, figure) == first
