"""Work on the trainers' tables: courses that are theirs, a draft, a lesson in review, and one that came back."""

import uuid

from django.contrib.auth import get_user_model
from wagtail.models import Page

from courses.changes import plan_change
from courses.models import CoursePage, LessonPage
from learning.demo.accounts import DEMO_ACCOUNTS
from learning.enrolments.enrol import cadre_of
from learning.letters.write import write_letter

LETTERS = uuid.UUID("6e3f1d2a-7c55-4f0e-9a44-3b1f5f0d8c21")


def build_workshop() -> None:
    """Twice: once. Nothing of it goes live."""
    people = {user.username: user for user in get_user_model().objects.filter(username__in=DEMO_ACCOUNTS)}
    trainer, reviewer = people["trainer"], people["reviewer"]
    Page.objects.filter(pk__in=CoursePage.objects.filter(owner=None)).update(owner=trainer)
    lessons = list(LessonPage.objects.live().order_by("path")[:3])
    if len(lessons) < 3 or any(lesson.has_unpublished_changes for lesson in lessons):
        return
    draft, submitted, returned = lessons
    _letters(submitted, returned)
    _rework(draft, trainer)
    plan_change(subject=submitted, kind="minor", notes={}, due_on=None)
    _submit(submitted, trainer)
    state = _submit(returned, trainer)
    state.current_task_state.specific.reject(user=reviewer, comment="请在第二段补上条文出处。")


def _letters(asked, faulty) -> None:
    """What two readers wrote: a question, and a mistake. They wait for the trainer."""
    cadre = cadre_of(get_user_model().objects.get(username="cadre"))
    question = "村里有人问：申请法律援助要带哪些材料？能不能在这一课里写清楚？"
    mistake = "This link in the second paragraph leads to a page that is no longer there."
    write_letter(uuid=uuid.uuid5(LETTERS, "question"), kind="question", text=question, lesson=asked, language="zh-hans", cadre=cadre)  # fmt: skip
    write_letter(uuid=uuid.uuid5(LETTERS, "mistake"), kind="mistake", text=mistake, lesson=faulty, language="en", cadre=cadre)  # fmt: skip


def _rework(lesson, trainer) -> LessonPage:
    lesson.summary_zh_hans = f"{lesson.summary_zh_hans}（修订稿）"
    lesson.save_revision(user=trainer)
    return LessonPage.objects.get(pk=lesson.pk)


def _submit(lesson, trainer):
    draft = _rework(lesson, trainer)
    return draft.get_workflow().start(draft, trainer)
