"""Private notes: hers, and nobody else's."""

import pytest
from django.contrib.admin.utils import NestedObjects

from courses.models import LessonPage
from learning.models import PrivateNote
from learning.progress.notes import delete_note, write_note
from tests.factories.cadres import make_cadre, make_supervisor, make_user
from tests.factories.courses import make_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db
SECRET = "想问老师的话"


@pytest.fixture
def lan():
    return make_cadre("lan", unit=make_tree()["p1a1"])


@pytest.fixture
def lesson():
    make_course("law", modules=1, lessons=1)
    return LessonPage.objects.get()


def save(client, lesson, text, seen=0):
    return client.post(f"/en/lessons/{lesson.pk}/note/", {"text": text, "seen": seen}, follow=True)


def test_note_is_written_found_changed_and_deleted_without_a_script(client_for, on_commit, lan, lesson):
    client = client_for(lan.user)
    with on_commit():
        page = save(client, lesson, SECRET).content.decode()
    assert SECRET not in page  # others look on
    page = client.get(lesson.get_url()).content.decode()
    assert f"/lessons/{lesson.pk}/note/" in page
    assert SECRET not in page
    assert SECRET in client.get(f"/en/lessons/{lesson.pk}/note/").content.decode()
    note = PrivateNote.objects.get()
    assert SECRET in client.get("/en/my-notes/").content.decode()
    client.post(f"/en/my-notes/{note.uuid}/", {"text": "别的", "seen": 1})
    assert PrivateNote.objects.get().text == "别的"
    client.post(f"/en/my-notes/{note.uuid}/delete/")
    client.post(f"/en/my-notes/{note.uuid}/delete/")
    assert not PrivateNote.objects.exists()


def test_same_note_sent_twice_is_one_and_an_empty_one_is_gone(client_for, lan, lesson):
    client = client_for(lan.user)
    for _ in range(2):
        save(client, lesson, SECRET)
    assert PrivateNote.objects.get().version == 1
    save(client, lesson, "  ", seen=1)
    assert not PrivateNote.objects.exists()


def test_second_device_does_not_write_over_what_it_has_not_seen(lan, lesson):
    key = lesson.content_key
    write_note(cadre=lan, lesson_key=key, headings={}, text="first", seen=0)
    both = write_note(cadre=lan, lesson_key=key, headings={}, text="second", seen=0)
    assert "first" in both.text
    assert "second" in both.text
    assert write_note(cadre=lan, lesson_key=key, headings={}, text="", seen=1).text == both.text


def test_nobody_else_reads_changes_or_deletes_it(client_for, lan, lesson):
    write_note(cadre=lan, lesson_key=lesson.content_key, headings=lesson.headings, text=SECRET, seen=0)
    note = PrivateNote.objects.get()
    others = [
        make_cadre("mei", unit=lan.unit_today).user,
        make_supervisor("zhou", unit=lan.unit_today),
        make_user("admin", is_superuser=True, is_staff=True),
        None,
    ]
    for user in others:
        client = client_for(user)
        assert client.get(f"/en/my-notes/{note.uuid}/").status_code in (302, 404)
        assert client.post(f"/en/my-notes/{note.uuid}/", {"text": "x", "seen": 1}).status_code in (302, 404)
        client.post(f"/en/my-notes/{note.uuid}/delete/")
        for address in ("/en/my-notes/", f"/en/lessons/{lesson.pk}/note/", lesson.get_url()):
            assert SECRET not in client.get(address).content.decode()
    assert PrivateNote.objects.get().text == SECRET
    assert delete_note(cadre=make_cadre("other"), uuid=note.uuid) is False


def test_cms_knows_no_page_and_no_right_for_it():
    from wagtail.snippets.models import get_snippet_models

    assert PrivateNote not in get_snippet_models()
    assert PrivateNote._meta.default_permissions == ()


def test_note_goes_with_her_and_stays_when_its_lesson_goes(client_for, lan, lesson):
    write_note(cadre=lan, lesson_key=lesson.content_key, headings=lesson.headings, text=SECRET, seen=0)
    client = client_for(lan.user)
    lesson.unpublish()
    assert SECRET in client.get("/en/my-notes/").content.decode()
    gone = NestedObjects(using="default")
    gone.collect([lan])
    assert PrivateNote in gone.data


def test_too_long_a_note_is_given_back_and_not_lost(client_for, lan, lesson):
    answer = save(client_for(lan.user), lesson, "长" * 4001)
    assert answer.status_code == 400
    assert "长" * 4001 in answer.content.decode()


def test_lesson_offers_no_note_and_no_place_to_who_has_no_account(client, lesson):
    page = client.get(lesson.get_url()).content.decode()
    assert "/note/" not in page
    assert "data-resume" not in page
    assert client.post(f"/en/lessons/{lesson.pk}/note/", {"text": "x", "seen": 0}).status_code == 302
