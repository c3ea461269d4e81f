"""Two steps: a lawyer reads the content, then somebody checks how it meets people in distress. Who may do which is a group;
the checklist is kept with the decision; what is live stays live meanwhile."""

import pytest
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from courses.frame import CONTENT_REVIEWERS, SENSITIVITY_REVIEWERS, build_frame
from courses.models import ContentReview, LessonPage, SensitivityDecision, SensitivityReview
from courses.models.review import CHECKLIST
from tests.courses.conftest import member_of
from tests.courses.editor import approve, form_of, post, send_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(workshop, client_for):
    """A lesson that its trainer submitted; ``lawyer`` and ``carer`` are in one group each."""
    workshop.lawyer = client_for(member_of(CONTENT_REVIEWERS, "lawyer"))
    workshop.carer = client_for(member_of(SENSITIVITY_REVIEWERS, "carer"))
    form = form_of(workshop.writer, workshop.lesson) | {"heading_zh_hans": "新版"}
    post(workshop.writer, workshop.lesson, form, "submit")
    return workshop


def step(lesson):
    task = Page.objects.get(pk=lesson.pk).current_workflow_task
    return type(task) if task else None


def heading(lesson):
    return LessonPage.objects.get(pk=lesson.pk).heading_zh_hans


def test_each_step_is_done_by_its_own_group_and_by_no_other(submitted):
    lesson = submitted.lesson
    approve(submitted.carer, lesson)
    assert step(lesson) is ContentReview
    approve(submitted.lawyer, lesson)
    assert step(lesson) is SensitivityReview
    approve(submitted.lawyer, lesson)
    assert step(lesson) is SensitivityReview
    assert heading(lesson) == lesson.heading_zh_hans
    approve(submitted.carer, lesson)
    assert step(lesson) is None
    assert heading(lesson) == "新版"


def test_checklist_is_kept_with_the_decision_and_in_the_history(submitted):
    lesson = submitted.lesson
    approve(submitted.lawyer, lesson)
    state = Page.objects.get(pk=lesson.pk).current_workflow_task_state
    answers = dict.fromkeys(CHECKLIST, "yes") | {"help": "not-here"}
    address = reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk])
    submitted.carer.post(address, {"comment": "很好", **answers})
    decision = SensitivityDecision.objects.get()
    assert decision.checklist == answers
    assert decision.finished_by.username == "carer"
    entry = PageLogEntry.objects.filter(page_id=lesson.pk, action="wagtail.workflow.approve").latest("pk")
    assert "很好" in entry.data["comment"]
    assert str(CHECKLIST["help"]) in entry.data["comment"]


@pytest.mark.parametrize("answers", [{}, {"announced": "yes"}, dict.fromkeys(CHECKLIST, "certainly")])
def test_nothing_is_approved_with_points_left_open(submitted, answers):
    lesson = submitted.lesson
    approve(submitted.lawyer, lesson)
    state = Page.objects.get(pk=lesson.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk])
    submitted.carer.post(address, {"comment": "", **answers})
    assert step(lesson) is SensitivityReview
    form = form_of(submitted.carer, lesson)  # the way around the window
    post(submitted.carer, lesson, form | {"workflow-action-name": "approve"}, "workflow-action")
    assert step(lesson) is SensitivityReview


def test_sent_back_needs_a_word_and_leaves_what_is_live(submitted):
    lesson = submitted.lesson
    send_back(submitted.lawyer, lesson, "")
    assert Page.objects.get(pk=lesson.pk).current_workflow_state.status == "in_progress"
    send_back(submitted.lawyer, lesson, "第三段请引用条文。")
    assert Page.objects.get(pk=lesson.pk).current_workflow_state.status == "needs_changes"
    assert heading(lesson) == lesson.heading_zh_hans
    page = submitted.writer.get(f"/cms/pages/{lesson.pk}/history/").content.decode()
    assert "第三段请引用条文。" in page


def test_reviewers_publish_nothing_past_the_two_steps(submitted):
    lesson = submitted.tested
    for client in (submitted.lawyer, submitted.carer):
        form = form_of(client, lesson) | {"heading_zh_hans": "绕过"}
        post(client, lesson, form, "publish")
    assert heading(lesson) == lesson.heading_zh_hans


def test_window_of_the_reviewer_says_what_a_material_change_causes(submitted):
    lesson = submitted.lesson
    state = Page.objects.get(pk=lesson.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk])
    assert "细节改动" in submitted.lawyer.get(address).json()["html"]


def test_building_the_frame_again_changes_no_step(submitted):
    before = (ContentReview.objects.get().pk, SensitivityReview.objects.get().pk)
    build_frame()
    assert (ContentReview.objects.get().pk, SensitivityReview.objects.get().pk) == before
