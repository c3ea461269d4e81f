"""Translation as work: what is missing, current or stale, how it gets done, and what readers are told."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from courses.models import CoursePage, LessonPage, TranslationPair
from courses.translating.bring import BrokenFile, bring_translations, read_translations
from courses.translating.change import mark_current, save_translations, set_hidden
from courses.translating.po import write_po_file
from courses.translating.queries import course_rows, page_rows, translation_counts
from courses.translating.state import difference
from courses.translating.units import paired
from courses.translating.xliff import write_xliff
from tests.factories.courses import make_course
from tests.factories.lessons import block, give_body

pytestmark = pytest.mark.django_db
SCENARIO = {
    "title": "放学",
    "situation": "<p>他没回家。</p>",
    "question": "先做什么？",
    "reflection": "<p>报警。</p>",
}
IN_ENGLISH = {
    "title": "After school",
    "situation": "<p>He is not home.</p>",
    "question": "What first?",
    "reflection": "<p>Call.</p>",
}


@pytest.fixture
def lesson():
    make_course("law", lessons=1, quiz=False)
    lesson = LessonPage.objects.get()
    give_body(
        lesson,
        "zh-hans",
        block("text", "<p>监护人是<b>父母</b>。</p>", "a"),
        block("key_points", {"points": ["一", "二"]}, "b"),
        block("scenario", SCENARIO, "c"),
        publish=False,
    )
    give_body(
        lesson,
        "en",
        block("text", "<p>The guardians are the <b>parents</b>.</p>", "a"),
        block("key_points", {"points": ["One", "Two"]}, "b"),
        block("scenario", IN_ENGLISH, "c"),
    )
    return LessonPage.objects.get()


def states(lesson) -> dict:
    return {
        row.unit.name: row.state.code for row in page_rows(LessonPage.objects.get(pk=lesson.pk), "en").rows
    }


def edit_source(lesson, publish=True):
    """Another lawyer adds the adoptive parents."""
    lesson = LessonPage.objects.get(pk=lesson.pk)
    stored = list(lesson.body_zh_hans.get_prep_value())
    stored[0] = {**stored[0], "value": "<p>监护人是<b>父母或养父母</b>。</p>"}
    return give_body(lesson, "zh-hans", *stored, publish=publish)


def read(client, lesson, language="en"):
    with translation.override(language):
        return client.get(LessonPage.objects.get(pk=lesson.pk).url).content.decode()


def test_editing_one_block_makes_only_its_translation_stale(lesson):
    assert set(states(lesson).values()) == {"current"}
    edit_source(lesson)
    assert states(lesson) == {
        "heading": "current",
        "body:a": "stale",
        "body:b": "current",
        "body:c": "current",
    }


def test_editing_both_sides_at_once_leaves_both_current(lesson):
    lesson = edit_source(lesson, publish=False)
    stored = list(lesson.body_en.get_prep_value())
    stored[0] = {**stored[0], "value": "<p>Parents or adoptive parents.</p>"}
    # one save with both, as the editor's form makes it
    make = LessonPage._meta.get_field("body").to_python
    fresh = LessonPage.objects.get(pk=lesson.pk)
    fresh.body_zh_hans = make(json.dumps([block("text", "<p>新的原文</p>", "a")]))
    fresh.body_en = make(json.dumps([block("text", "<p>The new text</p>", "a")]))
    fresh.save_revision().publish()
    assert states(lesson)["body:a"] == "current"


def test_reverting_the_source_answers_itself(lesson):
    before = lesson.live_revision
    edit_source(lesson)
    assert states(lesson)["body:a"] == "stale"
    before.as_object().save_revision().publish()
    assert states(lesson)["body:a"] == "current"


def test_form_that_changes_only_keys_and_white_space_changes_nothing(lesson):
    stored = list(lesson.body_zh_hans.get_prep_value())
    stored[0] = {**stored[0], "value": '<p data-block-key="x1">监护人是<b>父母</b>。</p>\n'}
    stored[1] = {
        **stored[1],
        "value": {
            "points": [{"type": "item", "id": "7", "value": "一"}, {"type": "item", "id": "8", "value": "二"}]
        },
    }
    give_body(lesson, "zh-hans", *stored)
    assert set(states(lesson).values()) == {"current"}


def test_translation_marked_as_current_is_so_without_a_change(lesson):
    edit_source(lesson)
    assert mark_current(page=lesson, language="en", unit_name="body:a") is True
    assert mark_current(page=lesson, language="en", unit_name="body:a") is False
    assert states(lesson)["body:a"] == "current"
    assert "parents</b>" in str(LessonPage.objects.get(pk=lesson.pk).body_en)


def test_saving_a_translation_makes_a_draft_in_the_order_of_the_source(lesson):
    lesson = edit_source(lesson)
    revision = save_translations(
        page=lesson,
        language="en",
        texts={"body:a": {"": "<p>Parents or <b>adoptive</b> parents.</p>"}, "heading": {"": "Guardians"}},
    )
    draft = revision.as_object()
    assert [part.id for part in draft.body_en] == ["a", "b", "c"]
    assert draft.heading_en == "Guardians"
    assert "adoptive" in draft.body_en[0].value.source
    assert "adoptive" not in str(LessonPage.objects.get(pk=lesson.pk).body_en)
    assert states(lesson)["body:a"] == "current"
    assert save_translations(page=lesson, language="en", texts={"heading": {"": "Guardians"}}) is None


def test_missing_block_is_translated_into_its_place(lesson):
    stored = list(lesson.body_zh_hans.get_prep_value())
    give_body(
        lesson,
        "zh-hans",
        stored[0],
        block("table", {"caption": "表", "rows": [["甲", "乙"], ["1", "2"]]}, "new"),
        *stored[1:],
    )
    assert states(lesson)["body:new"] == "missing"
    texts = {"caption": "Table", "rows/0/0": "A", "rows/0/1": "B", "rows/1/0": "1", "rows/1/1": "2"}
    draft = save_translations(
        page=LessonPage.objects.get(pk=lesson.pk), language="en", texts={"body:new": texts}
    ).as_object()
    assert [part.id for part in draft.body_en] == ["a", "new", "b", "c"]
    assert [list(row) for row in draft.body_en[1].value["rows"]] == [["A", "B"], ["1", "2"]]


def test_texts_typed_by_hand_into_both_tabs_are_paired_by_order():
    source = [{"id": "1", "type": "text"}, {"id": "2", "type": "quiz"}]
    assert paired(source, [{"id": "8", "type": "text"}, {"id": "9", "type": "quiz"}])["2"]["id"] == "9"
    assert paired(source, [{"id": "8", "type": "quiz"}]) == {}


def test_reader_of_a_stale_part_is_told_what_changed_and_others_nothing(client, lesson):
    assert "has changed since then" not in read(client, lesson)
    edit_source(lesson)
    page = read(client, lesson)
    assert page.count("has changed since then") == 1
    assert "<ins>或养父母</ins>" in page
    assert page.index("has changed since then") < page.index("The guardians are") < page.index("One")
    assert "stale" not in read(client, lesson, "zh-hans")
    mark_current(page=lesson, language="en", unit_name="body:a")
    assert "has changed since then" not in read(client, lesson)


def test_draft_of_a_translation_changes_nothing_for_readers(client, lesson):
    lesson = edit_source(lesson, publish=False)
    assert "has changed since then" not in read(client, lesson)
    save_translations(page=lesson, language="en", texts={"body:a": {"": "<p>New</p>"}})
    assert "has changed since then" not in read(client, lesson)
    assert "The guardians are" in read(client, lesson)


def test_hidden_part_shows_its_source_while_it_is_stale_and_no_longer(client, lesson):
    set_hidden(page=lesson, language="en", unit_name="body:a", hidden=True)
    assert "The guardians are" in read(client, lesson)  # current: nothing to hide
    edit_source(lesson)
    page = read(client, lesson)
    assert "The guardians are" not in page
    assert "父母或养父母" in page
    assert "is being brought up to date" in page
    set_hidden(page=lesson, language="en", unit_name="body:a", hidden=False)
    assert "The guardians are" in read(client, lesson)


def test_counts_of_courses_follow_every_save(lesson):
    course = CoursePage.objects.get()
    assert translation_counts([course])[course.pk, "en"]["stale"] == 0
    edit_source(lesson)
    counts = translation_counts([course])[course.pk, "en"]
    assert (counts["stale"], counts["missing"]) == (1, 0)
    rows = course_rows(course, "en")
    assert sum(page.counts["current"] for page in rows) == counts["current"]


def test_difference_marks_letters_of_chinese_and_words_of_english():
    assert difference({"": "父母"}, {"": "养父母"}) == "<p><ins>养</ins>父母</p>"
    assert (
        difference({"": "<p>two parents</p>"}, {"": "<p>two guardians</p>"})
        == "<p>two <del>parents</del><ins>guardians</ins></p>"
    )
    assert "<script>" not in difference({"": "a"}, {"": "<script>alert(1)</script> & b"})


@pytest.mark.parametrize("kind", ["xliff", "po"])
class TestFiles:
    def file(self, kind):
        pages = course_rows(CoursePage.objects.get(), "en")
        return (
            write_xliff(pages, source_language="zh-hans", target_language="en")
            if kind == "xliff"
            else write_po_file(pages, target_language="en")
        )

    def take(self, kind, content):
        texts = read_translations(f"law.{kind}", content, "en")
        return bring_translations(course=CoursePage.objects.get(), language="en", texts=texts)

    def test_round_trip_loses_nothing_and_changes_nothing(self, lesson, kind):
        give_body(
            lesson,
            "en",
            *[
                {
                    **part,
                    "value": '<p>1 &lt; 2 &amp; <b>x</b> <a href="https://example.org/?a=1&amp;b=2">y</a><br/>z</p>',
                }
                if part["id"] == "a"
                else part
                for part in lesson.body_en.get_prep_value()
            ],
        )
        before = self.file(kind)
        revision = LessonPage.objects.get(pk=lesson.pk).latest_revision_id
        report = self.take(kind, before)
        assert (report.pages, report.left) == (0, [])
        assert LessonPage.objects.get(pk=lesson.pk).latest_revision_id == revision
        assert self.file(kind) == before
        brought = {(text.unit, text.path): text for text in read_translations(f"a.{kind}", before, "en")}
        assert brought["body:a", ""].target == LessonPage.objects.get(pk=lesson.pk).body_en[0].value.source
        assert brought["body:a", ""].source == lesson.body_zh_hans[0].value.source

    def test_translated_file_becomes_drafts_and_twice_is_once(self, lesson, kind):
        content = self.file(kind).replace(
            b"One", "Öne & <safe>".encode() if kind == "po" else "Öne &amp; &lt;safe>".encode()
        )
        assert self.take(kind, content).texts == 1
        assert (
            LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().body_en[1].value["points"][0]
            == "Öne & <safe>"
        )
        assert LessonPage.objects.get(pk=lesson.pk).body_en[1].value["points"][0] == "One"
        assert self.take(kind, content).texts == 0

    def test_what_was_made_from_an_older_source_is_taken_and_stays_stale(self, lesson, kind):
        content = self.file(kind).replace(b"The guardians are the", b"Guardians are the")
        edit_source(lesson)
        report = self.take(kind, content)
        assert (report.texts, report.stale) == (1, 1)
        assert states(lesson)["body:a"] == "stale"

    def test_script_in_a_translation_is_taken_away(self, lesson, kind):
        evil = b"<script>alert(1)</script>The guardians"
        content = self.file(kind).replace(
            b"The guardians", evil if kind == "po" else evil.replace(b"<", b"&lt;")
        )
        self.take(kind, content)
        draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
        assert "<script" not in draft.body_en[0].value.source

    def test_half_a_file_changes_nothing(self, lesson, kind):
        content = self.file(kind).replace(b"One", b"Oooh")
        for end in (0, 30, len(content) // 2, len(content) - 9):
            pairs = TranslationPair.objects.count()
            if kind == "po" and end > 200:
                continue  # a PO file that ends between two entries is whole as far as it goes
            with pytest.raises(BrokenFile):
                self.take(kind, content[:end])
            assert TranslationPair.objects.count() == pairs

    def test_file_of_another_language_is_refused(self, lesson, kind):
        with pytest.raises(BrokenFile, match="en"):
            read_translations(f"a.{kind}", self.file(kind), "ug")


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" trgLang="en">&b;</xliff>'
FILE_ENTITY = BOMB.replace(b'"ha"', b'SYSTEM "file:///etc/passwd"')


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xliff", BOMB),
        ("a.xliff", FILE_ENTITY),
        ("a.xliff", b"\x00\xff\xfe"),
        ("a.xliff", b"<html/>"),
        ("a.xliff", b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>'),
        ("a.xliff", b"<?xml version='1.0' encoding='klingon'?><a/>"),
        ("a.po", b"\xff\xfe\x00"),
        ("a.po", b'msgid "a'),
        ("a.exe", b"MZ"),
        ("a.xliff", b" " * (20 * 1024 * 1024 + 1)),
    ],
)
def test_hostile_or_broken_file_is_refused_with_a_sentence(name, content):
    with pytest.raises(BrokenFile) as refusal:
        read_translations(name, content, "en")
    assert len(str(refusal.value)) > 8


def test_translator_finds_the_one_stale_block_and_brings_it_up_to_date(workshop):
    lesson = workshop.lesson
    give_body(lesson, "zh-hans", block("text", "<p>新的正文</p>", str(lesson.body_zh_hans[0].id)))
    client = workshop.writer
    overview = client.get("/cms/translating/").content.decode()
    assert f"/cms/translating/courses/{workshop.course.pk}/en/" in overview
    table = client.get(f"/cms/translating/courses/{workshop.course.pk}/en/").content.decode()
    assert table.count('<span class="translating-stale">') == 1
    assert "<ins>新的" in table
    page = client.get(f"/cms/translating/pages/{lesson.pk}/en/")
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    stale = next(names for row, base, names in form.parts if row.state.code == "stale")
    data |= {
        name: form.fields[name].widget.format_value(data[name]) or ""
        for name in data
        if "rich" in type(form.fields[name].widget).__name__.lower()
    }
    from tests.courses.editor import rich_text

    data[stale[0][0]] = rich_text("The new text")
    assert client.post(f"/cms/translating/pages/{lesson.pk}/en/", data).status_code == 302
    assert states(lesson)[f"body:{lesson.body_zh_hans[0].id}"] == "current"
    assert (
        "The new text"
        in LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().body_en[0].value.source
    )


def test_translation_of_somebody_else_meanwhile_is_not_overwritten(workshop):
    lesson, client = workshop.lesson, workshop.writer
    address = f"/cms/translating/pages/{lesson.pk}/en/"
    form = client.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name.startswith("base")}
    save_translations(page=lesson, language="en", texts={"heading": {"": "Hers"}})
    client.post(address, {**data, "t0-0": "Mine"})
    assert LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().heading_en == "Hers"


def test_translations_are_for_who_may_edit_the_page(workshop, client_for):
    from tests.factories.cadres import make_trainer

    stranger = client_for(make_trainer("stranger"))
    for address in (
        f"courses/{workshop.course.pk}/en/",
        f"courses/{workshop.course.pk}/en/xliff/",
        f"pages/{workshop.lesson.pk}/en/",
    ):
        answer = stranger.get(f"/cms/translating/{address}")
        assert answer.status_code == 302, address
        assert answer.url == "/cms/"


def test_table_of_a_course_asks_as_often_for_two_lessons_as_for_two_hundred(workshop):
    address = f"/cms/translating/courses/{workshop.course.pk}/en/?show=all"
    lesson = LessonPage.objects.get(slug="lesson-1")
    counts = []
    for size in (2, 20, 200):
        for number in range(LessonPage.objects.count(), size):
            page = LessonPage(
                slug=f"l{number}",
                heading_zh_hans=f"第 {number} 课",
                heading_en=f"Lesson {number}",
                body_zh_hans=lesson.body_zh_hans,
                body_en=lesson.body_en,
            )
            workshop.module.add_child(instance=page)
            page.save_revision()
            workshop.module.refresh_from_db()
        workshop.writer.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert workshop.writer.get(address).status_code == 200
        counts.append(len(captured))
    assert max(counts) <= min(counts) + 1, counts
