"""What files exported by Moodle look like, version by version. Each question comes in, or is reported by its name."""

import pytest

from quizzes.exchange import gift, moodle
from quizzes.exchange.take_in import take_in
from quizzes.models import Question

GIFT = r"""// question: 0  name: Switch category to $course$/top/Default for law/Helplines
$CATEGORY: $course$/top/Default for law/Helplines

// question: 71  name: Colours
// [id:] [tag:first aid] [tag:law] [tag:law]
::Who\: helps\=::[html]<p>Who gives <b>legal&nbsp;aid</b>?<br></p>{
	=%100%<p>A lawyer \#1</p>#<p>Yes.</p>
	~%0%[plain]A stranger <3#[html]<p>No.</p>
	~%-33.33333%Nobody#
	####[html]<p>See the law.</p>
}


::weights::Two are right{
	~%50%one
	~%50%two
	~%-100%three
}

::animal::[moodle]Which number?{
	=%100%110#good
	=%50%112#nearly
	=%0%*#Think again
}

::range::From one to five?{#3:2~#Far off}";

::exact::How many{#=5:0#yes =%50%5:1#nearly}.

::blank::Help is {~far =near} in every village.

::pairs::[html]<p>Match</p>{
	=[html]<p>Police</p> -> 110
	=[plain]Women's hotline -> 12338
	= -> 120
}

::true::It is so.{TRUE#no#yes####Because.}

::note::[html]<p>Read this first.</p>

::essay::Write.{}
"""


def by_name(items) -> dict:
    return {item.name: item for item in items}


def test_gift_of_moodle_three_and_four_with_formats_tags_weights_and_stray_signs():
    items = gift.read(GIFT.encode(), language="en")
    found = by_name(items)
    assert {item.category for item in items} == {"Default for law/Helplines"}
    assert [name for name, item in found.items() if not item.is_taken] == ["note"]
    first = found["Who: helps="]
    assert first.tags == ("first aid", "law")
    assert first.content["prompt"] == {"en": "Who gives legal aid?"}
    assert [option["text"]["en"] for option in first.content["options"]] == [
        "A lawyer #1",
        "A stranger <3",
        "Nobody",
    ]
    assert [option["feedback"] for option in first.content["options"]] == [{"en": "Yes."}, {"en": "No."}, {}]
    assert first.content["explanation"] == {"en": "See the law."}
    assert [option["correct"] for option in found["weights"].content["options"]] == [True, True, False]
    animal = found["animal"].content
    assert [(one["text"], one["percent"]) for one in animal["answers"]] == [("110", 100), ("112", 50)]
    assert (animal["otherwise"], found["animal"].notes) == ({"en": "Think again"}, [])
    ranged = found["range"].content
    assert (ranged["answers"][0]["value"], ranged["answers"][0]["tolerance"]) == ("3", "2")
    assert (ranged["prompt"], ranged["otherwise"]) == ({"en": "From one to five?"}, {"en": "Far off"})
    assert found["exact"].content["prompt"] == {"en": "How many _____."}
    assert found["blank"].content["prompt"] == {"en": "Help is _____ in every village."}
    pairs = [one["text"]["en"] for one in found["pairs"].content["parts"]]
    assert sorted(pairs) == ["Police", "Women's hotline"]
    assert found["true"].content["explanation"] == {"en": "Because."}


def question(kind, name, inner, *, text="Text") -> str:
    return f"""<question type="{kind}"><name><text><![CDATA[{name}]]></text></name>
    <questiontext format="html"><text><![CDATA[<p>{text}</p>]]></text></questiontext>{inner}</question>"""


def answer(fraction, text, extra="") -> str:
    return f'<answer fraction="{fraction}" format="html"><text><![CDATA[{text}]]></text>{extra}</answer>'


def exported(*questions) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{"".join(questions)}</quiz>'.encode()


