"""A trainer's home: her courses with their states, what waits for her, and one click from each to its place."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.home.states import courses_of, states_of
from courses.home.waiting import to_be_reviewed_by, waiting_for
from courses.models import CoursePage, LegalSource, LessonPage
from quizzes.analysis.trouble import troubled_items
from quizzes.models import ItemFigures, Question, Quiz, QuizAnalysis
from tests.courses.editor import form_of, post, send_back
from tests.courses.test_legal_sources import citation, make_source, teach
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


def user_of(client):
    return client.get("/cms/account/").wsgi_request.user


def submit(client, lesson):
    post(client, lesson, form_of(client, lesson) | {"heading_zh_hans": "新版"}, "submit")


def states(course) -> dict:
    """Without those of translations, which have a test of their own."""
    (found,) = states_of([CoursePage.objects.get(pk=course.pk)])
    return {code: number for code, _name, number in found.counts if "translation" not in code}


def test_course_without_work_is_live_and_up_to_date(workshop):
    assert states(workshop.course) == {}


def test_draft_review_and_schedule_are_told_apart(workshop):
    writer, lesson, tested = workshop.writer, workshop.lesson, workshop.tested
    post(writer, lesson, form_of(writer, lesson) | {"heading_zh_hans": "草稿"})
    assert states(workshop.course) == {"draft": 1}
    submit(writer, lesson)
    assert states(workshop.course) == {"in-review": 1}
    send_back(workshop.reviewer, lesson, "请改")
    assert states(workshop.course) == {"sent-back": 1}
    later = LessonPage.objects.get(pk=tested.pk)
    later.go_live_at = timezone.now() + datetime.timedelta(days=1)
    later.save_revision().publish()
    assert states(workshop.course) == {"sent-back": 1, "scheduled": 1}


def test_changed_source_makes_its_translation_stale_and_leads_to_the_translator(workshop):
    writer, lesson = workshop.writer, workshop.lesson
    post(writer, lesson, form_of(writer, lesson) | {"heading_zh_hans": "改过的标题"})
    (state,) = states_of([workshop.course])
    stale = [place for place in state.places if place.state == "stale-translation"]
    assert [place.url for place in stale] == [f"/cms/translating/pages/{lesson.pk}/en/"]


def test_lesson_that_cites_a_superseded_law_is_flagged_at_its_place(workshop):
    source = make_source("old")
    teach(workshop.lesson, citation(source))
    LegalSource.objects.filter(pk=source.pk).update(superseded_by=make_source("new"))
    (state,) = states_of([workshop.course])
    laws = [place.url for place in state.places if place.state == "law-changed"]
    assert laws
    assert all(f"/cms/pages/{workshop.lesson.pk}/edit/#block-" in url for url in laws)


def test_question_that_cites_a_superseded_law_waits_until_it_cites_another(workshop):
    question = Quiz.objects.get().quiz_questions.first().question
    old = make_source("old")
    Question.objects.filter(pk=question.pk).update(source_keys=["old"])
    writer = user_of(workshop.writer)
    assert waiting_for(writer) == []
    LegalSource.objects.filter(pk=old.pk).update(superseded_by=make_source("new"))
    (one,) = waiting_for(writer)
    assert (one.kind, one.url) == ("law", f"/cms/snippets/quizzes/question/edit/{question.pk}/")
    assert str(LegalSource.objects.get(key="new")) in one.note
    Question.objects.filter(pk=question.pk).update(source_keys=["new"])
    assert waiting_for(writer) == []


def test_question_that_fails_people_leads_to_its_analysis(workshop):
    quiz = Quiz.objects.get(key="law-1")
    analysis = QuizAnalysis.objects.create(quiz=quiz, quiz_key=quiz.key, attempts=40, figures={})
    figures = {"analysis": analysis, "n": 40, "left_out": 0, "options": [], "fifths": []}
    bad, good = quiz.live_versions
    ItemFigures.objects.create(version_id=bad, facility=0.1, point_biserial=0.3, **figures)
    ItemFigures.objects.create(version_id=good, facility=0.7, point_biserial=0.4, **figures)
    assert {pk: len(items) for pk, items in troubled_items().items()} == {quiz.pk: 1}
    (state,) = states_of([workshop.course])
    failing = [place for place in state.places if "translation" not in place.state]
    assert [(place.state, place.url) for place in failing] == [
        ("failing-question", "/cms/quizzes/analysis/law-1/")
    ]


def test_review_waits_for_the_reviewer_and_what_is_sent_back_for_the_trainer(workshop):
    lesson = workshop.lesson
    submit(workshop.writer, lesson)
    writer, reviewer = user_of(workshop.writer), user_of(workshop.reviewer)
    assert [one.kind for one in waiting_for(reviewer)] == ["review"]
    assert waiting_for(writer) == []
    send_back(workshop.reviewer, lesson, "第三段请引用条文。")
    (one,) = waiting_for(writer)
    assert (one.kind, one.note, one.url) == (
        "sent-back",
        "第三段请引用条文。",
        f"/cms/pages/{lesson.pk}/edit/",
    )
    assert to_be_reviewed_by(reviewer) == []
    home = workshop.writer.get("/cms/").content.decode()
    assert "第三段请引用条文。" in home
    assert f"/cms/pages/{lesson.pk}/edit/" in home


def test_my_courses_are_those_that_i_wrote_in(workshop):
    make_course("other", lessons=1, quiz=False)
    writer = user_of(workshop.writer)
    assert courses_of(writer) == []
    post(workshop.writer, workshop.lesson, form_of(workshop.writer, workshop.lesson) | {"summary_en": "x"})
    assert [course.slug for course in courses_of(writer)] == ["law"]
    everything = workshop.writer.get("/cms/course-states/").content.decode()
    assert "课程 other" in everything


@pytest.mark.parametrize("size", [1, 4, 12])
def test_states_take_the_same_queries_for_every_size(workshop, size):
    courses = [make_course(f"c{number}", modules=1, lessons=size, quiz=False) for number in range(size)]
    states_of(courses)
    with CaptureQueriesContext(connection) as captured:
        assert len(states_of(courses)) == size
    assert len(captured) <= 10
