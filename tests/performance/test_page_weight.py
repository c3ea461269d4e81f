"""A first visit of any learner's page is small enough for 2G: page, styles, scripts and pictures together, compressed.

The limits, without a clock. ``make page-weight`` measures the same in a browser.
"""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from courses.content.build import build_course, build_source
from courses.content.read import read_courses, read_sources
from courses.models import LessonPage
from learning.certificates.issue import issue_certificate
from learning.enrolments.enrol import enrol
from tests.factories.cadres import make_cadre
from tests.factories.courses import make_course, make_index
from tests.factories.learning import complete_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db
MOST = 50_000  # bytes
MOST_OF_SCRIPTS = 15_000
COMPRESSED_ALREADY = {"image/webp", "image/avif", "image/png", "image/jpeg"}


def sent(content: bytes, kind: str = "") -> int:
    return len(content) if kind in COMPRESSED_ALREADY else len(gzip.compress(content, 6))


def static_file(name: str) -> bytes:
    path = finders.find(name)
    assert path, name
    with open(path, "rb") as file:
        return file.read()


def weight(client, address) -> dict[str, int]:
    """``{"all", "scripts"}`` of a first visit: whatever the page names, and the modules that its scripts import."""
    answer = client.get(address, follow=True)
    html = answer.content.decode()
    names = set(re.findall(r'(?:href|src)="/static/([^"]+)"', html))
    pictures = {
        picture
        for picture in re.findall(r'<img[^>]+src="(/[^"]+)"', html)
        if not picture.startswith("/static/")
    }
    total, scripts = sent(answer.content), 0
    for name in names:
        size = sent(static_file(name))
        total += size
        scripts += size if name.endswith(".js") else 0
    for picture in pictures:
        file = client.get(picture)
        total += sent(b"".join(file) if file.streaming else file.content, file["Content-Type"])
    return {"all": total, "scripts": scripts}


def too_heavy(client, paths) -> dict:
    found = {}
    for language in ("zh-hans", "en"):
        for path in paths:
            weighs = weight(client, f"/{language}{path}")
            if weighs["all"] > MOST or weighs["scripts"] > MOST_OF_SCRIPTS:
                found[language, path] = weighs
    return found


def test_every_page_of_the_public_courses_is_light(client):
    for source in read_sources():
        build_source(source)
    for data in read_courses():
        if data["audience"] == "public":
            build_course(make_index(), data)
    lessons = [lesson.url.replace("/zh-hans", "", 1) for lesson in LessonPage.objects.live()]
    above = {
        "/".join(lesson.split("/")[:depth]) + "/" for lesson in lessons for depth in (-2, -3)
    }  # module, course
    public = [
        "/",
        "/courses/",
        "/courses/?q=law",
        "/help/",
        "/privacy/",
        "/reading/",
        "/account/login/",
        "/account/password/reset/",
        "/verify/",
        "/join/",
        "/taken-along/",
        "/nowhere/",
    ]
    assert lessons
    assert too_heavy(client, [*public, *above, *lessons]) == {}


def test_every_page_of_a_cadre_is_light(client_for):
    cadre = make_cadre("lan", unit=make_tree()["p1a1"])
    enrolment = complete_course(cadre, make_course("law", modules=2, lessons=2, final=True))
    more = make_course("more", modules=1, lessons=2)
    enrol(cadre=cadre, course=more)
    certificate = issue_certificate(completion=enrolment.completion)
    lesson = LessonPage.objects.filter(url_path__contains="/law/").order_by("path").first()
    mine = [
        "/my-learning/",
        "/my-letters/",
        "/courses/more/",
        f"/lessons/{lesson.pk}/",
        f"/lessons/{lesson.pk}/quizzes/law-1/",
        f"/lessons/{lesson.pk}/attempts/{enrolment.quiz_results.first().attempt}/result/",
        f"/certificates/of/{enrolment.uuid}/",
        f"/verify/{certificate.code}/",
        "/account/password/change/",
    ]
    assert too_heavy(client_for(cadre.user), mine) == {}


def test_compressed_pages_are_sent_to_whoever_asks(client):
    make_index()
    assert client.get("/en/help/", headers={"accept-encoding": "gzip"})["Content-Encoding"] == "gzip"
