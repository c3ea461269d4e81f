"""What holds for every question type, and the marks of each in a table."""

import json
import random
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.grading import grade
from quizzes.marks import NOTHING, UNSCORED, Mark, total
from quizzes.question_types import QUESTION_TYPES
from quizzes.question_types.case import problem_of
from quizzes.question_types.partial import (
    ALL_OR_NOTHING,
    MINUS_WRONG,
    PROPORTIONAL,
    credit,
)
from quizzes.question_types.parts import id_of_text
from tests.factories.courses import multiple_choice, texts
from tests.factories.questions import (
    WRITTEN,
    blanks,
    case,
    content_of,
    image_choice,
    matching,
    numeric,
    ordering,
    short_answer,
    survey,
)

CONTENTS = {code: content_of(data) for code, data in WRITTEN.items()}
MARKED = sorted(code for code, kind in QUESTION_TYPES.items() if kind.is_scored and not kind.needs_person)
EVERY = sorted(QUESTION_TYPES)

POLICE, AID, FEDERATION, OTHER = (id_of_text({"": number}) for number in ("110", "12348", "12338", "120"))
BLANK_RIGHT = id_of_text(texts("妇联", "the federation"))
BLANK_WRONG = id_of_text(texts("中介", "an agent"))
DOOR, CHAIR, GRILL, AWAY, TABLE, CALL, REPORT = "p1", "p2", "p3", "p4", "p5", "p6", "p7"

