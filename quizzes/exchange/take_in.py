"""Questions of the bank from items, and items from questions."""

import io
import json
import uuid

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.blocks import StructBlockValidationError
from wagtail.images import get_image_model
from willow.image import Image as Picture
from willow.image import UnrecognisedImageFormatError

from quizzes.exchange.item import Item
from quizzes.models import Question
from quizzes.question_types import QUESTION_TYPES
from quizzes.texts import in_language
from quizzes.versions import digest_of

NAMESPACE = uuid.UUID("2c1f0a52-6d0e-4c43-9a3f-6f6f4b0d7c11")
PICTURES = ("png", "jpeg", "gif", "webp")


def key_of(item: Item) -> str:
    """The key of the question that an item becomes: the same file again finds the same question."""
    return str(uuid.uuid5(NAMESPACE, digest_of([item.name, item.content])))


def already_here(items: list[Item]) -> set:
    """Keys of those that were taken in before. One query."""
    keys = [key_of(item) for item in items if item.is_taken]
    return set(Question.objects.filter(key__in=keys).values_list("key", flat=True))


@transaction.atomic
def take_in(items: list[Item], *, category: str = "", by=None) -> list[Question]:
    """A question for each item that fits and is not here yet, all or none. Twice: nothing the second time."""
    here = already_here(items)
    made = []
    for item in items:
        key = key_of(item) if item.is_taken else None
        if key is None or key in here:
            continue
        here.add(key)
        made.append(_question(item, key, category, by))
    return made


def _question(item, key, category, by):
    kind = QUESTION_TYPES[item.content["type"]]
    content = _with_pictures(item, by)
    question = Question(key=key, category=category)
    raw = [{"type": kind.code, "id": str(uuid.uuid4()), "value": kind.raw(content)}]
    question.content = Question._meta.get_field("content").to_python(json.dumps(raw))
    question.save()
    if item.tags:
        question.tags.add(*item.tags)
        question.save()
    question.save_revision(user=by)
    return question


def _with_pictures(item, by):
    if not item.files:
        return item.content
    options = []
    for option in item.content["options"]:
        held = item.files.get(option["id"])
        image = _image(*held, title=in_language(option["text"], get_language()), by=by) if held else None
        options.append({**option, "image": image})
    return {**item.content, "options": options}


def _image(name, data, *, title, by):
    """The id of a new picture; None for what is no picture of a kind that browsers show."""
    if not is_picture(data):
        return None
    width, height = Picture.open(io.BytesIO(data)).get_size()
    image = get_image_model()(
        title=title[:200] or name, width=width, height=height, uploaded_by_user=by, file_size=len(data)
    )
    image.file = ImageFile(io.BytesIO(data), name=name.rsplit("/", 1)[-1][:80])
    image.save()
    return image.pk


def is_picture(data: bytes) -> bool:
    try:
        return Picture.open(io.BytesIO(data)).format_name in PICTURES
    except (UnrecognisedImageFormatError, OSError, ValueError):
        return False


def judge(items: list[Item]) -> None:
    """Notes what the form will ask for when a trainer opens an item: a missing language, too many options, no picture."""
    for item in items:
        if not item.is_taken:
            continue
        kind = QUESTION_TYPES[item.content["type"]]
        if any(not is_picture(data) for _name, data in item.files.values()):
            item.note(_("A file is no picture that can be shown; choose another in the form."))
        block = kind.block()
        try:
            block.clean(block.to_python(kind.raw(item.content)))
        except (StructBlockValidationError, ValidationError):
            item.note(
                _("The form will ask for something when it is opened, for example for the text in Chinese.")
            )


def items_of(questions) -> list[Item]:
    """The questions as they stand, for a writer. Names are what is asked, in the reader's language."""
    items = []
    for question in questions:
        block = next(iter(question.content), None)
        if block is None:
            continue
        content = block.block.question_type.content(block.value)
        name = in_language(content["prompt"], get_language())[:80] or str(question.key)
        items.append(Item(name=name, kind=content["type"], content=content, category=question.category))
    return items
