"""Finding: any script, any length of word, nothing that a reader may not see."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import CoursePage, LessonPage, SearchText
from courses.search.collect import collect
from courses.search.find import find
from courses.search.words import excerpt, sounds_of, terms_of
from tests.factories.courses import make_course


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("法律 援助Guardian", ["法律", "援助", "guardian"]),
        ("Ｆａｍｉｌｙ  CAFÉ", ["family", "cafe"]),
        ("监护，责任！监护", ["监护", "责任"]),
        ("བོད་སྐད་", ["བོད་སྐད"]),
        ("% _ \\ ' \x00 ()", []),
        ("", []),
    ],
)
def test_a_question_is_cut_into_the_words_that_must_all_be_found(question, terms):
    assert terms_of(question) == terms


def test_a_question_is_read_only_to_a_length():
    assert len("".join(terms_of("监" * 10_000))) == 100
    assert len(terms_of(" ".join(chr(0x4E00 + n) for n in range(50)))) == 8


def test_a_heading_sounds_in_full_and_by_its_initials():
    assert sounds_of("法律援助 (law) 女") == "faluyuanzhu nu flyz n"


def test_an_excerpt_shows_the_words_around_the_first_find():
    text = "开头" * 40 + "监护人的职责" + "结尾" * 40
    pieces = excerpt(text, ["监护"])
    assert ("监护", True) in pieces
    assert len("".join(piece for piece, is_term in pieces)) < 110


@pytest.fixture
def library(db):
    """Two courses: ``law`` for everybody, ``inner`` for cadres. Both teach 法律援助 in their first lesson."""
    law = make_course("law", modules=1, lessons=2, quiz=False, audience="public")
    inner = make_course("inner", modules=1, lessons=1, quiz=False, audience="cadres")
    for course in (law, inner):
        lesson = LessonPage.objects.descendant_of(course).order_by("path").first()
        lesson.heading_zh_hans, lesson.heading_en = "法律援助的申请", "Applying for legal aid"
        text = "<p>未成年人可以由监护人代为申请。</p>"
        lesson.body_zh_hans = [
            {"type": "text", "value": text},
            {"type": "content_notice", "value": {"text": "下面谈到受伤。", "covers": 1, "minutes": 1}},
            {"type": "text", "value": "<p>受伤以后先就医。</p>"},
        ]
        lesson.save_revision().publish()
    return law


def headings(question, courses=None):
    found = find(question, courses=courses if courses is not None else CoursePage.objects.live())
    return [(page.heading, page.language) for page in found.pages]


@pytest.mark.parametrize(
    "question",
    [
        "法",
        "律援",
        "法律援助",
        "申请 监护",
        "falü",
        "falv",
        "fa lü",
        "flyz",
        "法绿",
        "ＬＥＧＡＬ aid",
        "applying",
        "aplying",
        "legals",
    ],
)
def test_a_lesson_is_found_by_part_of_a_word_by_sound_and_in_spite_of_a_slip(library, question):
    assert {heading for heading, language in headings(question)} & {
        "法律援助的申请",
        "Applying for legal aid",
    }


@pytest.mark.parametrize("question", ["", " ", "%", "_", "刑法典", "法律 刑法典", "xyzzy"])
def test_what_stands_nowhere_is_not_found(library, question):
    assert headings(question) == []


def test_a_page_is_found_once_and_in_the_readers_language_where_it_holds_the_words(library):
    assert headings("法律援助", CoursePage.objects.filter(pk=library.pk)) == [("法律援助的申请", "zh-hans")]
    assert headings("legal aid", CoursePage.objects.filter(pk=library.pk)) == [
        ("Applying for legal aid", "en")
    ]


def test_a_heading_comes_before_a_text_that_only_mentions_the_word(library):
    other = LessonPage.objects.descendant_of(library).order_by("path")[1]
    other.heading_zh_hans = "监护"
    other.save_revision().publish()
    assert headings("监护", CoursePage.objects.filter(pk=library.pk))[0] == ("监护", "zh-hans")


def test_what_stands_behind_a_content_notice_is_found_and_never_quoted(library):
    found = find("就医", courses=CoursePage.objects.filter(pk=library.pk)).pages
    assert [page.heading for page in found] == ["法律援助的申请"]
    assert found[0].excerpt == []


def test_a_course_for_cadres_is_never_quoted(library):
    quoted = {
        page.course_id for page in find("未成年人", courses=CoursePage.objects.live()).pages if page.excerpt
    }
    assert quoted == {library.pk}


def test_what_goes_offline_is_not_found_until_it_is_live_again(library):
    module = LessonPage.objects.descendant_of(library).first().get_parent()
    module.specific.unpublish()
    only_here = CoursePage.objects.filter(pk=library.pk)
    assert headings("法律援助", only_here) == []
    module.specific.save_revision().publish()
    assert headings("法律援助", only_here) == [("法律援助的申请", "zh-hans")]


def test_a_draft_is_not_found(library):
    lesson = LessonPage.objects.descendant_of(library).order_by("path").first()
    lesson.heading_zh_hans = "还没有发布"
    lesson.save_revision()
    assert headings("还没有发布") == []


def test_deleting_a_page_takes_it_out(library):
    LessonPage.objects.descendant_of(library).order_by("path").first().delete()
    assert headings("法律援助", CoursePage.objects.filter(pk=library.pk)) == []


def test_rebuilding_from_nothing_gives_the_same_rows(library):
    def rows():
        fields = ("page_id", "course_id", "language", "heading", "shown", "heading_words", "words", "sounds")
        return sorted(SearchText.objects.values_list(*fields))

    before = rows()
    SearchText.objects.all().delete()
    call_command("rebuild_search")
    assert rows() == before


@pytest.mark.parametrize("lessons", [1, 6, 12])
def test_publishing_and_searching_take_as_many_queries_in_a_long_course_as_in_a_short_one(
    db, client, lessons
):
    course = make_course("law", modules=2, lessons=lessons, audience="public")
    client.get("/zh-hans/courses/")
    with CaptureQueriesContext(connection) as searching:
        page = client.get("/zh-hans/courses/", {"q": "law"})
    assert page.status_code == 200
    assert len(searching) <= 12
    with CaptureQueriesContext(connection) as collecting:
        collect(course.path)
    assert len(collecting) <= 13


def test_the_list_is_narrowed_by_audience_language_and_length(library, client):
    def shown(**asked):
        return {course.slug for course in client.get("/zh-hans/courses/", asked).context["looked"]["courses"]}

    assert shown() == {"law", "inner"}
    assert shown(audience="public") == {"law"}
    assert shown(language="en") == {"law", "inner"}
    assert shown(minutes=30) == {"law", "inner"}
    CoursePage.objects.filter(slug="inner").update(heading_en="")
    assert shown(language="en") == {"law"}


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "a" * 5000},
        {"q": "\x00"},
        {"topic": "x'"},
        {"minutes": "-1"},
        {"minutes": "many"},
        {"language": "xx"},
    ],
)
def test_an_address_that_cannot_be_understood_shows_the_list(library, client, asked):
    assert client.get("/zh-hans/courses/", asked).status_code == 200