TABLE_OF_MARKS = [
    # matching: three items, an answer that belongs to none
    (matching(), {"p1": POLICE, "p2": AID, "p3": FEDERATION}, "1"),
    (matching(), {"p3": FEDERATION, "p1": POLICE, "p2": AID}, "1"),
    (matching(), {"p1": POLICE, "p2": AID}, "0.6666"),
    (matching(), {"p1": POLICE, "p2": AID, "p3": OTHER}, "0.6666"),
    (matching(partial=MINUS_WRONG), {"p1": POLICE, "p2": AID, "p3": OTHER}, "0.3333"),
    (matching(partial=MINUS_WRONG), {"p1": OTHER, "p2": OTHER, "p3": FEDERATION}, "0"),
    (matching(partial=ALL_OR_NOTHING), {"p1": POLICE, "p2": AID}, "0"),
    (matching(), {"p1": POLICE, "p9": AID, "p3": "no such answer"}, "0.3333"),
    (matching(), {"p1": ["110"], 2: AID}, "0"),
    # ordering: four steps
    (ordering(), {"p1": "1", "p2": "2", "p3": "3", "p4": "4"}, "1"),
    (ordering(), {"p4": "4", "p2": "2", "p1": "1", "p3": "3"}, "1"),
    (ordering(), {"p1": "1", "p2": "3", "p3": "2", "p4": "4"}, "0.5"),
    (ordering(), {"p1": "1", "p2": "1", "p3": "3", "p4": "4"}, "0.5"),
    (ordering(), {"p1": "1", "p2": "1", "p3": "1", "p4": "1"}, "0"),
    (ordering(partial=MINUS_WRONG), {"p1": "1", "p2": "3", "p3": "2", "p4": "4"}, "0"),
    (ordering(partial=ALL_OR_NOTHING), {"p1": "1", "p2": "3", "p3": "2", "p4": "4"}, "0"),
    (ordering(), {"p1": "1", "p2": "0", "p3": "5", "p4": "x"}, "0.25"),
    # numeric: 15 ± 0.5; 1500 is worth half
    (numeric(), "15", "1"),
    (numeric(), " 15.5 ", "1"),
    (numeric(), "15.51", "0"),
    (numeric(), "１５", "1"),
    (numeric(), "15天", "1"),
    (numeric(), "15 Days", "1"),
    (numeric(), "1,500", "0.5"),
    (numeric(), "1500", "0.5"),
    (numeric(), "١٥", "1"),
    (numeric(), "༡༥", "1"),
    (numeric(), "-15", "0"),
    (numeric(), "15 or 16", "0"),
    (numeric(), "NaN", "0"),
    (numeric(), "1e1", "0"),
    (numeric(), "Infinity", "0"),
    (numeric(), "", "0"),
    (numeric(), 15, "0"),
    # short answer: everything forgiven
    (short_answer(), "法律援助机构", "1"),
    (short_answer(), "法律援助機構", "1"),
    (short_answer(), " 法律 援助　机构 ", "1"),
    (short_answer(), "ＬＥＧＡＬ ＡＩＤ", "1"),
    (short_answer(), "legalaid", "1"),
    (short_answer(), "律師", "0.5"),
    (short_answer(), "公司", "0"),
    (short_answer(forgive=[]), "法律援助機構", "0"),
    (short_answer(forgive=[]), "legal aid", "0"),
    (short_answer(forgive=["case"]), "legal aid", "1"),
    (short_answer(forgive=["case"]), "legalaid", "0"),
    (short_answer(forgive=["script"]), "法律援助機構", "1"),
    (short_answer(forgive=["width"]), "Ｌegal aid", "1"),
    (short_answer(forgive=["width"]), "LEGAL AID", "0"),
    # blanks: the first is written, the second chosen
    (blanks(), {"p1": "110", "p2": BLANK_RIGHT}, "1"),
    (blanks(), {"p1": "一一〇", "p2": BLANK_RIGHT}, "1"),
    (blanks(), {"p1": "１１０", "p2": BLANK_RIGHT}, "1"),
    (blanks(), {"p1": "110"}, "0.5"),
    (blanks(), {"p1": "110", "p2": BLANK_WRONG}, "0.5"),
    (blanks(), {"p1": "110", "p2": "妇联"}, "0.5"),
    (blanks(partial=MINUS_WRONG), {"p1": "110", "p2": BLANK_WRONG}, "0"),
    (blanks(partial=ALL_OR_NOTHING), {"p1": "110", "p2": BLANK_WRONG}, "0"),
    (blanks(), {"p1": "120", "p2": BLANK_WRONG}, "0"),
    # pictures: one right, then two
    (image_choice(), ["p1"], "1"),
    (image_choice(), ["p2"], "0"),
    (image_choice(), ["p1", "p2"], "0"),
    (image_choice(), "p1", "0"),
    (image_choice(right=(0, 1)), ["p1", "p2"], "1"),
    (image_choice(right=(0, 1)), ["p1"], "0.5"),
    (image_choice(right=(0, 1)), ["p1", "p2", "p3"], "0.5"),
    # ticks by mode: two of four are right
    ({**multiple_choice("m"), "partial": PROPORTIONAL}, ["p1"], "0.5"),
    ({**multiple_choice("m"), "partial": PROPORTIONAL}, ["p1", "p3"], "0.5"),
    ({**multiple_choice("m"), "partial": PROPORTIONAL}, ["p1", "p2", "p3"], "0.5"),
    ({**multiple_choice("m"), "partial": PROPORTIONAL}, ["p1", "p2", "p3", "p4"], "0"),
    ({**multiple_choice("m"), "partial": MINUS_WRONG}, ["p1", "p3"], "0"),
    ({**multiple_choice("m"), "partial": MINUS_WRONG}, ["p1", "p2", "p3"], "0.5"),
    # case: the best path is worth five
    (case(), {DOOR: CHAIR, TABLE: CALL}, "1"),
    (case(), {TABLE: CALL, DOOR: CHAIR}, "1"),
    (case(), {DOOR: CHAIR, TABLE: REPORT}, "0.6"),
    (case(), {DOOR: GRILL, TABLE: CALL}, "0.6"),
    (case(), {DOOR: AWAY, TABLE: CALL}, "0"),  # that step was never reached
    (case(), {TABLE: CALL}, "0"),
    (case(), {DOOR: CHAIR}, "0.4"),
    (case(), {DOOR: CALL, TABLE: CALL}, "0"),
]


