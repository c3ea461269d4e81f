"""Files of Moodle in the CMS: looked at first, taken in once, and nothing lost without a word."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images import get_image_model

from courses.content.build import build_question
from courses.frame import TRAINERS, build_frame
from quizzes.exchange import moodle, moodle_out
from quizzes.exchange.formats import FORMATS
from quizzes.exchange.qti import package
from quizzes.exchange.take_in import items_of, take_in
from quizzes.models import Question
from quizzes.question_types import QUESTION_TYPES
from quizzes.question_types.partial import MINUS_WRONG
from tests.courses.conftest import member_of
from tests.factories.cadres import make_user
from tests.factories.courses import make_quiz
from tests.factories.questions import WRITTEN

EXPORT = (Path(__file__).parent / "files" / "moodle-export.xml").read_bytes()


def items():
    return {item.name: item for item in moodle.read(EXPORT, language="en")}


def test_file_as_moodle_exports_it_is_read_question_by_question():
    found = {name: item.content and item.content["type"] for name, item in items().items()}
    assert found == {
        "Single with tags": "single_choice",
        "Several, two languages": "multiple_choice",
        "Pictures": "image_choice",
        "Waiting": "true_false",
        "Hotline": "short_answer",
        "Days": "numeric",
        "Numbers": "matching",
        "In words": "open_answer",
        "Gaps": "blanks",
        "Select": "blanks",
        "Drag": "blanks",
        "Steps": "ordering",
        "A text": None,
        "A calculated": None,
        "A calculatedmulti": None,
        "A ddimageortext": None,
        "A ddmarker": None,
        "A stack": None,
        "Broken": None,
    }
    assert {item.category for item in items().values()} == {"Default for law/Helplines"}


def test_html_and_marked_languages_become_plain_texts_by_language():
    found = items()
    assert found["Single with tags"].content["prompt"] == {"en": "Who gives legal aid?"}
    assert found["Single with tags"].content["options"][0]["text"] == {"en": "An institution & its lawyers"}
    assert found["Single with tags"].content["explanation"] == {"en": "See the law."}
    several = found["Several, two languages"]
    assert several.content["prompt"] == {"en": "Which numbers help?", "zh-hans": "哪些电话可以求助？"}
    assert several.content["partial"] == MINUS_WRONG
    assert any("fr" in note for note in several.notes)


def test_gaps_are_read_with_their_choices_and_variants():
    gaps = items()["Gaps"].content
    assert gaps["text"] == {"en": "Call [1] first; [2] helps. It takes [3] days."}
    assert [bool(gap["choices"]) for gap in gaps["parts"]] == [False, True, False]
    assert gaps["parts"][0]["accepted"] == {"en": ["110"]}
    select = items()["Select"].content
    assert select["text"] == {"en": "Call [1] first, then [2]."}
    assert [gap["accepted"]["en"] for gap in select["parts"]] == [["110"], ["12348"]]


@pytest.mark.parametrize(
    "name", ["Gaps", "Several, two languages", "Single with tags", "In words", "A stack", "A text", "Broken"]
)
def test_whatever_is_lost_is_said(name):
    assert items()[name].notes


def test_nothing_is_said_where_nothing_is_lost():
    found = items()
    assert {name: found[name].notes for name in ("Waiting", "Hotline", "Days", "Numbers")} == {
        "Waiting": [],
        "Hotline": [],
        "Days": [],
        "Numbers": [],
    }


@pytest.fixture
def trainer(client_for, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    build_frame()
    return client_for(member_of(TRAINERS, "writer"))


def send(client, action="look", *, data=EXPORT, shown="", **fields):
    form = {"file": SimpleUploadedFile("bank.xml", data), "language": "en", "category": "", "action": action}
    return client.post(reverse("exchange:index"), form | {"shown": shown} | fields)


@pytest.mark.django_db
def test_file_is_reported_on_and_taken_in_only_when_that_is_confirmed(trainer):
    report = send(trainer)
    assert report.status_code == 200
    assert (report.context["fitting"], report.context["refused"]) == (12, 7)
    assert "stack" in report.content.decode()
    assert not Question.objects.exists()
    done = send(trainer, "take-in", shown=report.context["shown"])
    assert done.status_code == 302
    assert Question.objects.count() == 12
    again = send(trainer)
    assert again.context["fitting"] == 0
    send(trainer, "take-in", shown=again.context["shown"])
    assert Question.objects.count() == 12


@pytest.mark.django_db
def test_other_file_than_the_one_looked_at_is_only_reported_on(trainer):
    report = send(trainer)
    other = send(trainer, "take-in", shown=report.context["shown"], data=b"New {=a ~b}")
    assert other.status_code == 200
    assert not Question.objects.exists()


@pytest.mark.django_db
def test_hostile_file_is_refused_beside_its_field(trainer):
    bomb = b'<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "a">]><quiz>&a;</quiz>'
    answer = send(trainer, data=bomb)
    assert answer.status_code == 400
    assert list(answer.context["import_form"].errors) == ["file"]


@pytest.mark.django_db
def test_whoever_writes_no_questions_neither_imports_nor_exports(client_for, trainer):
    for client in (client_for(), client_for(make_user("reader"))):
        assert client.get(reverse("exchange:index")).status_code in (302, 403)
        assert client.get(reverse("exchange:export"), {"format": "gift", "download": 1}).status_code in (
            302,
            403,
        )


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(FORMATS))
def test_quiz_is_exported_after_its_losses_are_shown(trainer, code):
    quiz = make_quiz("law")
    build_question(WRITTEN["case"])
    report = trainer.get(reverse("exchange:export"), {"format": code, "quiz": ""})
    assert (report.context["exported"], len(report.context["export_rows"])) == (2, 1)
    file = trainer.get(reverse("exchange:export"), {"format": code, "quiz": quiz.pk, "download": 1})
    assert "attachment" in file["Content-Disposition"]
    found = FORMATS[code].read(file.content, language="en")
    assert [item.is_taken for item in found] == [True, True]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("write", "read"),
    [
        (moodle_out.write, moodle.read),
        (lambda items: package.write(items, version="2.1"), package.read),
        (lambda items: package.write(items, version="3.0"), package.read),
    ],
)
def test_pictures_travel_with_their_questions(settings, tmp_path, write, read):
    settings.MEDIA_ROOT = tmp_path
    taken = take_in([items()["Pictures"]])
    assert get_image_model().objects.count() == 2
    (out,) = items_of(taken)
    assert all(option["file"] and option["image"] for option in out.content["options"])
    data = write([out])
    (back,) = read(data, language="en")
    assert back.content["type"] == "image_choice"
    assert [option["text"] for option in back.content["options"]] == [{"en": "A fist"}, {"en": "thumb.png"}]
    assert all(held.startswith(b"\x89PNG") for _name, held in back.files.values())


@pytest.mark.django_db
def test_form_holds_pictures_and_freezing_them_asks_once(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (question,) = take_in([items()["Pictures"]])
    kind, value = QUESTION_TYPES["image_choice"], question.content[0].value
    content = kind.content(value)
    block = kind.block()
    assert kind.content(block.to_python(kind.raw(content))) == content
    public = kind.public(content)
    assert all(option["src"].startswith("/media/") for option in public["options"])


@pytest.mark.django_db
def test_file_that_says_picture_and_is_none_is_not_kept(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    item = items()["Pictures"]
    item.files = dict.fromkeys(item.files, ("evil.svg", b"<svg onload='x()'/>"))
    take_in([item])
    assert not get_image_model().objects.exists()
