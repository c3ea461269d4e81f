"""A change can come by another way than a lesson's own page: by its quiz, the module or course around it, a lesson that is
written and published in one go, and in every course that uses the module. Each asks, and each asks exactly the holders."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page

from courses.changes import asks_for_change, effect_of_change, plan_change, plan_of
from courses.frame import TRAINERS, build_frame
from courses.models import CoursePage, LessonChange, LessonPage, ModulePage, PlannedChange
from courses.outline import outline_of
from courses.reuse import use_module
from learning.models import Refresher, RefresherDone
from learning.progress.refreshers import begin_another_round, due_in_lesson, registration_for
from quizzes.attempts import start_attempt, submit_attempt
from quizzes.models import Quiz
from tests.factories.cadres import make_cadre, make_user
from tests.factories.courses import make_course, make_quiz
from tests.factories.learning import right_answers
from tests.factories.lessons import give_body
from tests.factories.units import make_tree
from tests.learning.progress.test_refreshers import DUE_ON, NOTES, certified, due_lessons, frozen_facts

pytestmark = pytest.mark.django_db
ANSWER = {"kind": "material", "notes": NOTES, "due_on": DUE_ON}


@pytest.fixture
def units():
    return make_tree()


@pytest.fixture
def course(units):
    return make_course("law", modules=2, lessons=2)


@pytest.fixture
def holder(units, course):
    return certified(make_cadre("lan", unit=units["p1a1"]), course)


@pytest.fixture
def trainer(client_for):
    build_frame()
    user = make_user("trainer")
    user.groups.add(Group.objects.get(name=TRAINERS))
    return client_for(user)


def plan(subject, **changes):
    plan_change(subject=subject, **{**ANSWER, **changes})
    return subject


def keys_due(enrolment) -> list:
    return due_lessons(enrolment).get(enrolment.pk, [])


class TestQuiz:
    def test_material_change_asks_for_the_lessons_that_carry_it(self, course, holder):
        quiz = plan(Quiz.objects.get(key="law-1"))
        quiz.save_revision().publish()
        assert keys_due(holder) == ["lesson-2"]
        assert LessonChange.objects.get().lesson.get_parent().slug == "module-1"
        assert plan_of(quiz) is None

    def test_minor_change_asks_nobody(self, course, holder):
        plan(Quiz.objects.get(key="law-1"), kind="minor").save_revision().publish()
        assert keys_due(holder) == []
        assert LessonChange.objects.get().kind == "minor"

    def test_publishing_in_the_cms_is_stopped_by_the_question_until_it_is_answered(
        self, trainer, course, holder
    ):
        quiz = Quiz.objects.get(key="law-1")
        address = reverse("wagtailsnippets_quizzes_quiz:edit", args=[quiz.pk])
        sent = {"title_en": "Another <title>", "action-publish": "1"}
        page = trainer.post(address, sent).content.decode()
        assert 'name="title_en" value="Another &lt;title&gt;"' in page
        assert 'name="change_kind"' in page
        assert not PlannedChange.objects.exists()
        again = trainer.post(address, {**sent, "change_kind": "material"})  # without saying what has changed
        assert again.templates[0].name == "courses/workshop/quiz_change.html"
        answer = {
            "change_kind": "material",
            "change_note_zh_hans": "改了。",
            "refresher_due": DUE_ON.isoformat(),
        }
        went_on = trainer.post(address, {**sent, **answer})
        assert "courses/workshop/quiz_change.html" not in [one.name for one in went_on.templates]
        assert PlannedChange.objects.get().quiz == quiz

    def test_saving_a_draft_and_a_quiz_that_no_live_lesson_carries_ask_nothing(self, trainer, course):
        address = reverse("wagtailsnippets_quizzes_quiz:edit", args=[Quiz.objects.get(key="law-1").pk])
        assert b"change_kind" not in trainer.post(address, {"title_en": "x"}).content
        alone = reverse("wagtailsnippets_quizzes_quiz:edit", args=[make_quiz("alone").pk])
        assert b"change_kind" not in trainer.post(alone, {"title_en": "x", "action-publish": "1"}).content


class TestPagesAround:
    def test_module_asks_for_its_lessons_and_course_for_all(self, course, holder):
        module = plan(ModulePage.objects.get(slug="module-2"))
        assert (effect_of_change(module).holders, effect_of_change(module).minutes_each) == (1, 10)
        module.save_revision().publish()
        assert [c.lesson.get_parent().slug for c in LessonChange.objects.all()] == ["module-2", "module-2"]
        assert len(keys_due(holder)) == 2
        plan(CoursePage.objects.get(slug="law")).save_revision().publish()
        assert len(keys_due(holder)) == 4

    def test_their_forms_ask(self, trainer, course):
        for page in (course, ModulePage.objects.get(slug="module-1")):
            assert b'name="change_kind"' in trainer.get(f"/cms/pages/{page.pk}/edit/").content

    def test_module_without_a_live_lesson_asks_nothing(self, course):
        module = ModulePage.objects.get(slug="module-1")
        for lesson in LessonPage.objects.child_of(module):
            lesson.unpublish()
        assert not asks_for_change(module)


class TestNewLesson:
    def test_form_of_a_new_lesson_asks_in_a_course_that_was_learned_before(self, trainer, course):
        module = ModulePage.objects.get(slug="module-1")
        address = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk])
        assert b'name="change_kind"' in trainer.get(address).content
        CoursePage.objects.get().unpublish()
        assert b'name="change_kind"' not in trainer.get(address).content

    def test_written_and_published_in_one_go_it_is_asked_of_holders(self, course, holder):
        lesson = LessonPage(heading_zh_hans="新课", heading_en="New", slug="new", live=False)
        lesson.answer_on_change = ANSWER
        ModulePage.objects.get(slug="module-1").add_child(instance=lesson)
        text = {"type": "text", "value": "<p>x</p>", "id": "1"}
        give_body(lesson, "zh-hans", text, publish=False)
        give_body(lesson, "en", text)
        assert keys_due(holder) == ["new"]


class TestModuleOfSeveralCourses:
    @pytest.fixture
    def both(self, units):
        """Two courses that share a module; holders of each, and one who holds both."""
        make_course("law", lessons=2, quiz=False)
        make_course("care", lessons=1, quiz=False)
        module = ModulePage.objects.get(url_path__contains="/law/")
        use_module(module=module, course=CoursePage.objects.get(slug="care"))
        law, care = (CoursePage.objects.get(slug=slug) for slug in ("law", "care"))
        lan, mei = (make_cadre(name, unit=units["p1a1"]) for name in ("lan", "mei"))
        return [certified(lan, law), certified(lan, care), certified(mei, care)]

    def test_holders_of_every_course_that_uses_it_are_asked(self, both):
        lesson = plan(LessonPage.objects.get(alias_of=None, slug="lesson-1", url_path__contains="/law/"))
        assert effect_of_change(lesson).holders == 3
        lesson.save_revision().publish()
        assert LessonChange.objects.count() == 2
        assert [len(keys_due(enrolment)) for enrolment in both] == [1, 1, 1]

    def test_publishing_once_more_asks_once(self, both):
        lesson = plan(LessonPage.objects.get(alias_of=None, slug="lesson-1", url_path__contains="/law/"))
        lesson.save_revision().publish()
        lesson.save_revision().publish()
        assert LessonChange.objects.count() == 2

    def test_course_around_a_mirror_asks_for_the_mirror_in_that_course_only(self, both):
        plan(CoursePage.objects.get(slug="care")).save_revision().publish()
        assert [len(keys_due(enrolment)) for enrolment in both] == [0, 3, 3]


class TestAnotherRound:
    @pytest.fixture
    def spent(self, course, holder):
        """A refresher whose quiz allows one attempt, and that has failed."""
        Quiz.objects.filter(key="law-1").update(attempts_allowed=1)
        lesson = plan(LessonPage.objects.get(slug="lesson-2", url_path__contains="module-1"))
        lesson.save_revision().publish()
        self.fail(holder, course, lesson)
        return lesson

    def fail(self, holder, course, lesson):
        key = str(lesson.content_key)
        registration = registration_for(holder.cadre, course, key, begin=True)
        attempt = start_attempt(
            registration=registration, quiz=Quiz.objects.get(key="law-1"), key=registration
        )
        submit_attempt(attempt=attempt, answers={})

    def test_page_offers_it_and_it_has_attempts_of_its_own(self, client_for, course, holder, spent):
        client, before = client_for(holder.cadre.user), frozen_facts()
        page = client.get(spent.get_url()).content.decode()
        address = f"/zh-hans/lessons/{spent.pk}/refresher/"
        assert address in page
        for _twice in range(2):
            assert client.post(address).status_code == 302
        assert Refresher.objects.count() == 2
        assert address not in client.get(spent.get_url()).content.decode()
        registration = registration_for(holder.cadre, course, str(spent.content_key))
        attempt = start_attempt(
            registration=registration, quiz=Quiz.objects.get(key="law-1"), key=registration
        )
        submit_attempt(attempt=attempt, answers=right_answers(attempt))
        assert keys_due(holder) == []
        assert RefresherDone.objects.get().refresher.round == 2
        assert frozen_facts() == before

    def test_while_an_attempt_is_left_there_is_no_other_round(self, course, holder, spent):
        Quiz.objects.filter(key="law-1").update(attempts_allowed=2)
        due = due_in_lesson(holder, str(spent.content_key))
        assert begin_another_round(enrolment=holder, due=due).round == 1

    def test_somebody_for_whom_nothing_is_due_begins_none(self, client_for, units, course, spent):
        outline_of(course)
        client = client_for(make_cadre("mei", unit=units["p1a1"]).user)
        client.post(f"/zh-hans/lessons/{spent.pk}/refresher/")
        assert Refresher.objects.count() == 1
        assert Page.objects.filter(pk=spent.pk).exists()