@pytest.mark.parametrize(("data", "answer", "scaled"), TABLE_OF_MARKS)
def test_mark_of_an_answer(data, answer, scaled):
    mark = grade(content_of(data), answer)
    assert (mark.scaled, mark.correct) == (Decimal(scaled), scaled == "1")


def test_every_type_has_a_question_here_and_every_marked_one_is_in_a_table():
    assert sorted(WRITTEN) == EVERY
    elsewhere = {"single_choice", "true_false"}  # test_grade.py
    assert {data["type"] for data, _answer, _scaled in TABLE_OF_MARKS} | elsewhere == set(MARKED)


def test_survey_is_never_scored_whatever_is_answered():
    content = content_of(survey())
    for answer in ({"p1": "5", "p2": "1"}, {"p1": "9"}, None, "5"):
        assert grade(content, answer) == UNSCORED
    assert total([UNSCORED, Mark(Decimal(1), True), NOTHING]) == Decimal("0.5")


@pytest.mark.parametrize("code", MARKED)
def test_right_answer_is_worth_one_and_no_answer_nothing(code):
    content, kind = CONTENTS[code], QUESTION_TYPES[code]
    mark = grade(content, kind.correct_answer(content))
    assert (mark.scaled, mark.correct) == (1, True)
    assert grade(content, None) == NOTHING
    assert kind.is_answered(content, kind.correct_answer(content))
    assert not kind.is_answered(content, None)


# Any answer that this content could be given, and worse


def values_of(content) -> list[str]:
    """Everything that may stand somewhere in an answer to it."""
    found = set()

    def walk(value, key=""):
        if isinstance(value, dict):
            for name, inner in value.items():
                walk(inner, name)
        elif isinstance(value, list):
            for inner in value:
                walk(inner, key)
        elif isinstance(value, str):
            found.add(value)

    walk(content)
    return sorted(found | {"1", "2", "3", "4"})


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
GARBAGE = (
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
        max_leaves=12,
    )
    | st.sets(st.text())
    | st.builds(object)
)


@st.composite
def asked(draw):
    """``(content, answer)`` of any marked type: made of its own ids and words, in any combination."""
    content = CONTENTS[draw(st.sampled_from(MARKED))]
    if draw(st.booleans()) and content["type"] in ("matching", "ordering", "blanks", "multiple_choice"):
        content = {**content, "partial": draw(st.sampled_from([ALL_OR_NOTHING, PROPORTIONAL, MINUS_WRONG]))}
    words = st.sampled_from(values_of(content))
    right = QUESTION_TYPES[content["type"]].correct_answer(content)
    if isinstance(right, dict):
        return content, draw(st.dictionaries(st.sampled_from(list(right)), words))
    return content, draw(st.lists(words) if isinstance(right, list) else words)


@settings(deadline=None)
@given(asked=asked())
def test_score_is_from_0_to_1_and_1_is_right(asked):
    mark = grade(*asked)
    assert 0 <= mark.scaled <= 1
    assert mark.correct == (mark.scaled == 1)


@settings(deadline=None)
@given(code=st.sampled_from(EVERY), garbage=GARBAGE)
def test_garbage_never_raises_and_is_shown_as_it_can_be(code, garbage):
    content, kind = CONTENTS[code], QUESTION_TYPES[code]
    mark = grade(content, garbage)
    assert mark.scaled is None or 0 <= mark.scaled <= 1
    kind.marked(content, mark, answer=garbage, language="en", with_key=True)
    public = kind.public(content, order=["x", "p1"], answer=garbage)
    kind.asked(public, name="q", answer=garbage, language="zh-hans")
    assert kind.counted(content, garbage) <= {one["id"] for one in kind.counted_options(content)}
    kind.is_answered(content, garbage)
    kind.typed(content, garbage)
    kind.settled(content, garbage, None)


