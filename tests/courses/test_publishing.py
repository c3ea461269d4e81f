"""What goes live, what is refused, and what a publication leaves alone."""

import datetime
import re

import pytest
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from courses.models import CoursePage, Edition, LessonPage, SensitivityReview
from courses.outline import outline_of
from courses.publishing import NotReady
from courses.schedule import REFUSED, run_schedule
from quizzes.models import Quiz
from tests.courses.editor import approve, body, form_of, post, rich_text
from tests.factories.courses import make_course, make_quiz


def shown(text) -> str:
    """A body as readers see it, without the editor's marks."""
    return re.sub(r' data-block-key="\w+"', "", str(text))


def test_unchanged_form_changes_nothing_in_any_language(workshop):
    before = LessonPage.objects.get(pk=workshop.tested.pk)
    answer = post(workshop.reviewer, before, form_of(workshop.reviewer, before), "publish")
    assert answer.status_code == 302
    after = LessonPage.objects.get(pk=before.pk)
    for field in LessonPage._meta.fields:
        if "_zh_hans" in field.name or field.name.endswith("_en"):
            old, new = getattr(before, field.name), getattr(after, field.name)
            if field.name.startswith("body"):
                assert shown(new) == shown(old)
            else:
                assert (new or "") == (old or ""), field.name
                assert new != "None"


def test_publishing_one_language_leaves_the_other_as_it_was(workshop):
    lesson = workshop.tested
    form = form_of(workshop.reviewer, lesson)
    quiz = Quiz.objects.get(key="law-1")
    form |= {"heading_zh_hans": "改过"} | body(
        "zh-hans", ("text", rich_text("新的正文")), ("quiz", {"quiz": quiz.pk})
    )
    post(workshop.reviewer, lesson, form, "publish")
    after = LessonPage.objects.get(pk=lesson.pk)
    assert after.heading_zh_hans == "改过"
    assert "新的正文" in str(after.body_zh_hans)
    assert after.heading_en == lesson.heading_en
    assert shown(after.body_en) == shown(lesson.body_en)


def test_lesson_in_one_language_only_goes_live_and_takes_nothing_from_the_other(workshop):
    lesson = workshop.lesson
    form = form_of(workshop.reviewer, lesson) | {"heading_en": "", "summary_en": ""} | body("en")
    assert post(workshop.reviewer, lesson, form, "publish").status_code == 302
    after = LessonPage.objects.get(pk=lesson.pk)
    assert after.languages == ["zh-hans"]
    assert len(outline_of(workshop.course).steps) == 2


def test_draft_may_lack_everything(workshop):
    lesson = workshop.lesson
    empty = {"heading_zh_hans": "", "heading_en": ""} | body("zh-hans") | body("en")
    assert post(workshop.writer, lesson, form_of(workshop.writer, lesson) | empty).status_code == 302
    assert LessonPage.objects.get(pk=lesson.pk).heading_zh_hans == lesson.heading_zh_hans


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"heading_zh_hans": ""}, "heading_zh_hans"),
        (body("en"), "body_en"),
        (body("zh-hans", ("text", rich_text("只有正文"))), "body_en"),  # the quiz stands in English only
    ],
    ids=["no heading in the required language", "heading without text", "another quiz in the other language"],
)
@pytest.mark.parametrize("action", ["publish", "submit"])
def test_refusal_stands_beside_its_field_and_what_was_typed_is_kept(workshop, change, field, action):
    lesson = workshop.tested
    client = workshop.reviewer if action == "publish" else workshop.writer
    form = form_of(client, lesson) | change | {"summary_en": "Typed just now"}
    answer = post(client, lesson, form, action)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert "Typed just now" in answer.content.decode()
    assert not Page.objects.get(pk=lesson.pk).workflow_in_progress
    assert LessonPage.objects.get(pk=lesson.pk).summary_en != "Typed just now"


def test_lesson_with_a_quiz_that_is_not_live_is_refused(workshop):
    quiz = make_quiz("unready")
    quiz.unpublish()
    both = body("zh-hans", ("quiz", {"quiz": quiz.pk})) | body("en", ("quiz", {"quiz": quiz.pk}))
    answer = post(
        workshop.reviewer, workshop.lesson, form_of(workshop.reviewer, workshop.lesson) | both, "publish"
    )
    assert set(answer.context["form"].errors) == {"body_zh_hans", "body_en"}


def test_approval_is_refused_when_a_quiz_went_offline_during_the_review(workshop):
    lesson = workshop.tested
    form = form_of(workshop.writer, lesson) | {"heading_zh_hans": "审核中"}
    post(workshop.writer, lesson, form, "submit")
    approve(workshop.reviewer, lesson)
    Quiz.objects.get(key="law-1").unpublish()
    answer = approve(workshop.reviewer, lesson)
    assert answer.url == f"/cms/pages/{lesson.pk}/edit/"
    assert "还没有发布" in workshop.reviewer.get(answer.url).content.decode()
    page = Page.objects.get(pk=lesson.pk)
    assert isinstance(page.current_workflow_task, SensitivityReview)
    assert LessonPage.objects.get(pk=lesson.pk).heading_zh_hans == lesson.heading_zh_hans


def test_live_lesson_stays_live_while_its_revision_is_reviewed(workshop):
    lesson = workshop.lesson
    form = form_of(workshop.writer, lesson) | {"heading_zh_hans": "新版"}
    post(workshop.writer, lesson, form, "submit")
    during = LessonPage.objects.get(pk=lesson.pk)
    assert (during.live, during.heading_zh_hans) == (True, lesson.heading_zh_hans)
    approve(workshop.reviewer, lesson)
    approve(workshop.reviewer, lesson)
    assert LessonPage.objects.get(pk=lesson.pk).heading_zh_hans == "新版"


