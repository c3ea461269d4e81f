"""Runs in a process of its own, on a site with three languages: migrate, translate a lesson, read it."""

import json
import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.languages.settings_third"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import translation  # noqa: E402

from courses.models import CoursePage, LessonPage  # noqa: E402
from courses.translating.bring import bring_translations, read_translations, recount  # noqa: E402
from courses.translating.change import save_translations  # noqa: E402
from courses.translating.queries import course_rows, translation_counts  # noqa: E402
from courses.translating.xliff import write_xliff  # noqa: E402
from tests.factories.courses import make_course  # noqa: E402
from tests.factories.initial import restore_initial_data  # noqa: E402

LANGUAGE = os.environ["THIRD_LANGUAGE"]
HEADING = {"ug": "ھامىيلىق", "bo": "བོད་ཡིག"}[LANGUAGE]
TEXT = {"ug": "<p>ئاتا-ئانا بالىنىڭ ھامىيسى.</p>", "bo": "<p>བཀྲ་ཤིས་བདེ་ལེགས།</p>"}[LANGUAGE]


def main() -> dict:
    call_command("makemigrations", *os.environ["THIRD_APPS"].split(","), name="third", verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
    setup_test_environment()
    restore_initial_data()
    course = make_course("law", lessons=1, quiz=False)
    recount(course, LANGUAGE)
    before = translation_counts([course])[course.pk, LANGUAGE]
    lesson = LessonPage.objects.get()
    block = lesson.body_zh_hans[0].id
    texts = {"heading": {"": HEADING}, f"body:{block}": {"": TEXT}}
    save_translations(page=lesson, language=LANGUAGE, texts=texts).publish()
    course = CoursePage.objects.get()
    rows = course_rows(course, LANGUAGE)
    content = write_xliff(rows, source_language="zh-hans", target_language=LANGUAGE)
    brought = bring_translations(
        course=course, language=LANGUAGE, texts=read_translations("a.xliff", content, LANGUAGE)
    )
    with translation.override(LANGUAGE):
        page = Client().get(LessonPage.objects.get().url).content.decode()
        help_page = Client().get(reverse("help")).content.decode()
    return {
        "missing_before": before["missing"],
        "counts": translation_counts([course])[course.pk, LANGUAGE],
        "round_trip_pages": brought.pages,
        "page": page,
        "help": help_page,
    }


print(json.dumps(main()))