@settings(deadline=None)
@given(asked=asked(), data=st.data())
def test_order_in_which_an_answer_arrives_makes_no_difference(asked, data):
    content, answer = asked
    if isinstance(answer, dict):
        other = dict(data.draw(st.permutations(list(answer.items()))))
    else:
        other = data.draw(st.permutations(answer)) if isinstance(answer, list) else answer
    assert grade(content, other).scaled == grade(content, answer).scaled


@settings(deadline=None)
@given(asked=asked(), more=st.dictionaries(st.text(min_size=3), st.text()), data=st.data())
def test_what_is_unknown_or_repeated_never_adds(asked, more, data):
    content, answer = asked
    plain = grade(content, answer).scaled
    if isinstance(answer, dict):
        unknown = {key: value for key, value in more.items() if key not in content_ids(content)}
        assert grade(content, {**answer, **unknown}).scaled <= plain
    elif isinstance(answer, list):
        again = data.draw(st.lists(st.sampled_from(answer))) if answer else []
        unknown = [key for key in more if key not in content_ids(content)]
        assert grade(content, answer + again).scaled <= plain
        assert grade(content, answer + unknown).scaled <= plain


def content_ids(content) -> set:
    return {*QUESTION_TYPES[content["type"]].answer_ids(content)}


@given(
    mode=st.sampled_from([ALL_OR_NOTHING, PROPORTIONAL, MINUS_WRONG, "unheard of"]),
    right=st.integers(0, 9),
    wrong=st.integers(0, 9),
    possible=st.integers(0, 9),
)
def test_partial_credit_lies_between_nothing_and_all_and_more_mistakes_never_help(
    mode, right, wrong, possible
):
    right = min(right, possible)
    scaled = credit(mode, right=right, wrong=wrong, possible=possible)
    assert 0 <= scaled <= 1
    assert (scaled == 1) == (right == possible > 0 and wrong == 0)
    assert credit(mode, right=right, wrong=wrong + 1, possible=possible) <= scaled


@pytest.mark.parametrize("code", EVERY)
def test_guessed_answer_is_complete_and_can_be_marked(code):
    content, kind = CONTENTS[code], QUESTION_TYPES[code]
    for seed in range(20):
        answer = kind.at_random(content, random.Random(seed))
        assert kind.is_answered(content, answer)
        mark = grade(content, answer)
        assert mark.scaled is None or 0 <= mark.scaled <= 1


@pytest.mark.parametrize("code", EVERY)
def test_posting_an_answer_gives_it_back(code):
    content, kind = CONTENTS[code], QUESTION_TYPES[code]
    answer = {"p1": "5", "p2": "1"} if code == "survey" else kind.correct_answer(content)
    data = QueryDict(mutable=True)
    if isinstance(answer, dict):
        data.update({f"q7-{part}": value for part, value in answer.items()})
        data["q77-p1"] = "of another question"
    else:
        data.setlist("q7", answer if isinstance(answer, list) else [answer])
    assert kind.parse(data, "q7") == (answer or None)


@settings(deadline=None)
@given(code=st.sampled_from(EVERY), name=st.text(), values=st.lists(st.text(), min_size=1))
def test_whatever_is_posted_can_be_read_kept_and_marked(code, name, values):
    data = QueryDict(mutable=True)
    data.setlist("q7", values)
    data.setlist(f"q7-{name}", values)
    answer = QUESTION_TYPES[code].parse(data, "q7")
    assert "\\u0000" not in json.dumps(answer)
    grade(CONTENTS[code], answer)


def test_no_more_is_read_than_a_form_of_ours_could_send():
    data = QueryDict(mutable=True)
    data.update({f"q7-{n}": "x" * 9000 for n in range(500)})
    data.setlist("q7", [str(n) * 200 for n in range(500)])
    for kind in QUESTION_TYPES.values():
        assert len(json.dumps(kind.parse(data, "q7"))) < 20_000


SECRETS = {"correct", "feedback", "explanation", "match", "accepted", "points", "to", "percent", "answers"}


