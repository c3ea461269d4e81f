"""A course as one file: out, in elsewhere, and out again is the same. What is broken or hostile leaves nothing behind."""

import hashlib
import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from courses.content.build import build_source
from courses.exchange.archive import BrokenFile, write_course_file
from courses.exchange.read import import_course
from courses.exchange.write import export_course
from courses.models import CourseIndexPage, CoursePage, LegalSource, LessonPage, TranslationPair
from courses.translating.queries import page_rows
from quizzes.models import Question, Quiz
from tests.factories.cadres import make_user
from tests.factories.courses import make_course, multiple_choice, open_answer, quiz_data, true_false
from tests.factories.lessons import block, give_body

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(db):
    """The content of a good package, with its libraries."""
    from courses.h5p.upload import import_package
    from tests.factories import h5p

    return lambda: import_package(h5p.package(), language="en", may_install=True)[0]


@pytest.fixture
def course():
    """Two modules with quizzes, a law, a picture, a document, a link between lessons, and one stale translation."""
    course = make_course("law", modules=2, lessons=2)
    title = {"zh-hans": "某法", "en": "A law"}
    source = build_source(
        {
            "key": "some-law",
            "title": title,
            "version": title,
            "checked_on": "2026-11-01",
            "in_force_from": "2021-01-01",
        }
    )
    image = get_image_model().objects.create(title="树", file=get_test_image_file())
    document = get_document_model().objects.create(title="表", file=ContentFile(b"a,b", name="form.csv"))
    first, other = LessonPage.objects.filter(slug="lesson-1").order_by("path")
    link = f'<p>见<a linktype="page" id="{other.pk}">下一课</a>和<a id="{document.pk}" linktype="document">表</a></p>'
    give_body(
        first,
        "zh-hans",
        block("text", link, "a"),
        block("citation", {"source": source.pk, "articles": "第一条", "says": "要保护。"}, "b"),
        block("image", {"image": image.pk, "alternative_text": "一棵树", "caption": ""}, "c"),
        block("key_points", {"points": ["一", "二"]}, "d"),
        block(
            "facilitator_note",
            {"note": "<p>慢慢讲</p>", "minutes": 3, "questions": ["为什么？"], "distress": ""},
            "e",
        ),
        publish=False,
    )
    give_body(first, "en", block("key_points", {"points": ["One", "Two"]}, "d"))
    first = LessonPage.objects.get(pk=first.pk)
    stored = list(first.body_zh_hans.get_prep_value())
    stored[3] = {**stored[3], "value": {"points": ["一", "三"]}}
    give_body(first, "zh-hans", *stored)
    return CoursePage.objects.get(pk=course.pk)


def elsewhere():
    """Another federation's library: nothing of the course is there, and every number is another."""
    for page in CoursePage.objects.all():
        page.delete()
    TranslationPair.objects.all().delete()
    Quiz.objects.all().delete()
    from quizzes.models import QuestionVersion

    versions = QuestionVersion._base_manager.all()
    versions._raw_delete(versions.db)
    Question.objects.all().delete()
    LegalSource.objects.all().delete()
    get_image_model().objects.all().delete()
    get_document_model().objects.all().delete()
    get_document_model().objects.create(title="hers", file=ContentFile(b"x", name="x.csv"))
    make_course("hers", modules=1, lessons=1, quiz=False)


def take(content):
    return import_course(content, index=CourseIndexPage.objects.get())


def everything() -> tuple:
    models = (Page, Quiz, Question, LegalSource, get_image_model(), get_document_model(), TranslationPair)
    return tuple(model.objects.count() for model in models)


def test_export_import_elsewhere_and_export_again_is_the_same(course):
    first = export_course(course)
    assert export_course(CoursePage.objects.get(pk=course.pk)) == first
    elsewhere()
    done = take(first)
    assert done.pages == 7
    assert done.kept == []
    assert done.left == []
    assert export_course(CoursePage.objects.get(pk=done.course.pk)) == first


