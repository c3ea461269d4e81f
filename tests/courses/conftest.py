"""The workshop: a trainer who writes, a reviewer who publishes, and a course."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group

from courses.frame import REVIEWERS, TRAINERS, build_frame
from courses.models import LessonPage, ModulePage
from tests.factories.cadres import make_user
from tests.factories.courses import make_course


def member_of(group: str, username: str):
    user = make_user(username)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def workshop(db, client_for):
    """``course`` with one module of two lessons, the last with the quiz ``law-1``; ``writer`` and ``reviewer`` signed in."""
    build_frame()
    course = make_course("law", modules=1, lessons=2)
    return SimpleNamespace(
        course=course,
        module=ModulePage.objects.get(slug="module-1"),
        lesson=LessonPage.objects.get(slug="lesson-1"),
        tested=LessonPage.objects.get(slug="lesson-2"),
        writer=client_for(member_of(TRAINERS, "writer")),
        reviewer=client_for(member_of(REVIEWERS, "reviewer")),
    )