def keys_in(value) -> set:
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys_in(inner)}
    if isinstance(value, list):
        return {key for inner in value for key in keys_in(inner)}
    return set()


@pytest.mark.parametrize("code", EVERY)
def test_what_may_be_sent_before_the_answer_has_no_key(code):
    content, kind = CONTENTS[code], QUESTION_TYPES[code]
    public = kind.public(content)
    assert not keys_in(public) & SECRETS
    page = page_of(code)
    for secret in ("Feedback", "Explanation", "Good", "Look again", "Police is 110", "It is 110"):
        assert secret not in page


def test_order_of_the_key_is_never_the_order_that_is_sent():
    """Over many questions: each of the four steps stands first about as often."""
    kind, first = QUESTION_TYPES["ordering"], []
    for seed in range(400):
        content = kind.written(
            ordering(), lambda number, seed=seed: f"{random.Random(seed * 9 + number).random()}"
        )
        right = [option["id"] for option in content["options"]]
        first.append(right.index(kind.public(content)["options"][0]["id"]))
    assert all(60 < first.count(place) < 140 for place in range(4))


def test_case_shows_a_step_only_when_the_one_before_it_is_decided():
    content, kind = CONTENTS["case"], QUESTION_TYPES["case"]
    assert "her child is gone" not in json.dumps(kind.public(content))
    assert "her child is gone" in json.dumps(kind.public(content, answer={DOOR: CHAIR}))
    assert "police are on their way" not in json.dumps(kind.public(content, answer={TABLE: CALL}))


def test_what_was_decided_in_a_case_stays_decided():
    content, kind = CONTENTS["case"], QUESTION_TYPES["case"]
    assert kind.settled(content, {DOOR: GRILL}, {DOOR: CHAIR, TABLE: CALL}) == {DOOR: GRILL, TABLE: CALL}
    assert kind.settled(content, None, {DOOR: CHAIR}) == {DOOR: CHAIR}
    assert QUESTION_TYPES["single_choice"].settled({}, "a", "b") == "b"


@pytest.mark.parametrize("code", EVERY)
def test_all_of_the_above_stays_last_however_often_it_is_shuffled(code):
    content, kind = CONTENTS[code], QUESTION_TYPES[code]
    orders = {tuple(kind.shuffled(content, random.Random(seed))) for seed in range(50)}
    assert {frozenset(order) for order in orders} == {frozenset(kind.option_ids(content))}


@pytest.mark.parametrize(
    "last", [texts("以上都对", "All of the above"), texts("以上皆非", "None of the above.")]
)
def test_options_that_speak_of_the_others_stay_last_of_themselves(last):
    data = multiple_choice("m")
    data["options"][1]["text"] = last
    content, kind = content_of(data), QUESTION_TYPES["multiple_choice"]
    orders = [kind.shuffled(content, random.Random(seed)) for seed in range(50)]
    assert {order[-1] for order in orders} == {"p2"}
    assert len({tuple(order) for order in orders}) == 6


def page_of(code, *, answer=None, template=None) -> str:
    content, kind = CONTENTS[code], QUESTION_TYPES[code]
    shown = kind.asked(kind.public(content, answer=answer), name="q7", answer=answer, language="en")
    question = {"number": 1, "name": "q7", "prompt": content["prompt"]["en"], "shown": shown}
    return render_to_string(kind.template, {"question": question | {"options": shown.options}})


@pytest.mark.parametrize("code", EVERY)
def test_answer_that_was_saved_stands_in_the_form_again(code):
    content, kind = CONTENTS[code], QUESTION_TYPES[code]
    answer = {"p1": "5", "p2": "1"} if code == "survey" else kind.correct_answer(content)
    page = page_of(code, answer=answer)
    marks = page.count(" checked") + page.count(" selected") + page.count('type="hidden"')
    marks += sum(page.count(f'value="{one}"') for one in ("110", "15", "法律援助机构"))
    wanted = len(answer) if isinstance(answer, dict | list) else 1
    assert marks == wanted or answer in page