def category(path) -> str:
    return f'<question type="category"><category><text><![CDATA[{path}]]></text></category></question>'


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("$course$/top/Default for law/Helplines", "Default for law/Helplines"),
        ("$course$/Helplines", "Helplines"),  # before 3.5
        ("$module$/Pi/Rho", "Pi/Rho"),
        ("$module$/top/Pi", "Pi"),
        ("$system$/top/Shared", "Shared"),
        ("$coursecat$/top/Law", "Law"),
        ("$cat1$/Top/Law", "Law"),
        ("Topics/Law", "Topics/Law"),
        ("$course$/top/Law//Aid", "Law//Aid"),
        ("$course$/top", ""),
        (
            '<span lang="en" class="multilang">Law</span><span lang="zh_cn" class="multilang">法律</span>',
            "法律",
        ),
    ],
)
def test_category_of_any_context_and_version_keeps_its_own_path(path, name):
    file = exported(category(path), question("truefalse", "q", answer(100, "true") + answer(0, "false")))
    assert moodle.read(file, language="en")[0].category == name


def test_name_with_markup_and_tags_and_idnumber_come_as_people_read_them():
    inner = (
        "<idnumber><![CDATA[<b>7</b>]]></idnumber>"
        + answer(100, "True")  # 1.9 wrote it so
        + answer(0, "False")
        + "<tags><tag><text>law</text></tag><tag><text><![CDATA[first &amp; last]]></text></tag></tags>"
    )
    item = moodle.read(exported(question("truefalse", "<b>Pi</b> &lt; 4", inner)), language="en")[0]
    assert (item.name, item.tags, item.is_taken) == ("Pi < 4", ("law", "first & last"), True)


UNKNOWN = [
    "calculated",
    "calculatedmulti",
    "ddimageortext",
    "ddmarker",
    "randomsamatch",
    "description",
    "stack",
]


@pytest.mark.parametrize("kind", UNKNOWN)
def test_type_without_a_counterpart_is_reported_by_name_and_stops_no_other(kind):
    good = question("truefalse", "good", answer(100, "true") + answer(0, "false"))
    items = moodle.read(exported(question(kind, "lost", answer(100, "{a}+{b}")), good), language="en")
    assert [(item.name, item.is_taken) for item in items] == [("lost", False), ("good", True)]
    assert kind in items[0].notes[0]


def test_cloze_with_every_kind_of_one_gap_comes_in_and_several_right_ones_are_reported():
    text = (
        "In {1:MULTICHOICE_HS:Fish#No~=a Menhir#Yes} or {:SA:=Whisky#en~=Whiskey~%50%Wisky#no} or {2:NUMERICAL:%100%1701:0#x}"
        " or {1:SHORTANSWER_C:=H<sub>2</sub>O#y}"
    )
    several = "Who? {1:MULTIRESPONSE:=Marge~Fred~=Lisa}"
    items = moodle.read(
        exported(question("cloze", "one", "", text=text), question("cloze", "two", "", text=several)),
        language="en",
    )
    assert items[0].is_taken
    print(items[0].content)
    assert (items[1].is_taken, "MULTIRESPONSE" in items[1].notes[0]) == (False, True)


def test_words_to_drag_and_words_to_choose_with_groups_and_endless_words():
    drag = "".join(
        f"<dragbox><text>{word}</text><group>{group}</group>{more}</dragbox>"
        for word, group, more in (
            ("110", 1, "<infinite/>"),
            ("12338", 1, ""),
            ("far", 2, ""),
            ("near", 2, ""),
        )
    )
    chosen = drag.replace("dragbox", "selectoption").replace("<infinite/>", "")
    text = "Call [[1]] or [[2]]: it is [[4]]."
    items = moodle.read(
        exported(
            question("ddwtos", "drag", drag, text=text), question("gapselect", "select", chosen, text=text)
        ),
        language="en",
    )
    assert [item.is_taken for item in items] == [True, True]
    assert items[0].content["text"] == {"en": "Call [1] or [2]: it is [3]."}


@pytest.mark.django_db
def test_tags_of_the_file_stand_on_the_question_of_the_bank():
    inner = answer(100, "true") + answer(0, "false") + "<tags><tag><text>law</text></tag></tags>"
    take_in(moodle.read(exported(question("truefalse", "q", inner)), language="en"))
    assert [tag.name for tag in Question.objects.get().tags.all()] == ["law"]
