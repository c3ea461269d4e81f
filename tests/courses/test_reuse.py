"""A module in several courses: one text, mirrored; done once, it counts in each."""

import pytest

from courses.mirrors import where_used
from courses.models import CoursePage, LessonPage, ModulePage
from courses.outline import outline_of
from courses.reuse import CannotStandHere, use_module
from courses.translating.queries import course_rows
from learning.enrolments.enrol import enrol
from learning.evidence import Witness
from learning.models import StepCompletion
from learning.progress.complete import record_step
from tests.factories.cadres import make_cadre
from tests.factories.courses import make_course
from tests.factories.learning import pass_quiz
from tests.factories.lessons import block, give_body
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared():
    """The module of the course ``law``, with two lessons and a quiz, used in the course ``care`` too."""
    make_course("law", lessons=2)
    make_course("care", lessons=1, quiz=False)
    module = ModulePage.objects.get(url_path__contains="/law/")
    use_module(module=module, course=CoursePage.objects.get(slug="care"))
    return module


def course(slug) -> CoursePage:
    return CoursePage.objects.get(slug=slug)


def steps(slug):
    return [step.key for step in outline_of(course(slug)).steps]


def test_mirror_has_the_same_steps_and_its_own_addresses(shared):
    assert steps("law") == steps("care")[1:]
    mirrored = LessonPage.objects.filter(url_path__contains="/care/").exclude(alias_of=None)
    assert mirrored.count() == 2
    assert use_module(module=shared, course=course("care")).alias_of_id == shared.pk  # twice: the same
    assert mirrored.count() == 2
    with pytest.raises(CannotStandHere):
        use_module(module=shared, course=course("law"))


def test_change_of_the_text_shows_in_every_course_and_is_translated_once(client, shared):
    lesson = LessonPage.objects.filter(alias_of=None, url_path__contains="/law/").order_by("path").first()
    give_body(lesson, "zh-hans", block("text", "<p>改过的正文</p>", "a"))
    for mirror in LessonPage.objects.filter(alias_of=lesson):
        assert "改过的正文" in client.get(mirror.url).content.decode()
    assert len(course_rows(course("care"), "en")) == 3  # the course and what is its own


def test_new_lesson_appears_in_the_mirror_and_a_deleted_one_goes(shared, on_commit):
    lesson = LessonPage(
        slug="third",
        heading_zh_hans="第三课",
        body_zh_hans='[{"type": "text", "value": "<p>x</p>", "id": "x"}]',
    )
    ModulePage.objects.get(pk=shared.pk).add_child(instance=lesson)
    lesson.save_revision().publish()
    assert str(lesson.translation_key) in steps("care")
    with on_commit():
        LessonPage.objects.get(pk=lesson.pk).delete()
    assert not LessonPage.objects.filter(heading_zh_hans="第三课").exists()
    assert str(lesson.translation_key) not in steps("care")


def test_what_is_done_in_one_course_counts_in_the_other_whichever_was_begun_first(shared, on_commit):
    unit = make_tree()["p1a1"]
    cadre = make_cadre("lan", unit=unit)
    law, care = enrol(cadre=cadre, course=course("law")), enrol(cadre=cadre, course=course("care"))
    lesson_key = steps("law")[0]
    with on_commit():
        row, _new = record_step(enrolment=law, step_key=lesson_key, witness=Witness.SELF)
    credited = StepCompletion.objects.get(enrolment=care, step_key=lesson_key)
    assert (credited.occurred_at, credited.witness) == (row.occurred_at, row.witness)
    with on_commit():
        record_step(enrolment=law, step_key=lesson_key, witness=Witness.SELF)
    assert StepCompletion.objects.filter(step_key=lesson_key).count() == 2
    with on_commit():
        pass_quiz(law, "law-1")
    assert StepCompletion.objects.filter(enrolment=care, step_key="law-1").exists()

    late = make_cadre("mei", unit=unit)
    first = enrol(cadre=late, course=course("law"))
    with on_commit():
        record_step(enrolment=first, step_key=lesson_key, witness=Witness.SELF)
    with on_commit():
        second = enrol(cadre=late, course=course("care"))
    assert StepCompletion.objects.filter(enrolment=second, step_key=lesson_key).exists()


def test_mirrored_lesson_is_done_on_its_own_page(client_for, shared):
    cadre = make_cadre("lan", unit=make_tree()["p1a1"])
    mirror = (
        LessonPage.objects.filter(url_path__contains="/care/", alias_of__isnull=False)
        .order_by("path")
        .first()
    )
    client = client_for(cadre.user)
    assert client.get(mirror.url).status_code == 200
    client.post(f"/zh-hans/lessons/{mirror.pk}/done/")
    key = str(mirror.alias_of.translation_key)
    assert StepCompletion.objects.filter(
        step_key=key, enrolment__course_key=course("care").translation_key
    ).exists()


def test_deciding_quiz_is_passed_in_each_course_for_itself(on_commit):
    make_course("law", lessons=1, quiz=False, final=True)
    make_course("care", lessons=1, quiz=False)
    use_module(module=ModulePage.objects.get(url_path__contains="/law/"), course=course("care"))
    cadre = make_cadre("lan", unit=make_tree()["p1a1"])
    law, care = enrol(cadre=cadre, course=course("law")), enrol(cadre=cadre, course=course("care"))
    with on_commit():
        pass_quiz(law, "law-final")
    assert not StepCompletion.objects.filter(enrolment=care, step_key="law-final").exists()


def test_where_it_stands_is_said_before_it_is_edited(workshop):
    make_course("care", lessons=1, quiz=False)
    care = course("care")
    assert f"/cms/reuse/{care.pk}/" in workshop.reviewer.get(f"/cms/pages/{care.pk}/").content.decode()
    answer = workshop.reviewer.post(f"/cms/reuse/{care.pk}/", {"module": workshop.module.pk})
    assert answer.status_code == 302
    assert [found.slug for found in where_used(workshop.module)] == ["law", "care"]
    page = workshop.writer.get(f"/cms/pages/{workshop.lesson.pk}/edit/").content.decode()
    assert "课程 care" in page
