"""What a reader sees of a lesson: her language or an honest word about it, difficult parts closed, nothing lost."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from courses.blocks import lesson_blocks
from courses.models import LessonPage
from courses.templatetags.course_tags import sections
from quizzes.question_types import question_type_blocks
from tests.factories.cadres import make_user
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


def read(client, lesson, language):
    with translation.override(language):
        address = lesson.url
    return client.get(address).content.decode()


def test_page_without_a_translation_says_in_which_language_it_is_shown(client):
    make_course("law", lessons=1)
    lesson = LessonPage.objects.get()
    lesson.heading_en, lesson.body_en = "", []
    lesson.save_revision().publish()
    page = read(client, lesson, "en")
    assert "has not been translated into your language yet" in page
    assert '<article lang="zh-Hans">' in page
    assert "正文 1" in page
    assert "正文 1" in read(client, lesson, "zh-hans")


def test_quiz_that_only_the_other_language_carries_can_still_be_done(client):
    make_course("law", lessons=1)
    lesson = LessonPage.objects.get()
    field = lesson._meta.get_field("body_en")
    lesson.body_en = field.to_python('[{"type": "text", "value": "<p>Only words</p>", "id": "1"}]')
    lesson.save()  # as it may stand from before this was checked
    assert f"/en/lessons/{lesson.pk}/quizzes/law-1/" in read(client, lesson, "en")


def test_language_links_lead_to_the_same_page(client):
    make_course("law", lessons=1)
    lesson = LessonPage.objects.get()
    chinese = lesson.url
    page = read(client, lesson, "en")
    assert f'href="{chinese}"' in page
    assert '<html lang="en" dir="ltr">' in page


def test_announced_part_is_closed_may_be_skipped_and_what_follows_is_open(client):
    make_course("care", quiz=False, lessons=1)
    lesson = LessonPage.objects.get()
    field = lesson._meta.get_field("body_zh_hans")
    lesson.body_zh_hans = field.to_python(
        '[{"type": "content_notice", "value": {"text": "下面谈到暴力", "minutes": 2, "covers": 1}, "id": "1"},'
        ' {"type": "text", "value": "<p>沉重的一段</p>", "id": "2"}, {"type": "text", "value": "<p>平常的一段</p>", "id": "3"}]'
    )
    lesson.save_revision().publish()
    page = read(client, lesson, "zh-hans")
    closed = re.search(r"<details.*?</details>", page, re.S).group()
    assert "沉重的一段" in closed
    assert "平常的一段" not in closed
    assert "跳过这一部分" in page.partition("<details")[0]


def test_notice_that_covers_more_than_there_is_covers_what_there_is():
    class Block:
        def __init__(self, kind, covers=None):
            self.block_type, self.value = kind, {"covers": covers}

    found = sections([Block("text"), Block("content_notice", 5), Block("text")])
    assert [(section.notice is not None, len(section.blocks)) for section in found] == [(False, 1), (True, 1)]


@pytest.mark.parametrize(
    "block",
    [block for _name, block in [*lesson_blocks(), *question_type_blocks()]],
    ids=lambda b: type(b).__name__,
)
def test_every_block_has_an_icon_a_description_and_a_preview_that_renders(client_for, block):
    block.set_name("preview")
    assert block.meta.icon not in ("placeholder", "")
    assert block.get_description()
    client = client_for(make_user("admin", is_superuser=True))
    answer = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200
