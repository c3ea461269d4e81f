"""On paper: variants by seed, and letters that lead back to the answers."""

import io
import random

import pytest
from pypdf import PdfReader

from courses.content.build import build_quiz
from quizzes.attempts import mark_answers, paper_versions
from quizzes.fonts import MissingGlyph
from quizzes.models import PaperSet, Quiz
from quizzes.paper import key_of, key_pdf, paper_pdf, print_set, read_sheet, split_line, variants_of
from quizzes.question_types import QUESTION_TYPES
from tests.factories.cadres import make_user
from tests.factories.courses import multiple_choice, open_answer, quiz_data, single_choice, true_false

pytestmark = pytest.mark.django_db
ORDERS_OF_20251 = {
    "A": [0, 1, 2, 3, 4, 5],
    "B": [0, 1, 5, 4, 2, 3],
    "C": [0, 5, 4, 1, 2, 3],
    "D": [0, 3, 4, 2, 1, 5],
}
OPTIONS_OF_1_1 = ["b", "e", "a", "c", "d", "f"]


@pytest.fixture
def quiz() -> Quiz:
    questions = [single_choice(f"p-s{n}", right=n, options=4) for n in range(3)]
    questions += [multiple_choice("p-m"), true_false("p-t"), open_answer("p-o")]
    build_quiz({**quiz_data("p"), "questions": questions})
    return Quiz.objects.get(key="p")


def text_of(pdf: bytes) -> str:
    return "".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_same_seed_gives_the_same_variants_and_another_seed_others(quiz):
    first = variants_of(quiz.live_versions, seed=7)
    assert first == variants_of(quiz.live_versions, seed=7)
    assert first != variants_of(quiz.live_versions, seed=8)
    assert sorted(first) == ["A", "B", "C", "D"]
    for items in first.values():
        assert sorted(item["version"] for item in items) == sorted(quiz.live_versions)
    assert [item["version"] for item in first["A"]] == quiz.live_versions
    assert len({str(items) for items in first.values()}) == 4


def test_key_of_every_variant_reads_back_as_all_right(quiz):
    for letter, items in variants_of(quiz.live_versions, seed=3).items():
        typed = [line.typed for line in key_of(items, language="en")]
        read = read_sheet(items, typed)
        assert read.unread == ()
        versions = paper_versions(items)
        marks = mark_answers(versions, read.answers)
        for version, mark in zip(versions, marks, strict=True):
            needs_person = QUESTION_TYPES[version.content["type"]].needs_person
            assert mark.correct or needs_person, (letter, version)


def test_the_same_letter_means_another_option_on_another_variant(quiz):
    variants = variants_of(quiz.live_versions, seed=3)
    first = quiz.live_versions[0]
    chosen = set()
    for items in variants.values():
        place = [item["version"] for item in items].index(first)
        chosen.add(read_sheet(items, [""] * place + ["A"]).answers[str(first)])
    assert len(chosen) > 1


def test_what_cannot_be_read_is_named_and_nothing_is_guessed(quiz):
    items = variants_of(quiz.live_versions, seed=3)["A"]
    read = read_sheet(items, ["Z", "AB", "-", "ac", "", "先报警"])
    assert read.unread == (1, 2)
    answers = [read.answers[str(pk)] for pk in quiz.live_versions]
    assert answers[:3] == [None, None, None]
    assert len(answers[3]) == 2
    assert answers[4:] == [None, "先报警"]
    assert set(read_sheet(items, []).answers.values()) == {None}


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("BACD", ["B", "A", "C", "D"]),
        ("b a c d", ["b", "a", "c", "d"]),
        ("B, AC; 12.5 -", ["B", "AC", "12.5", "-"]),
        ("B，AC；D", ["B", "AC", "D"]),
        ("", []),
        ("ABCDEF", ["ABCDEF"]),
        ('B "legal aid" 12', ["B", "legal aid", "12"]),
        ("B “法律 援助” 「12, 5」", ["B", "法律 援助", "12, 5"]),
        ("B | legal aid, free | | 1C 2A", ["B", "legal aid, free", "", "1C 2A"]),
        ("B｜1: mother; 2: father｜-", ["B", "1: mother; 2: father", "-"]),
        ("B\tlegal aid\tC", ["B", "legal aid", "C"]),
        ('B "legal aid', ["B", '"legal', "aid"]),
    ],
)
def test_a_sheet_is_keyed_in_as_one_line(line, parts):
    assert split_line(line, questions=4) == parts


def test_printing_pins_its_variants_whatever_becomes_of_the_quiz(quiz):
    printed = print_set(quiz=quiz, by=make_user("printer"))
    before = printed.variants
    build_quiz({**quiz_data("other"), "questions": [single_choice("p-new")]})
    quiz.delete()
    kept = PaperSet.objects.get(code=printed.code)
    assert (kept.variants, kept.quiz, kept.quiz_title["en"]) == (before, None, "Quiz p")
    assert len(kept.code) == 5


def test_paper_shows_the_questions_and_no_key(quiz):
    variants = variants_of(quiz.live_versions, seed=3, letters="AB")
    pdf = paper_pdf(variants, title="Quiz p", code="K7Q2M", language="en")
    text = text_of(pdf)
    for seen in ("VariantA", "VariantB", "K7Q2M", "Questionp-s0", "Option3", "Ticketnumber", "Answersheet"):
        assert seen in text
    for secret in ("Feedback", "Explanation", "Agoodanswer", "Keyforthemarker"):
        assert secret not in text
    assert pdf.startswith(b"%PDF")


def test_key_names_the_right_letters_of_each_variant(quiz):
    variants = variants_of(quiz.live_versions, seed=3, letters="AB")
    text = text_of(key_pdf(variants, title="测验", code="K7Q2M", language="zh-hans"))
    assert "仅供阅卷人使用" in text
    assert "选项0" in text


def test_letter_without_a_glyph_stops_the_print(quiz):
    with pytest.raises(MissingGlyph):
        paper_pdf({"A": [{"version": quiz.live_versions[0]}]}, title="\U0003ffff", code="X", language="en")


def test_variants_of_a_seed_are_those_that_were_printed_years_ago(quiz):
    """Sheets of sessions are printed from a seed alone: when this changes, every sheet in a drawer leads to wrong answers."""
    places = {version: place for place, version in enumerate(quiz.live_versions)}
    orders = {
        letter: [places[item["version"]] for item in items]
        for letter, items in variants_of(quiz.live_versions, seed=20251).items()
    }
    assert orders == ORDERS_OF_20251
    content = {"options": [{"id": one} for one in "abcdef"]}
    kind = QUESTION_TYPES["single_choice"]
    assert kind.shuffled(content, random.Random("1:1")) == OPTIONS_OF_1_1
