"""The courses that ship with the library: complete in both languages, sourced, and fair."""

import re

import pytest

from courses.content.build import build_source
from courses.content.pictures import build_picture
from courses.content.read import read_courses, read_sources
from quizzes.exchange.item import is_sound
from quizzes.question_types import QUESTION_TYPES
from quizzes.question_types.blanks import gaps_in
from quizzes.question_types.case import problem_of

COURSES = read_courses()
SOURCES = {source["key"]: source for source in read_sources()}
LANGUAGES = {"zh-hans", "en"}


def quizzes_of(course):
    return [
        *(module["quiz"] for module in course["modules"]),
        course["final_quiz"],
        *filter(None, [course["session_test"]]),
    ]


def texts_in(value, path=""):
    """``(path, mapping by language)`` of every text in the files."""
    if isinstance(value, dict):
        if LANGUAGES & set(value):
            yield path, value
        else:
            for key, inner in value.items():
                yield from texts_in(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts_in(inner, f"{path}[{number}]")


def feedback_in(value):
    """The feedback to everything that can be chosen in a question."""
    if isinstance(value, list):
        for inner in value:
            yield from feedback_in(inner)
    elif isinstance(value, dict):
        if "correct" in value or "points" in value:
            yield value.get("feedback")
        for inner in value.values():
            yield from feedback_in(inner)


def blocks_in(course, kind):
    lessons = [*(lesson for module in course["modules"] for lesson in module["lessons"]), course["final"]]
    return [block[kind] for lesson in lessons for block in lesson["body"] if kind in block]


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course["code"])
class TestCourse:
    def test_has_three_modules_of_three_lessons_with_a_quiz_each_and_a_final_one(self, course):
        assert [len(module["lessons"]) >= 3 for module in course["modules"]] == [True, True, True]
        assert len(quizzes_of(course)) >= 4
        assert course["final_quiz"]["decides_certificate"] is True

    def test_every_text_stands_in_both_languages(self, course):
        for path, texts in texts_in(course):
            assert set(texts) == LANGUAGES, path
            assert all(texts.values()), path

    def test_every_citation_names_a_source_with_its_version_and_checking_day(self, course):
        citations = blocks_in(course, "citation")
        assert len(citations) >= 6
        for citation in citations:
            source = SOURCES[citation["source"]]
            assert source["version"]["zh-hans"]
            assert source["checked_on"]

    def test_law_is_paraphrased_and_never_in_quotation_marks(self, course):
        for citation in blocks_in(course, "citation"):
            assert not re.search(r"[“”\"「『]", "".join(citation["says"].values()))

    def test_questions_have_a_sound_key_and_feedback_for_every_answer(self, course):
        keys = [question["key"] for quiz in quizzes_of(course) for question in quiz["questions"]]
        assert len(keys) == len(set(keys))
        for quiz in quizzes_of(course):
            for question in quiz["questions"]:
                assert set(question["sources"]) <= set(SOURCES)
                content = QUESTION_TYPES[question["type"]].written(question, lambda number: f"p{number}")
                assert is_sound(content), question["key"]
                assert all(feedback for feedback in feedback_in(question)), question["key"]

    def test_cases_can_be_played_and_gaps_stand_in_every_language(self, course):
        for question in (question for quiz in quizzes_of(course) for question in quiz["questions"]):
            if question["type"] == "case":
                steps = [
                    (step["name"], [(choice["points"], choice.get("to", "")) for choice in step["choices"]])
                    for step in question["steps"]
                ]
                assert problem_of(steps) is None
            if question["type"] == "blanks":
                wanted = list(range(1, len(question["gaps"]) + 1))
                assert all(sorted(gaps_in(text)) == wanted for text in question["text"].values())

    def test_right_answer_is_not_always_in_the_same_place(self, course):
        places = {
            [option["correct"] for option in question["options"]].index(True)
            for quiz in quizzes_of(course)
            for question in quiz["questions"]
            if question["type"] == "single_choice"
        }
        assert len(places) >= 3

    def test_asks_in_several_ways(self, course):
        kinds = {question["type"] for quiz in quizzes_of(course) for question in quiz["questions"]}
        assert len(kinds) >= 6

    def test_is_marked_for_review_by_a_lawyer(self, course):
        assert course["requires_review"] is True

    def test_public_title_does_not_tell_that_somebody_is_a_survivor(self, course):
        told = "".join(course["public_title"].values()).lower()
        assert not re.search("拐|受害|创伤|traffick|victim|survivor|trauma", told)


@pytest.mark.django_db
def test_building_a_source_twice_makes_one():
    for _time in range(2):
        source = build_source(SOURCES["civil-code-2020"])
    assert source.title_en
    assert type(source).objects.count() == 1


def test_every_type_but_the_open_answer_teaches_somewhere():
    kinds = {q["type"] for course in COURSES for quiz in quizzes_of(course) for q in quiz["questions"]}
    assert kinds == set(QUESTION_TYPES) - {"open_answer"}


@pytest.mark.django_db
def test_building_a_picture_twice_makes_one():
    assert build_picture("sweets.png") == build_picture("sweets.png")