def test_what_arrives_is_a_draft_with_the_same_keys_files_links_and_states(course):
    content = export_course(course)
    keys = {str(page.translation_key) for page in LessonPage.objects.all()}
    elsewhere()
    take(content)
    lessons = LessonPage.objects.filter(url_path__contains="/law/").order_by("path")
    assert {str(page.translation_key) for page in lessons} == keys
    assert not any(page.live for page in lessons)
    assert not Quiz.objects.get(key="law-1").live
    first, other = lessons.filter(slug="lesson-1")
    assert f'linktype="page" id="{other.pk}"' in first.body_zh_hans[0].value.source
    assert first.body_zh_hans[1].value["source"].key == "some-law"
    assert first.body_zh_hans[2].value["image"].file.size > 0
    states = {row.unit.name: row.state.code for row in page_rows(first, "en").rows}
    assert states["body:d"] == "stale"
    assert states["heading"] == "current"
    assert [place.question.key for place in Quiz.objects.get(key="law-1").quiz_questions.all()] == [
        "law-1-q0",
        "law-1-q1",
    ]


def test_questions_of_every_kind_come_along(course):
    from courses.content.build import build_quiz

    quiz = build_quiz(
        quiz_data("kinds", questions=0)
        | {"questions": [multiple_choice("m"), true_false("t"), open_answer("o")]}
    )
    lesson = LessonPage.objects.filter(slug="lesson-1").first()
    give_body(lesson, "zh-hans", block("quiz", {"quiz": quiz.pk}, "q"), publish=False)
    content = export_course(course)
    before = {q.key: list(q.content.get_prep_value()) for q in Question.objects.filter(key__in="mto")}
    elsewhere()
    done = take(content)
    assert {
        q.key: [b["type"] for b in q.content.get_prep_value()] for q in Question.objects.filter(key__in="mto")
    } == {key: [b["type"] for b in raw] for key, raw in before.items()}
    assert export_course(done.course) == content


def test_what_stands_here_under_the_same_key_stays_as_it_is(course):
    content = export_course(course)
    elsewhere()
    title = {"zh-hans": "我们的", "en": "Ours"}
    build_source({"key": "some-law", "title": title, "version": title, "checked_on": "2026-01-01"})
    done = take(content)
    assert any("some-law" in kept for kept in done.kept)
    assert LegalSource.objects.get(key="some-law").title_en == "Ours"


def test_course_that_is_here_already_is_refused(course):
    content, before = export_course(course), everything()
    with pytest.raises(BrokenFile):
        take(content)
    assert everything() == before


def test_activity_comes_along_and_its_libraries_need_the_permission_to_install(course, imported):
    from courses.h5p.models import Activity, Library
    from courses.h5p.models import Content as ActivityContent

    activity = imported().activity
    lesson = LessonPage.objects.filter(slug="lesson-1").first()
    give_body(lesson, "zh-hans", block("activity", {"activity": activity.pk}, "h"), publish=False)
    content = export_course(course)
    elsewhere()
    ActivityContent.objects.all().delete()
    Activity.objects.all().delete()
    Library.objects.all().delete()
    trainer, owner = make_user("plain"), make_user("owner", is_superuser=True)
    before = everything()
    with pytest.raises(BrokenFile):
        import_course(content, index=CourseIndexPage.objects.get(), by=trainer)
    assert everything() == before
    assert not Activity.objects.exists()
    done = import_course(content, index=CourseIndexPage.objects.get(), by=owner)
    assert Activity.objects.get().key == activity.key
    assert export_course(done.course) == content


# hostile and broken


