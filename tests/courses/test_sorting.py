"""Lists of names stand in the order in which their readers look."""

import random

import pytest

from courses.sorting import sort_key
from tests.factories.cadres import make_cadre, make_facilitator
from tests.factories.units import make_tree

IN_ORDER = [
    "Ágnes",
    "anna",
    "Zoe",
    "陈桂兰",
    "单小红",
    "王芳",
    "王丽",
    "曾梅",
    "张伟",
    "ئايگۈل",
    "སྒྲོལ་མ",
]


def test_latin_stands_first_then_chinese_by_pinyin_and_family_names_as_they_are_read():
    mixed = random.Random(1).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(mixed, key=sort_key) == IN_ORDER


@pytest.mark.parametrize(("one", "other"), [("ＡＢ", "ab"), ("Ab", "aB")])
def test_width_and_case_count_for_nothing(one, other):
    assert sort_key(one) == sort_key(other)


@pytest.mark.django_db
def test_colleagues_to_whom_a_test_is_read_are_listed_by_pinyin(client_for):
    unit = make_tree()["p1a1"]
    for number, name in enumerate(["张伟", "陈桂兰", "王芳"]):
        cadre = make_cadre(f"c{number}", unit=unit)
        cadre.name = name
        cadre.save()
    page = client_for(make_facilitator("by", unit=unit)).get("/zh-hans/assist/").content.decode()
    assert page.index("陈桂兰") < page.index("王芳") < page.index("张伟")