@pytest.mark.parametrize("code", EVERY)
@pytest.mark.parametrize("order", [None, "shuffled"])
def test_right_answer_written_on_paper_and_keyed_in_is_the_right_answer(code, order):
    content, kind = CONTENTS[code], QUESTION_TYPES[code]
    order = order and kind.shuffled(content, random.Random(7))
    answer = {"p1": "5", "p2": "1"} if code == "survey" else kind.correct_answer(content)
    typed = kind.typed(content, answer, order=order)
    assert typed
    assert kind.keyed(content, typed, order=order) == answer
    assert kind.keyed(content, typed.lower(), order=order) is not None


@settings(deadline=None)
@given(code=st.sampled_from(EVERY), typed=st.text())
def test_whatever_is_keyed_in_is_an_answer_or_none(code, typed):
    content = CONTENTS[code]
    answer = QUESTION_TYPES[code].keyed(content, typed)
    mark = grade(content, answer)
    assert mark.scaled is None or 0 <= mark.scaled <= 1


@pytest.mark.parametrize("code", EVERY)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_type_can_be_read_aloud_without_giving_the_answer_away(code, language):
    content, kind = CONTENTS[code], QUESTION_TYPES[code]
    lines = kind.read_aloud(content, language=language)
    assert lines[0] == content["prompt"][language]
    assert len(lines) > 1
    assert all(isinstance(line, str) and line for line in lines)
    shown = kind.printed(content, language=language)
    assert len({mark for mark, _text in shown.options}) == len(shown.options)


@pytest.mark.parametrize("code", MARKED)
def test_marked_question_tells_what_is_right_only_with_the_key(code):
    content, kind = CONTENTS[code], QUESTION_TYPES[code]
    mark = grade(content, None)
    shut = kind.marked(content, mark, answer=None, language="en", with_key=False)
    assert {option.is_right for option in shut.options} <= {None}
    assert {(part.is_right, part.right) for part in shut.parts} <= {(None, "")}
    open_ = kind.marked(content, mark, answer=None, language="en", with_key=True)
    assert any(option.is_right for option in open_.options) or any(part.right for part in open_.parts)
    assert kind.key_text(content, "en")


@pytest.mark.parametrize("code", sorted({*EVERY} - {"image_choice"}))  # its files: test_image_choice.py
def test_content_goes_through_the_editor_s_form_unchanged(code):
    """So what is imported is what a trainer finds, and saving it makes no new version."""
    kind, content = QUESTION_TYPES[code], CONTENTS[code]
    block = kind.block()
    assert kind.content(block.to_python(kind.raw(content))) == content
    assert kind.content(block.clean(block.to_python(kind.raw(content)))) == content


@pytest.mark.parametrize("code", EVERY)
def test_form_can_be_previewed_in_the_block_picker(code):
    kind = QUESTION_TYPES[code]
    block = kind.block()
    bound = block.bind(block.normalize(block.meta.preview_value))
    assert kind.content(bound.value)["prompt"]["en"]


def steps(*rows):
    return [(name, [(1, to) for to in leads]) for name, leads in rows]


@pytest.mark.parametrize(
    ("rows", "works"),
    [
        (steps(("1", ["2", ""]), ("2", [])), True),
        (steps(("1", ["2", "2"]), ("1", [])), False),
        (steps(("1", []), ("2", [])), False),
        (steps(("1", ["1", "2"]), ("2", [])), False),
        (steps(("1", ["2", "3"]), ("2", ["1", "3"]), ("3", [])), False),
        (steps(("1", ["", "nowhere"]), ("2", [])), False),
        (steps(("1", ["", ""]), ("2", [])), False),
        (steps(("1", ["2"]), ("2", [])), False),
        ([("1", [(0, "2"), (0, "")]), ("2", [])], False),
    ],
)
def test_trainer_is_told_when_a_case_cannot_be_played(rows, works):
    assert (problem_of(rows) is None) is works
