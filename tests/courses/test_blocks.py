"""The blocks of a lesson: each explains itself in the picker, and refuses what a reader could not use."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.blocks import lesson_blocks
from courses.models import LessonPage
from quizzes.models import Question
from quizzes.question_types import question_type_blocks

BLOCKS = dict(lesson_blocks())


def in_the_picker():
    """``(model field, block)`` of every block that a trainer can choose."""
    for field in (LessonPage._meta.get_field("body_zh_hans"), Question._meta.get_field("content")):
        yield from field.stream_block.child_blocks.values()


@pytest.mark.django_db
@pytest.mark.parametrize("block", list(in_the_picker()), ids=lambda block: block.name)
def test_block_has_icon_description_and_a_preview_that_renders(client_for, workshop, block):
    assert block.meta.icon != "placeholder"
    assert block.get_description()
    assert block.is_previewable
    answer = workshop.writer.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "css/site.css" in page
    said = re.sub(r"<[^>]*>", " ", page.split("<main")[1]).split()
    assert len("".join(said)) > 10, said


def test_every_block_of_a_lesson_and_of_a_question_is_in_the_picker():
    assert {block.name for block in in_the_picker()} == {*BLOCKS, *dict(question_type_blocks())}


def a_file(name: str):
    return get_document_model().objects.create(title=name, file=ContentFile(b"data", name=name))


def errors_of(block, value) -> set:
    with pytest.raises(ValidationError) as refusal:
        block.clean(block.to_python(value))
    return set(refusal.value.block_errors)


@pytest.mark.django_db
def test_image_without_alternative_text_is_refused():
    image = get_image_model().objects.create(title="A village room", file=get_test_image_file())
    value = {"image": image.pk, "alternative_text": "", "caption": ""}
    assert errors_of(BLOCKS["image"], value) == {"alternative_text"}
    BLOCKS["image"].clean(BLOCKS["image"].to_python({**value, "alternative_text": "妇女们围坐在一起"}))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["song.pdf", "film.mp4", "sound.exe"])
def test_file_of_another_kind_is_no_recording(name):
    value = {"title": "录音", "file": a_file(name).pk, "transcript": "<p>文字稿</p>"}
    assert errors_of(BLOCKS["audio"], value) == {"file"}


@pytest.mark.django_db
def test_recording_and_film_need_their_words():
    audio = {"title": "录音", "file": a_file("a.mp3").pk, "transcript": ""}
    assert errors_of(BLOCKS["audio"], audio) == {"transcript"}
    film = {"title": "短片", "file": a_file("a.mp4").pk, "captions": None, "transcript": ""}
    assert errors_of(BLOCKS["video"], film) == {"captions", "transcript"}
    film |= {"captions": a_file("a.txt").pk, "transcript": "<p>文字稿</p>"}
    assert errors_of(BLOCKS["video"], film) == {"captions"}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["audio", "video", "image", "document", "quiz", "citation"])
def test_draft_may_hold_a_block_whose_file_is_not_chosen_yet(kind):
    block = LessonPage._meta.get_field("body_zh_hans").stream_block.child_blocks[kind]
    block.clean_deferred(block.get_default())
