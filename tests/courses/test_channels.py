"""One source, several renderings: what each of them shows, and what none of them may show a learner."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from courses.channels.audio_script import Line, script_of, spoken_seconds
from courses.channels.guide import guide_of, total_minutes
from courses.channels.slides import ROOM, cut, slides_of
from courses.channels.teaching import for_learners, lesson_as_taught, parts_of
from courses.models import LessonPage
from courses.templatetags.course_tags import sections
from tests.factories.cadres import make_cadre, make_facilitator, make_trainer
from tests.factories.courses import make_course
from tests.factories.lessons import block, give_body
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db
SECRET = "请先让同伴留意门口"


@pytest.fixture
def lesson():
    """A lesson with a word of every kind, and notes that only the facilitator gets."""
    make_course("law", lessons=1, quiz=False, audience="public")
    lesson = LessonPage.objects.get()
    give_body(
        lesson,
        "zh-hans",
        block("text", "<h3>监护</h3><p>监护人保护孩子。</p>", "a"),
        block("beside", {"easy_read": "<p>大人照顾小孩。</p>", "file": None}, "b"),
        block(
            "facilitator_note",
            {
                "note": f"<p>{SECRET}</p>",
                "minutes": 4,
                "questions": ["谁来说说？"],
                "distress": "<p>陪她出去</p>",
            },
            "c",
        ),
        block("content_notice", {"text": "下面谈到害怕", "minutes": 2, "covers": 1}, "d"),
        block("text", "<p>她很害怕。</p>", "e"),
        block(
            "scenario",
            {
                "title": "放学路上",
                "situation": "<p>小明不见了。</p>",
                "question": "先做什么？",
                "reflection": "<p>先报警。</p>",
            },
            "f",
        ),
        block("key_points", {"points": ["先保证安全"]}, "g"),
        block("table", {"caption": "电话", "rows": [["情况", "号码"], ["危险", "110"]]}, "h"),
    )
    return lesson


def addresses(lesson):
    return {
        name: reverse(name, args=["lessons", lesson.pk])
        for name in ("projector", "presenter", "guide", "audio-script")
    }


def test_facilitators_notes_are_never_sent_to_learners(client, lesson):
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert SECRET not in client.get(lesson.url).content.decode()
    assert SECRET not in client.get(addresses(lesson)["audio-script"]).content.decode()
    assert SECRET not in str(lesson.body_zh_hans.stream_block.get_searchable_content(lesson.body_zh_hans))


@pytest.mark.parametrize("name", ["projector", "presenter", "guide"])
def test_notes_and_projector_are_for_people_who_teach(client_for, lesson, name):
    units = make_tree()
    address = addresses(lesson)[name]
    assert client_for(None).get(address).status_code == 302
    learner = client_for(make_cadre("lan", unit=units["p1a1"]).user).get(address)
    assert learner.status_code == 403
    assert SECRET not in learner.content.decode()
    assert client_for(make_facilitator("chen", unit=units["p1"])).get(address).status_code == 200
    assert client_for(make_trainer()).get(address).status_code == 200


def test_wall_holds_no_notes_and_the_second_window_all_of_them(client_for, lesson):
    client = client_for(make_trainer())
    wall = client.get(addresses(lesson)["projector"]).content.decode()
    window = client.get(addresses(lesson)["presenter"]).content.decode()
    for only_hers in (SECRET, "谁来说说", "陪她出去"):
        assert only_hers not in wall
        assert only_hers in window


def test_guide_tells_time_questions_and_what_to_do(client_for, lesson):
    page = client_for(make_trainer()).get(addresses(lesson)["guide"]).content.decode()
    for expected in (SECRET, "谁来说说？", "陪她出去", "4 分钟", "从第 0 分钟", "监护人保护孩子"):
        assert expected in page, expected


def test_renderings_of_a_module_hold_its_lessons_in_order(client_for):
    course = make_course("law", modules=1, lessons=3, quiz=False)
    module = course.get_children().get()
    client = client_for(make_trainer())
    for name in ("projector", "guide", "audio-script", "presenter"):
        page = client.get(reverse(name, args=["modules", module.pk])).content.decode()
        places = [page.index(f"正文 {n}") for n in (1, 2, 3)]
        assert places == sorted(places)


def test_renderings_of_what_is_not_live_do_not_exist(client_for, lesson):
    lesson.unpublish()
    for address in addresses(lesson).values():
        assert client_for(make_trainer("writer-" + address[-6:-1])).get(address).status_code == 404


def test_block_beside_belongs_to_the_one_before_it(lesson):
    opening, parts = parts_of(lesson.body_zh_hans)
    assert opening == []
    assert [part.kind for part in parts] == [
        "text",
        "content_notice",
        "text",
        "scenario",
        "key_points",
        "table",
    ]
    assert [len(part.beside) for part in parts] == [1, 0, 0, 0, 0, 0]
    assert parts[0].minutes == 4


def test_notice_covers_what_follows_with_what_stands_beside_it(lesson):
    give_body(
        lesson,
        "zh-hans",
        block("content_notice", {"text": "注意", "minutes": 2, "covers": 1}, "1"),
        block("facilitator_note", {"note": "<p>x</p>", "questions": []}, "2"),
        block("text", "<p>难</p>", "3"),
        block("beside", {"easy_read": "<p>易</p>", "file": None}, "4"),
        block("text", "<p>平常</p>", "5"),
    )
    covered, open_ = sections(lesson.body_zh_hans)
    assert [found.id for found in covered.blocks] == ["3", "4"]
    assert [found.id for found in open_.blocks] == ["5"]


def test_for_learners_leaves_the_order(lesson):
    assert [found.id for found in for_learners(lesson.body_zh_hans)] == ["a", "b", "d", "e", "f", "g", "h"]


@pytest.mark.parametrize(
    ("source", "screens"),
    [
        ("", []),
        ("<p>短。</p><p>也短。</p>", [("", 2)]),
        ("<h3>一</h3><p>甲</p><h3>二</h3><p>乙</p>", [("一", 1), ("二", 1)]),
        ("<p>" + "字" * 100 + "</p><p>" + "字" * 100 + "</p>", [("", 1), ("", 1)]),
    ],
)
def test_text_is_cut_at_sub_headings_and_between_paragraphs(source, screens):
    assert [(title, html.count("<p>")) for title, html in cut(source)] == screens


def test_long_list_goes_on_overleaf_with_its_numbers_and_loses_nothing():
    items = "".join(f"<li>{'字' * 30}{n}</li>" for n in range(1, 8))
    made = cut(f"<h3>步骤</h3><ol>{items}</ol>")
    assert len(made) == 3
    assert {title for title, html in made} == {"步骤"}
    assert [re.search(r'start="(\d)"', html)[1] for _title, html in made] == ["1", "4", "7"]
    assert sum(html.count("<li>") for _title, html in made) == 7


def test_no_screen_but_one_that_cannot_be_cut_is_fuller_than_the_room():
    from courses.channels.slides import _width

    made = cut("".join(f"<p>{'字' * 40}</p>" for _ in range(9)))
    assert all(_width(html.replace("<p>", "").replace("</p>", "")) <= ROOM for _title, html in made)


def test_notice_on_the_wall_skips_exactly_what_it_announces(lesson):
    slides = slides_of([lesson_as_taught(lesson)], address_of=lambda page: "https://example.org/")
    notice = next(slide for slide in slides if slide.kind == "care")
    assert slides[notice.number].html == "<p>她很害怕。</p>"
    assert slides[notice.skip_to - 1].kind == "case"


def test_times_of_the_guide_run_on_from_lesson_to_lesson(lesson):
    taught = lesson_as_taught(lesson)
    first, second = guide_of([taught, taught])
    assert (first.begins, second.begins) == (0, taught.planned_minutes)
    assert first.passages[0].begins == 0
    assert first.passages[1].begins is None
    assert total_minutes([taught, taught]) == 2 * taught.planned_minutes


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("", 0), ("字" * 200, 60), ("word " * 125, 60), ("拨打 110", 60 * (2 / 200 + 1 / 125))],
)
def test_speech_takes_its_time(text, seconds):
    assert spoken_seconds(text) == pytest.approx(seconds)


def test_script_says_everything_in_order_and_in_the_language_of_the_lesson(lesson):
    with translation.override("en"):
        lesson.heading_en, lesson.body_en = "", []
        script = script_of(lesson_as_taught(lesson))
    said = " ".join(line.text for line in script.lines)
    places = [
        said.index(text)
        for text in (
            "监护人保护孩子",
            "下面谈到害怕",
            "小明不见了",
            "先做什么",
            "先报警",
            "请记住",
            "先保证安全",
            "危险",
        )
    ]
    assert places == sorted(places)
    assert script.seconds == round(sum(line.seconds for line in script.lines))
    assert Line(cue="x", silence=20).seconds == 20
