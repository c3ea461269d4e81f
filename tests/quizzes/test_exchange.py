"""Questions out and in again: what the formats hold comes back unchanged, what they do not is said, item by item."""

import io
import zipfile

import pytest

from quizzes.exchange import gift, gift_out, moodle, moodle_out
from quizzes.exchange.formats import read_any
from quizzes.exchange.item import Item, NotReadable
from quizzes.exchange.qti import package
from quizzes.question_types import QUESTION_TYPES
from quizzes.question_types.partial import ALL_OR_NOTHING, MINUS_WRONG, PROPORTIONAL
from tests.factories.courses import multiple_choice, single_choice, texts
from tests.factories.questions import (
    WRITTEN,
    blanks,
    content_of,
    image_choice,
    matching,
    numeric,
    ordering,
    short_answer,
    survey,
)

EVERY = sorted(QUESTION_TYPES)
BY_QTI = sorted({*EVERY} - {"case"})


def item_of(data: dict) -> Item:
    return Item(name=f"Name of {data['key']}", kind=data["type"], content=content_of(data))


def through_qti(data: dict, version: str) -> tuple[Item, Item]:
    """What was written, and what was read."""
    out = item_of(data)
    archive = package.write([out], version=version)
    (back,) = package.read(archive, language="zh-hans")
    return out, back


def in_english(data: dict) -> dict:
    """The mapping with the English texts only."""
    if isinstance(data, dict):
        if set(data) == {"zh-hans", "en"}:
            return {"en": data["en"]}
        return {key: in_english(value) for key, value in data.items()}
    return [in_english(value) for value in data] if isinstance(data, list) else data


@pytest.mark.parametrize("version", ["2.1", "3.0"])
@pytest.mark.parametrize("code", sorted({*BY_QTI} - {"blanks"}))
def test_qti_gives_back_exactly_what_it_was_given(code, version):
    out, back = through_qti(WRITTEN[code], version)
    assert back.content == out.content
    assert back.name == out.name
    assert not [note for note in out.notes if code != "ordering"]
    assert not back.notes or code == "image_choice"


@pytest.mark.parametrize("version", ["2.1", "3.0"])
@pytest.mark.parametrize(
    "data",
    [
        {**multiple_choice("m"), "partial": PROPORTIONAL},
        {**multiple_choice("m"), "partial": MINUS_WRONG},
        image_choice(right=(0, 2)),
        image_choice(right=(0, 2), images=(None,) * 4) | {"partial": ALL_OR_NOTHING},
        matching(partial=ALL_OR_NOTHING),
        matching(partial=MINUS_WRONG, extras=[]),
        ordering(partial=MINUS_WRONG),
        ordering(partial=ALL_OR_NOTHING),
        numeric(unit={}, otherwise={}),
        short_answer(forgive=[], otherwise={}),
        short_answer(forgive=["case", "script"]),
        survey(statements=[]),
        survey(scale="own", steps=[texts("会", "Yes"), texts("不会", "No")]),
        in_english(blanks()),
        in_english(blanks(partial=MINUS_WRONG, forgive=["width"])),
        in_english(single_choice("one")),
        {**single_choice("one"), "explanation": {}},
    ],
    ids=lambda data: data if isinstance(data, str) else data["type"],
)
def test_qti_gives_back_every_setting_that_it_holds(data, version):
    out, back = through_qti(data, version)
    assert back.content == out.content


def test_all_of_the_above_is_fixed_in_qti_and_comes_back_so():
    data = multiple_choice("m")
    data["options"][3]["last"] = True
    out, back = through_qti(data, "2.1")
    assert [option.get("last") for option in back.content["options"]] == [None, None, None, True]
    assert back.content == out.content


def test_qti_says_what_it_cannot_hold_and_leaves_out_what_it_cannot_ask():
    two_languages, case = item_of(blanks()), item_of(WRITTEN["case"])
    archive = package.write([two_languages, case], version="3.0")
    assert two_languages.is_taken
    assert len(two_languages.notes) == 1
    assert not case.is_taken
    assert case.notes
    assert len(package.read(archive, language="en")) == 1


def test_qti_package_names_each_item_in_its_manifest():
    archive = package.write([item_of(WRITTEN[code]) for code in BY_QTI], version="2.1")
    with zipfile.ZipFile(io.BytesIO(archive)) as held:
        manifest = held.read("imsmanifest.xml").decode()
        items = [name for name in held.namelist() if name.startswith("items/i")]
    assert len(items) == len(BY_QTI)
    assert all(f'href="{name}"' in manifest for name in items)


