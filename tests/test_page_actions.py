"""Every page type through every action: both languages, the quizzes and the evidence stay right."""

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone
from wagtail.models import Page

from courses.models import CourseIndexPage, CoursePage, Edition, HomePage, LessonPage, ModulePage
from courses.outline import outline_of, quiz_ids_in
from courses.schedule import run_schedule
from learning.certificates.issue import issue_certificate
from learning.models import Certificate, Completion, Enrolment, QuizResult, StepCompletion
from tests.factories.cadres import make_cadre
from tests.factories.courses import make_course
from tests.factories.learning import complete_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db
PAGES = {
    "home": HomePage,
    "index": CourseIndexPage,
    "course": CoursePage,
    "module": ModulePage,
    "lesson": LessonPage,
}
# There is one home page, and a course list stands below it: the workshop offers no copy and no other place.
NOT_OFFERED = {("home", "copy"), ("home", "alias"), ("home", "move"), ("index", "move")}


@pytest.fixture
def world():
    units = make_tree()
    course = make_course("law", modules=1, lessons=2, final=True)
    enrolment = complete_course(make_cadre("lan", unit=units["p1a1"]), course)
    issue_certificate(completion=enrolment.completion)
    other = make_course("other", modules=1, lessons=1, quiz=False)
    ModulePage.objects.descendant_of(other).update(slug="elsewhere")
    second = CourseIndexPage(slug="more", heading_zh_hans="更多课程", heading_en="More courses")
    HomePage.objects.get().add_child(instance=second)
    lesson = LessonPage.objects.descendant_of(course).get(slug="lesson-2")
    pages = {
        "home": HomePage.objects.get(),
        "index": CourseIndexPage.objects.get(slug="courses"),
        "course": CoursePage.objects.get(pk=course.pk),
        "module": ModulePage.objects.descendant_of(course).get(),
        "lesson": lesson,
    }
    places = {
        "course": CourseIndexPage.objects.get(slug="more"),
        "module": CoursePage.objects.get(pk=other.pk),
        "lesson": ModulePage.objects.descendant_of(other).get(),
    }
    return SimpleNamespace(pages=pages, places=places, course=course, enrolment=enrolment)


def evidence() -> list:
    """All of it, but for the links to pages, which may go."""
    facts = [
        list(model.objects.order_by("pk").values())
        for model in (Completion, StepCompletion, QuizResult, Certificate)
    ]
    started = list(
        Enrolment.objects.order_by("pk").values("uuid", "course_key", "edition_id", "completed_at")
    )
    number = Edition.objects.get(pk=started[0]["edition_id"])
    return [*facts, started, number.steps, number.headings]


def texts_below(page) -> list:
    """Headings and bodies of the page and all below it, in both languages, and the quizzes of each lesson."""
    found = []
    for one in Page.objects.filter(path__startswith=page.path).order_by("path").specific():
        quizzes = quiz_ids_in(one) if isinstance(one, LessonPage) else []
        bodies = [
            [(block["type"], block["value"]) for block in one.in_language("body", code).raw_data]
            for code in ("zh-hans", "en")
            if isinstance(one, LessonPage)
        ]
        found.append((one.heading_zh_hans, one.heading_en, bodies, quizzes))
    return found


def again(page):
    return PAGES[kind_of(page)].objects.get(pk=page.pk)


def kind_of(page) -> str:
    return next(kind for kind, model in PAGES.items() if isinstance(page, model))


def renamed(page, **more):
    page = again(page)
    page.heading_zh_hans, page.heading_en = "改过的", "Changed"
    for name, value in more.items():
        setattr(page, name, value)
    return page.save_revision()


def revert(page, world):
    page = again(page)
    first = page.get_latest_revision() or page.save_revision()
    before = texts_below(page)
    renamed(page).publish()
    assert (again(page).heading_zh_hans, again(page).heading_en) == ("改过的", "Changed")
    first.as_object().save_revision(previous_revision=first).publish()
    assert texts_below(again(page)) == before


def copy(page, world):
    copied = page.copy(recursive=True, update_attrs={"slug": f"{page.slug}-copy"}, copy_revisions=False)
    copied = again(copied)
    assert texts_below(copied) == texts_below(again(page))
    assert copied.translation_key != page.translation_key


def alias(page, world):
    made = again(page.create_alias(recursive=True, update_slug=f"{page.slug}-alias"))
    assert texts_below(made) == texts_below(again(page))
    renamed(page).publish()
    assert (again(made).heading_zh_hans, again(made).heading_en) == ("改过的", "Changed")


def move(page, world):
    before = texts_below(page)
    page.move(world.places[kind_of(page)], pos="last-child")
    assert texts_below(again(page)) == before
    assert again(page).translation_key == page.translation_key


def unpublish(page, world):
    before = texts_below(page)
    again(page).unpublish()
    assert not again(page).live
    assert texts_below(again(page)) == before
    again(page).save_revision().publish()
    assert again(page).live
    assert texts_below(again(page)) == before


def schedule(page, world):
    before = texts_below(again(page))
    now = timezone.now()
    revision = renamed(page, go_live_at=now + datetime.timedelta(hours=1))
    revision.publish()
    run_schedule(now=now)
    assert texts_below(again(page)) == before
    revision.refresh_from_db()
    assert revision.approved_go_live_at
    past = now - datetime.timedelta(minutes=1)
    renamed(page, go_live_at=past)
    newest = again(page).get_latest_revision()
    newest.approved_go_live_at = past
    newest.save()
    run_schedule(now=timezone.now())
    assert (again(page).heading_zh_hans, again(page).heading_en) == ("改过的", "Changed")
    assert texts_below(again(page))[0][2:] == before[0][2:]


def delete(page, world):
    again(page).delete()
    assert not Page.objects.filter(path__startswith=page.path).exists()


ACTIONS = {action.__name__: action for action in (revert, copy, alias, move, unpublish, schedule, delete)}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("kind", PAGES)
def test_action_keeps_languages_quizzes_and_evidence(world, kind, action):
    page, before = world.pages[kind], evidence()
    if (kind, action) in NOT_OFFERED:
        assert not (type(page).can_create_at(page.get_parent()) if action != "move" else _can_move(page))
        return
    ACTIONS[action](page, world)
    assert evidence() == before
    if Page.objects.filter(pk=world.course.pk).exists():
        _steps_are_those_of_the_tree(world.course)


def _can_move(page) -> bool:
    """Below any page of the library; the root, and Wagtail's sample page, are none."""
    elsewhere = Page.objects.filter(depth__gt=1).exclude(pk=page.get_parent().pk).specific()
    ours = [place for place in elsewhere if type(place) is not Page]
    return any(page.can_move_to(place) for place in ours)


def _steps_are_those_of_the_tree(course):
    """The outline knows what stands live below the course now, and every quiz of it once. An alias is what it mirrors."""
    outline = outline_of(CoursePage.objects.get(pk=course.pk))
    live = LessonPage.objects.descendant_of(CoursePage.objects.get(pk=course.pk)).live()
    live = [lesson for lesson in live if lesson.get_parent().live]
    assert {lesson.key for lesson in outline.lessons} == {
        str((lesson.alias_of or lesson).translation_key) for lesson in live
    }
    quizzes = [step.key for step in outline.steps if step.kind == "quiz"]
    assert len(quizzes) == len(set(quizzes))
