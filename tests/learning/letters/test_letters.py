"""From any lesson a reader reports a mistake or asks; it waits on the trainer's home, and nobody learns who wrote it."""

import datetime
import uuid

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from courses.frame import TRAINERS, build_frame
from courses.models import LessonPage
from learning.letters.models import Letter
from learning.letters.queries import letters_waiting
from learning.letters.views import MOST_AN_HOUR
from learning.letters.write import answer_letter, forget_old_letters, write_letter
from tests.factories.cadres import make_cadre, make_user
from tests.factories.courses import make_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson():
    build_frame()
    make_course("law", lessons=1, quiz=False)
    return LessonPage.objects.get()


@pytest.fixture
def trainer():
    user = make_user("writer")
    user.groups.add(Group.objects.get(name=TRAINERS))
    return user


def address(lesson):
    return f"/en/lessons/{lesson.pk}/letter/"


def words(text="Article 3 is wrong", **more):
    return {"kind": "mistake", "text": text, "key": str(uuid.uuid4()), **more}


def test_anybody_who_may_read_the_lesson_can_write_without_an_account(client, lesson):
    assert (
        f"/en/lessons/{lesson.pk}/letter/"
        in client.get(f"/en/courses/law/module-1/{lesson.slug}/").content.decode()
    )
    assert client.get(address(lesson)).status_code == 200
    assert client.post(address(lesson), words()).status_code == 302
    letter = Letter.objects.get()
    assert (letter.text, letter.cadre, letter.lesson) == ("Article 3 is wrong", None, lesson)
    assert not client.cookies.get("sessionid")


def test_same_form_sent_twice_is_one_letter(client, lesson):
    sent = words()
    client.post(address(lesson), sent)
    client.post(address(lesson), sent | {"text": "changed"})
    assert Letter.objects.get().text == "Article 3 is wrong"


def test_identifiers_are_masked_before_anything_is_kept(lesson):
    letter, _new = write_letter(
        uuid=uuid.uuid4(), kind="question", text="她的电话 13812345678", lesson=lesson, language="zh-hans"
    )
    assert "13812345678" not in Letter.objects.get(pk=letter.pk).text


def test_empty_or_endless_letter_and_a_hidden_lesson_are_refused(client, lesson):
    assert client.post(address(lesson), words("")).status_code == 400
    assert client.post(address(lesson), words("x" * 1001)).status_code == 400
    lesson.unpublish()
    assert client.post(address(lesson), words()).status_code == 404
    assert Letter.objects.count() == 0


def test_lesson_for_cadres_takes_letters_from_them_only(client, client_for, lesson):
    lesson.course.__class__.objects.update(audience="cadres")
    assert client.post(address(lesson), words()).status_code == 302
    assert Letter.objects.count() == 0
    cadre = make_cadre("lan", unit=make_tree()["p1a1"])
    client_for(cadre.user).post(address(lesson), words())
    assert Letter.objects.get().cadre == cadre


def test_flood_from_one_place_ends(client, lesson):
    for _time in range(MOST_AN_HOUR):
        assert client.post(address(lesson), words()).status_code == 302
    assert client.post(address(lesson), words()).status_code == 400
    assert Letter.objects.count() == MOST_AN_HOUR


def test_letter_waits_on_the_trainers_home_and_the_answer_reaches_its_writer_only(
    client_for, lesson, trainer
):
    units = make_tree()
    cadre, other = make_cadre("lan", unit=units["p1a1"]), make_cadre("mei", unit=units["p1a1"])
    client_for(cadre.user).post(address(lesson), words("What about Article 5?", kind="question"))
    office = client_for(trainer)
    assert "/cms/letters/" in office.get("/cms/").content.decode()
    page = office.get("/cms/letters/").content.decode()
    assert "What about Article 5?" in page
    assert cadre.name not in page
    letter = Letter.objects.get()
    office.post("/cms/letters/", {"letter": letter.pk, f"l{letter.pk}-answer": "It is in Article 6 now."})
    assert letters_waiting(trainer).count() == 0
    assert "It is in Article 6 now." in client_for(cadre.user).get("/en/my-letters/").content.decode()
    assert "Article 6" not in client_for(other.user).get("/en/my-letters/").content.decode()


def test_second_answer_changes_nothing(lesson, trainer):
    letter, _new = write_letter(uuid=uuid.uuid4(), kind="question", text="?", lesson=lesson, language="en")
    assert answer_letter(letter=letter, answer="first", by=trainer) is True
    assert answer_letter(letter=letter, answer="second", by=trainer) is False
    letter.refresh_from_db()
    assert letter.answer == "first"


def test_letters_are_for_people_with_the_right(client_for, lesson):
    user = make_user("marker")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert client_for(user).get("/cms/letters/").status_code == 302
    assert letters_waiting(user).count() == 0


def test_answered_letters_are_forgotten_after_a_year_and_open_ones_are_not(lesson, trainer):
    now = timezone.now()
    for days in (400, 100):
        letter, _new = write_letter(
            uuid=uuid.uuid4(), kind="mistake", text=f"{days}", lesson=lesson, language="en"
        )
        Letter.objects.filter(pk=letter.pk).update(answered_at=now - datetime.timedelta(days=days))
    open_one, _new = write_letter(
        uuid=uuid.uuid4(), kind="mistake", text="open", lesson=lesson, language="en"
    )
    Letter.objects.filter(pk=open_one.pk).update(written_at=now - datetime.timedelta(days=900))
    assert forget_old_letters(now=now) == 1
    assert set(Letter.objects.values_list("text", flat=True)) == {"100", "open"}
    assert forget_old_letters(now=now) == 0


def test_letter_outlives_its_lesson(lesson):
    write_letter(uuid=uuid.uuid4(), kind="mistake", text="?", lesson=lesson, language="en")
    lesson.delete()
    assert Letter.objects.get().headings["en"] == "Lesson 1.1"