@pytest.mark.parametrize(("read", "write"), [(gift.read, gift_out.write), (moodle.read, moodle_out.write)])
@pytest.mark.parametrize("code", sorted({*EVERY} - {"image_choice"}))  # its files: test_image_choice.py
def test_other_formats_mark_alike_after_the_way_out_and_in(read, write, code):
    """Ids are new; so the right answer is asked again, and the texts are compared."""
    out = item_of(WRITTEN[code])
    data = write([out])
    if not out.is_taken:
        assert out.notes
        return
    (back,) = read(data, language="zh-hans")
    assert back.is_taken, back.notes
    kind = QUESTION_TYPES[code]
    assert back.content["type"] == code
    if code != "blanks":
        assert back.content["prompt"] == out.content["prompt"]
    assert back.content.get("explanation") == out.content.get("explanation")
    if code not in ("open_answer", "blanks"):
        same = [
            kind.key_text(back.content, one) == kind.key_text(out.content, one) for one in ("en", "zh-hans")
        ]
        assert all(same) or out.notes


GIFT = r"""// a remark
$CATEGORY: Law/Basics

::Q1:: Who gives legal aid? {
=The institution #Right
~A stranger \= nobody #Wrong
~All of the above
####Law of 2021
}

::Q2:: Two of these {~%50%One ~%50%Two ~%-100%Three}

The aid is free.{T#Not so#Right}

How many? {#15:0.5}

Range {#1..5}

Several {#=10:1 =%50%20:1#Half}

Match {=cat -> meow =dog -> woof = -> moo}

Capital of {=Paris =%50%paris city} in the north.

Write about it {}

Just a text without a question.
"""


def test_gift_is_read_with_categories_weights_feedback_and_escapes():
    items = gift.read(GIFT.encode(), language="en")
    assert [item.content and item.content["type"] for item in items] == [
        "single_choice",
        "multiple_choice",
        "true_false",
        "numeric",
        "numeric",
        "numeric",
        "matching",
        "short_answer",
        "open_answer",
        None,
    ]
    one, two, aid, days, between, several, pairs, capital, essay, text = items
    assert {item.category for item in items} == {"Law/Basics"}
    assert one.content["options"][1]["text"] == {"en": "A stranger = nobody"}
    assert one.content["options"][2]["last"]
    assert one.content["explanation"] == {"en": "Law of 2021"}
    assert two.content["partial"] == MINUS_WRONG
    assert aid.content["options"][1]["feedback"] == {"en": "Not so"}
    assert (days.content["answers"][0]["value"], days.content["answers"][0]["tolerance"]) == ("15", "0.5")
    assert (between.content["answers"][0]["value"], between.content["answers"][0]["tolerance"]) == ("3", "2")
    assert [answer["percent"] for answer in several.content["answers"]] == [100, 50]
    assert len(pairs.content["options"]) == 3
    assert capital.content["prompt"] == {"en": "Capital of _____ in the north."}
    assert essay.notes
    assert text.notes
    assert not one.notes


HOSTILE = [
    b'<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><quiz>&b;</quiz>',
    b'<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>',
    b'<?xml version="1.0"?><!DOCTYPE quiz SYSTEM "http://localhost/evil.dtd"><quiz/>',
    b"<quiz>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</quiz>",
    b"<quiz><question",
    b"<html/>",
    b"<quiz/>",
    b"",
    b"\xff\xfe\x00",
    b"PK\x03\x04 no archive",
    b"<assessmentTest/>",
]


@pytest.mark.parametrize("data", HOSTILE)
def test_hostile_or_wrong_file_is_refused_with_a_sentence(data):
    with pytest.raises(NotReadable) as refused:
        read_any(data, language="en")
    assert str(refused.value)


def test_archive_that_unpacks_to_more_than_allowed_is_refused(monkeypatch):
    monkeypatch.setattr(package, "MOST_BYTES", 1000)
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("items/1.xml", "a" * 100_000)
    with pytest.raises(NotReadable):
        package.read(output.getvalue(), language="en")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_item_that_makes_no_sense_is_refused_and_the_others_are_taken(language):
    data = "No right one {~a ~b}\n\nFine {=a ~b}\n\n{=a ~b}\n\nNumber {#x}"
    items = gift.read(data.encode(), language=language)
    assert [item.is_taken for item in items] == [False, True, False, False]
    assert all(item.notes for item in items if not item.is_taken)