def test_list_of_chosen_pages_does_not_publish_what_is_not_ready(workshop):
    lesson = workshop.lesson
    post(workshop.writer, lesson, form_of(workshop.writer, lesson) | {"heading_zh_hans": ""})
    answer = workshop.reviewer.post(f"/cms/bulk/wagtailcore/page/publish/?id={lesson.pk}")
    assert answer.url == f"/cms/pages/{lesson.pk}/edit/"
    assert LessonPage.objects.get(pk=lesson.pk).heading_zh_hans == lesson.heading_zh_hans


def test_unfinished_block_of_a_draft_does_not_go_live_by_another_way(workshop):
    """A picture without its alternative text may be saved as a draft; only the editor's form would notice it later."""
    lesson = workshop.lesson
    lesson.body_en = [("image", {"image": None, "alternative_text": "", "caption": ""})]
    revision = lesson.save_revision()
    with pytest.raises(NotReady) as refusal:
        revision.publish()
    assert refusal.value.fields == ["body_en"]


def test_scheduled_publication_waits_for_its_time(workshop):
    lesson = LessonPage.objects.get(pk=workshop.lesson.pk)
    now = timezone.now()
    lesson.heading_zh_hans, lesson.go_live_at = "明天的", now + datetime.timedelta(days=1)
    lesson.save_revision().publish()
    run_schedule(now=now)
    assert LessonPage.objects.get(pk=lesson.pk).heading_zh_hans == workshop.lesson.heading_zh_hans


def schedule(lesson, heading, ago=1):
    """A revision whose time has come ``ago`` minutes ago."""
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.heading_zh_hans = heading
    lesson.go_live_at = timezone.now() - datetime.timedelta(minutes=ago)
    revision = lesson.save_revision()
    revision.approved_go_live_at = lesson.go_live_at
    revision.save()
    return lesson


def test_scheduled_page_that_is_not_ready_stops_no_other_and_its_history_says_why(workshop):
    bad, good = schedule(workshop.lesson, "", ago=2), schedule(workshop.tested, "到时间了")
    run_schedule(now=timezone.now())
    assert LessonPage.objects.get(pk=bad.pk).heading_zh_hans == workshop.lesson.heading_zh_hans
    assert LessonPage.objects.get(pk=good.pk).heading_zh_hans == "到时间了"
    entry = PageLogEntry.objects.get(page_id=bad.pk, action=REFUSED)
    assert entry.data["problems"]
    assert (
        entry.data["problems"][0] in workshop.reviewer.get(f"/cms/pages/{bad.pk}/history/").content.decode()
    )
    run_schedule(now=timezone.now())
    assert PageLogEntry.objects.filter(action=REFUSED).count() == 1


def test_expired_lesson_goes_offline_and_leaves_the_outline(workshop):
    lesson = workshop.lesson
    LessonPage.objects.filter(pk=lesson.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))
    run_schedule(now=timezone.now())
    assert not LessonPage.objects.get(pk=lesson.pk).live
    assert [step.key for step in outline_of(workshop.course).steps] == ["law-1"]


def test_going_back_to_an_old_revision_brings_back_every_language(workshop):
    lesson = LessonPage.objects.get(pk=workshop.lesson.pk)
    first = lesson.get_latest_revision()
    lesson.heading_zh_hans, lesson.heading_en = "第二版", "Second version"
    lesson.save_revision().publish()
    first.as_object().save_revision(previous_revision=first).publish()
    after = LessonPage.objects.get(pk=lesson.pk)
    assert (after.heading_zh_hans, after.heading_en) == (
        workshop.lesson.heading_zh_hans,
        workshop.lesson.heading_en,
    )


def test_copied_course_keeps_both_languages_and_its_quizzes_and_is_another_course(workshop):
    copy = workshop.course.copy(
        recursive=True, update_attrs={"slug": "law-2", "heading_zh_hans": "副本"}, copy_revisions=False
    )
    copy = CoursePage.objects.get(pk=copy.pk)
    old, new = outline_of(workshop.course), outline_of(copy)
    assert (copy.heading_zh_hans, copy.heading_en) == ("副本", workshop.course.heading_en)
    assert [lesson.headings for lesson in new.lessons] == [lesson.headings for lesson in old.lessons]
    assert [step.key for step in new.steps if step.kind == "quiz"] == ["law-1"]
    assert not {lesson.key for lesson in new.lessons} & {lesson.key for lesson in old.lessons}
    assert copy.translation_key != workshop.course.translation_key


def test_moved_lesson_leaves_one_course_and_joins_the_other(workshop):
    other = make_course("other", modules=1, lessons=1, quiz=False)
    workshop.tested.move(other.get_children().get(), pos="last-child")
    assert len(outline_of(workshop.course).steps) == 1
    assert [step.key for step in outline_of(other).steps][1:] == ["law-1"]
    assert Edition.objects.filter(course_key=other.translation_key).count() == 2
    moved = LessonPage.objects.get(pk=workshop.tested.pk)
    assert (moved.live, moved.heading_en) == (True, workshop.tested.heading_en)


def test_unpublished_lesson_leaves_the_outline_and_the_edition_that_evidence_points_at_stays(workshop):
    edition = Edition.objects.get(course_key=workshop.course.translation_key)
    workshop.lesson.unpublish()
    assert len(outline_of(workshop.course).steps) == 1
    assert len(Edition.objects.get(pk=edition.pk).steps) == 2


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "第 1.1 课"), ("en", "Lesson 1.1")])
def test_preview_is_in_the_language_that_is_asked_for(workshop, language, word):
    answer = workshop.lesson.make_preview_request(preview_mode=language)
    assert answer.status_code == 200
    assert word in answer.content.decode()
