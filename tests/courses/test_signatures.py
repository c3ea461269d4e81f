"""Text about safety and law is read in a language only when a named native reviewer has signed it."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.frame import REVIEWERS, TRAINERS, build_frame
from courses.models import CoursePage, LessonPage, NativeSignature
from courses.signing import languages_to_be_signed, sign, waits_for_signature
from tests.factories.cadres import make_user
from tests.factories.courses import make_course
from tests.factories.lessons import block, give_body

pytestmark = pytest.mark.django_db
NOTICE = {"text": "Something hard", "minutes": 5, "covers": 1}
FALLBACK = "has not been signed yet by somebody who speaks the language as a native"


@pytest.fixture
def lesson(settings):
    """A public lesson in two languages, of which English has to be signed."""
    settings.LANGUAGES_TO_BE_SIGNED = ["en"]
    course = make_course("law", lessons=2, quiz=False)
    CoursePage.objects.filter(pk=course.pk).update(audience="public")
    found = LessonPage.objects.get(slug="lesson-1")
    give_body(
        found,
        "zh-hans",
        block("content_notice", {**NOTICE, "text": "有些难"}, "n"),
        block("text", "<p>中文</p>", "t"),
    )
    return give_body(
        found, "en", block("content_notice", NOTICE, "n"), block("text", "<p>English words</p>", "t")
    )


def read(client, lesson) -> str:
    return client.get(f"/en/courses/law/module-1/{lesson.slug}/").content.decode()


def test_unsigned_language_falls_back_and_says_so_and_a_signature_shows_it(client, lesson):
    page = read(client, lesson)
    assert FALLBACK in page
    assert "中文" in page
    assert "English words" not in page
    sign(lesson=lesson, language="en", name="Mary Example", by=None)
    page = read(client, lesson)
    assert "English words" in page
    assert FALLBACK not in page
    assert "Mary Example" not in page


def test_changed_words_have_to_be_signed_again_and_other_words_do_not(client, lesson):
    sign(lesson=lesson, language="en", name="Mary Example", by=None)
    notice = block("content_notice", NOTICE, "n")
    give_body(lesson, "en", notice, block("text", "<p>Other words</p>", "t"))
    assert "Other words" in read(client, lesson)
    give_body(
        lesson,
        "en",
        block("content_notice", {**NOTICE, "text": "Worse"}, "n"),
        block("text", "<p>x</p>", "t"),
    )
    assert FALLBACK in read(client, lesson)


def test_lesson_without_such_text_and_languages_that_need_none_wait_for_nobody(client, lesson, settings):
    assert "Body 2" in read(client, LessonPage.objects.get(slug="lesson-2"))
    assert not waits_for_signature(lesson, "zh-hans")
    del settings.LANGUAGES_TO_BE_SIGNED
    assert languages_to_be_signed() == set()
    settings.LANGUAGES = [*settings.LANGUAGES, ("ug", "Uyghur")]
    assert languages_to_be_signed() == {"ug"}


def test_same_words_are_signed_once(lesson):
    first = sign(lesson=lesson, language="en", name="Mary Example", by=None)
    assert sign(lesson=lesson, language="en", name="Somebody Else", by=None) == first
    assert NativeSignature.objects.count() == 1


def test_reading_asks_the_database_once_more_at_most(client, lesson, settings):
    read(client, lesson)
    with CaptureQueriesContext(connection) as signed:
        read(client, lesson)
    settings.LANGUAGES_TO_BE_SIGNED = []
    read(client, lesson)
    with CaptureQueriesContext(connection) as free:
        read(client, lesson)
    assert len(signed) <= len(free) + 1


class TestInTheCms:
    @pytest.fixture
    def address(self, lesson):
        build_frame()
        return reverse("translating:signatures", args=[lesson.course.pk, "en"])

    def client(self, client_for, group):
        user = make_user(group.lower())
        user.groups.add(Group.objects.get(name=group))
        return client_for(user)

    def test_reviewer_signs_with_a_name_and_a_confirmation(self, client_for, client, lesson, address):
        reviewer = self.client(client_for, REVIEWERS)
        page = reviewer.get(address)
        assert [row["lesson"].slug for row in page.context["rows"]] == ["lesson-1"]
        reviewer.post(address, {"lesson": lesson.pk, "name": "Mary Example"})  # without the confirmation
        reviewer.post(address, {"lesson": lesson.pk, "name": "", "has_read": "on"})
        assert not NativeSignature.objects.exists()
        reviewer.post(address, {"lesson": lesson.pk, "name": "Mary Example", "has_read": "on"})
        signature = NativeSignature.objects.get()
        assert (signature.name, signature.entered_by.username) == ("Mary Example", "reviewers")
        assert "Mary Example" in reviewer.get(address).content.decode()
        assert "English words" in read(client, lesson)

    def test_trainer_sees_it_and_does_not_sign(self, client_for, lesson, address):
        trainer = self.client(client_for, TRAINERS)
        assert trainer.get(address).status_code == 200
        answer = trainer.post(address, {"lesson": lesson.pk, "name": "Mary", "has_read": "on"})
        assert answer.status_code in (302, 403)
        assert not NativeSignature.objects.exists()

    @pytest.mark.parametrize("pk", ["0", "x", ""])
    def test_lesson_of_elsewhere_is_not_signed(self, client_for, address, pk):
        reviewer = self.client(client_for, REVIEWERS)
        assert (
            reviewer.post(address, {"lesson": pk, "name": "M", "has_read": "on"}, follow=True).status_code
            == 404
        )

    def test_language_that_needs_none_has_no_such_page(self, client_for, address, settings):
        settings.LANGUAGES_TO_BE_SIGNED = []
        assert self.client(client_for, REVIEWERS).get(address, follow=True).status_code == 404
