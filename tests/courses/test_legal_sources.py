"""A law that is superseded flags everything that cites it: for the trainer with the place, for readers with what changed."""

import pytest

from courses.citations import citing, superseded_in
from courses.content.build import build_question, build_source
from courses.models import LegalSource, LessonPage
from courses.regions import Here, is_here
from learning.models import HelpContact
from tests.factories.cadres import make_cadre
from tests.factories.courses import single_choice, texts
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db


def make_source(key: str, **fields) -> LegalSource:
    data = {"key": key, "title": texts(f"法律 {key}", f"Law {key}"), "version": texts("一", "one")}
    source = build_source({**data, "checked_on": "2026-11-24"})
    for name, value in fields.items():
        setattr(source, name, value)
    source.save()
    return source


def teach(lesson: LessonPage, *blocks) -> LessonPage:
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.body_zh_hans = [("text", "<p>正文</p>"), *blocks]
    lesson.body_en = [("text", "<p>Body</p>"), *blocks]
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


def citation(source):
    return ("citation", {"source": source, "articles": "第二条", "says": "说法"})


@pytest.fixture
def cited(workshop):
    source = make_source("old")
    build_question({**single_choice("asks-law"), "sources": ["old"]})
    teach(workshop.lesson, citation(source))
    return source


def test_page_of_a_source_lists_every_lesson_block_and_question_that_cites_it(workshop, cited):
    make_source("other")
    found = citing([cited])[cited.pk]
    assert {(one.kind, one.title) for one in found} == {
        ("lesson", "第 1.1 课"),
        ("question", "问题 asks-law"),
    }
    page = workshop.writer.get(f"/cms/snippets/courses/legalsource/edit/{cited.pk}/").content.decode()
    block = LessonPage.objects.get(pk=workshop.lesson.pk).body_zh_hans[1]
    assert f"/cms/pages/{workshop.lesson.pk}/edit/#block-{block.id}-section" in page


def test_citation_inside_local_content_is_found_too(workshop):
    make_tree()
    source = make_source("local", jurisdiction="province", region="p1")
    lesson = teach(workshop.lesson, ("region", {"region": "p1", "content": [citation(source)]}))
    assert [one.kind for one in citing([source])[source.pk]] == ["lesson"] * 2  # one block in each language
    LegalSource.objects.filter(pk=source.pk).update(superseded_by=make_source("new"))
    assert superseded_in(LessonPage.objects.get(pk=lesson.pk).body_en) == [source]


def test_readers_of_a_lesson_that_still_teaches_it_read_what_changed(workshop, cited, client_for):
    address = workshop.lesson.get_url()
    assert "期限改为三年" not in client_for().get(address).content.decode()
    successor = make_source("new")
    LegalSource.objects.filter(pk=cited.pk).update(
        superseded_by=successor, what_changed_zh_hans="期限改为三年。"
    )
    assert "期限改为三年" in client_for().get(address).content.decode()
    teach(workshop.lesson, citation(successor))
    assert "期限改为三年" not in client_for().get(address).content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"superseded_by": "new"}, "what_changed_zh_hans"),
        ({"superseded_by": "old", "what_changed_zh_hans": "改了"}, "superseded_by"),
        ({"jurisdiction": "province"}, "region"),
        ({"region": "p1"}, "region"),
    ],
    ids=["superseded in silence", "follows itself", "provincial without a region", "national with a region"],
)
def test_editor_refuses_what_makes_no_sense(workshop, cited, change, field):
    make_tree()
    by_key = {source.key: source.pk for source in (cited, make_source("new"))}
    form = {
        "title_zh_hans": "法律",
        "title_en": "Law",
        "version_zh_hans": "一",
        "version_en": "one",
        "jurisdiction": "national",
        "region": "",
        "checked_on": "2026-11-24",
        "superseded_by": "",
        **{name: by_key.get(value, value) for name, value in change.items()},
    }
    answer = workshop.writer.post(f"/cms/snippets/courses/legalsource/edit/{cited.pk}/", form)
    assert field in answer.context["form"].errors


def test_region_of_a_reader_decides_pure():
    assert is_here("", None) == is_here("p1", {"p1", "cn"}) == Here.YES
    assert is_here("p1", {"p2"}) == Here.NO
    assert is_here("p1", None) == Here.UNKNOWN


def test_local_content_reaches_readers_of_that_region_and_nobody_elsewhere(workshop, client_for):
    units = make_tree()
    here, elsewhere = make_cadre("lan", unit=units["p1a1"]), make_cadre("mei", unit=units["p2a"])
    teach(workshop.lesson, ("region", {"region": "p1", "content": [("text", "<p>只在本省</p>")]}))
    address = workshop.lesson.get_url()
    assert "只在本省" in client_for(here.user).get(address).content.decode()
    assert "只在本省" not in client_for(elsewhere.user).get(address).content.decode()
    nobody = client_for().get(address).content.decode()
    assert "<details" in nobody  # a reader without a unit opens it herself
    assert "只在本省" in nobody


def test_help_lines_are_those_of_the_readers_unit(workshop, client_for):
    units = make_tree()
    for unit, phone in (("p1", "0800-555-01"), ("p2", "0800-555-02")):
        HelpContact.objects.create(unit=units[unit], kind="women", name="热线", phone=phone)
    reader = make_cadre("lan", unit=units["p1a1"])
    teach(workshop.lesson, ("help_lines", {"introduction": "请打这些电话", "kinds": ["women"]}))
    page = client_for(reader.user).get(workshop.lesson.get_url()).content.decode()
    shown = page[page.index("请打这些电话") :].split("</section>")[0]
    assert "0800-555-01" in shown
    assert "0800-555-02" not in shown


def test_grounding_pause_records_nothing_and_asks_for_nothing(workshop, client_for):
    pause = {"title": "停一分钟", "steps": ["慢慢呼气"], "closing": ""}
    lesson = teach(workshop.lesson, ("grounding", pause))
    answer = client_for().get(lesson.get_url())
    assert "慢慢呼气" in answer.content.decode()
    assert not answer.cookies