def rewritten(content, change) -> bytes:
    """The file with ``change(data)`` applied to course.json, and its checksum right."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        data = json.loads(archive.read("course.json"))
        media = {
            name[6:70]: (name[71:], archive.read(name))
            for name in archive.namelist()
            if name.startswith("media/")
        }
    change(data)
    return write_course_file(data, media)


def zipped(files: dict) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def lesson_of(data):
    return data["course"]["children"][0]["children"][0]


CHANGES = {
    "another version": lambda data: data.update(version=99),
    "another format": lambda data: data.update(format="scorm"),
    "no course": lambda data: data.pop("course"),
    "no quizzes": lambda data: data.pop("quizzes"),
    "a lesson in a course": lambda data: data["course"]["children"].append(lesson_of(data)),
    "a list for a text": lambda data: lesson_of(data)["fields"].update(body_zh_hans="nonsense"),
    "a file that is not inside": lambda data: data["files"].update(
        {"image:" + "0" * 64: {"title": "x", "extension": "png"}}
    ),
    "an unknown law": lambda data: data.update(sources=[]),
    "a key that is none": lambda data: data["course"].update(key="../../etc"),
    "minutes that are none": lambda data: lesson_of(data)["fields"].update(minutes="many"),
    "a program as a document": lambda data: [
        told.update(extension="exe") for name, told in data["files"].items() if name.startswith("document")
    ],
    "a question that is none": lambda data: data["questions"][0].update(content="x"),
}


def test_file_that_says_something_impossible_is_refused_and_leaves_nothing(course):
    good = export_course(course)
    elsewhere()
    before = everything()
    for name, change in CHANGES.items():
        with pytest.raises(BrokenFile) as refusal:
            take(rewritten(good, change))
        assert len(str(refusal.value)) > 8, name
        assert everything() == before, name


def test_half_a_file_leaves_nothing(course):
    content = export_course(course)
    elsewhere()
    before = everything()
    for part in (content[: len(content) // 2], content[:-30], content[100:], b"", b"PK"):
        with pytest.raises(BrokenFile):
            take(part)
    damaged = bytearray(content)
    damaged[len(content) // 3] ^= 0xFF
    with pytest.raises(BrokenFile):
        take(bytes(damaged))
    assert everything() == before


def test_bombs_and_names_that_lead_outside_are_refused(course):
    bombs = [
        zipped({"course.json": b"0" * 60_000_000, "checksums.json": b"{}"}),
        zipped({"../../evil.py": b"x", "course.json": b"{}", "checksums.json": b"{}"}),
        zipped({"/etc/passwd": b"x", "course.json": b"{}"}),
        zipped(
            {
                "media/" + "a" * 64 + ".png": b"not what its name says",
                "course.json": b"{}",
                "checksums.json": b"{}",
            }
        ),
        zipped({f"media/{n:064x}.png": b"" for n in range(3100)}),
        zipped({"course.json": ("[" * 100_000).encode(), "checksums.json": b"{}"}),
        zipped({"run.exe": b"MZ", "course.json": b"{}"}),
    ]
    for bomb in bombs:
        with pytest.raises(BrokenFile):
            take(bomb)


def test_picture_that_is_none_or_huge_is_refused(course):
    content = export_course(course)
    elsewhere()
    before = everything()
    from PIL import Image

    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")  # small as a file, 144 million pixels
    for fake in (b"<svg onload=alert(1)>", out.getvalue()):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            data = json.loads(archive.read("course.json"))
            media = {
                name[6:70]: (name[71:], archive.read(name))
                for name in archive.namelist()
                if name.startswith("media/")
            }
        picture = next(name for name in data["files"] if name.startswith("image:"))
        digest = hashlib.sha256(fake).hexdigest()
        text = json.dumps(data).replace(picture.removeprefix("image:"), digest)
        media = {name: kept for name, kept in media.items() if f"image:{name}" != picture} | {
            digest: ("png", fake)
        }
        with pytest.raises(BrokenFile):
            take(write_course_file(json.loads(text), media))
        assert everything() == before


def test_script_in_a_text_does_not_arrive(course):
    content = rewritten(
        export_course(course),
        lambda data: lesson_of(data)["fields"]["body_zh_hans"][0].update(
            value='<p onclick="x()">好<script>alert(1)</script><a href="javascript:x()">y</a></p>'
        ),
    )
    elsewhere()
    take(content)
    source = (
        LessonPage.objects.filter(slug="lesson-1", url_path__contains="/law/module-1")
        .get()
        .body_zh_hans[0]
        .value.source
    )
    assert "script" not in source
    assert "onclick" not in source


def test_trainer_takes_a_course_in_and_others_may_not(workshop, client_for):
    content = export_course(workshop.course)
    answer = workshop.writer.get(f"/cms/bring/courses/{workshop.course.pk}/")
    assert answer.content == content
    from tests.factories.cadres import make_trainer

    assert (
        client_for(make_trainer("stranger")).get(f"/cms/bring/courses/{workshop.course.pk}/").status_code
        == 302
    )
    refused = workshop.writer.post(
        "/cms/bring/course-file/", {"file": ContentFile(content, name="a.zip")}, follow=True
    )
    assert "已经有" in refused.content.decode() or "here already" in refused.content.decode()
