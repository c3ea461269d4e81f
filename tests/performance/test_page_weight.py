"""A first visit is small enough for 2G: page, styles, scripts and drawings together, compressed."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from courses.content.build import build_course, build_source
from courses.content.read import read_courses, read_sources
from courses.models import LessonPage
from tests.factories.courses import make_index

pytestmark = pytest.mark.django_db
MOST = 50_000  # bytes


def weight(client, address) -> int:
    page = client.get(address).content
    files = set(re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode()))
    contents = [page]
    for name in files:
        with open(finders.find(name), "rb") as file:
            contents.append(file.read())
    return sum(len(gzip.compress(content, 6)) for content in contents)


def test_first_visit_of_the_longest_lesson_is_under_fifty_kilobytes(client):
    for source in read_sources():
        build_source(source)
    build_course(make_index(), next(course for course in read_courses() if course["audience"] == "public"))
    for lesson in LessonPage.objects.live():
        for language in ("zh-hans", "en"):
            assert weight(client, lesson.url.replace("zh-hans", language)) < MOST


def test_compressed_pages_are_sent_to_whoever_asks(client):
    make_index()
    assert client.get("/en/help/", headers={"accept-encoding": "gzip"})["Content-Encoding"] == "gzip"
