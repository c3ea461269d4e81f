"""The printed handout: large, black on white, with a code that years later says whether the sheet is still current."""

import io

import pypdfium2
import pytest
from pypdf import PdfReader
from wagtail.images import get_image_model

from courses.models import LessonPage, PrintedVersion
from tests.factories.cadres import make_trainer
from tests.factories.courses import make_course
from tests.factories.lessons import block, give_body

pytestmark = pytest.mark.django_db
SECRET = "只给主持人"


@pytest.fixture
def lesson():
    from django.core.files.images import ImageFile
    from PIL import Image

    make_course("law", lessons=1, quiz=False)
    lesson = LessonPage.objects.get()
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (220, 20, 60)).save(out, "PNG")
    image = get_image_model().objects.create(title="红", file=ImageFile(out, name="red.png"))
    return give_body(
        lesson,
        "zh-hans",
        block("text", "<h3>监护</h3><p>监护人是<b>父母</b>。</p><ol><li>先问</li><li>再听</li></ol>", "a"),
        block("facilitator_note", {"note": f"<p>{SECRET}</p>", "questions": []}, "n"),
        block("image", {"image": image.pk, "alternative_text": "一面红旗", "caption": "图一"}, "i"),
        block("table", {"caption": "电话", "rows": [["情况", "号码"], ["危险", "110"]]}, "t"),
        block(
            "scenario",
            {
                "title": "放学",
                "situation": "<p>没回家</p>",
                "question": "先做什么？",
                "reflection": "<p>报警</p>",
            },
            "s",
        ),
    )


def text_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def handout(client, lesson, language="zh-hans") -> bytes:
    answer = client.get(f"/{language}/lessons/{lesson.pk}/handout/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return answer.content


def test_handout_holds_the_lesson_its_code_and_no_facilitators_note(client, lesson):
    text = text_of(handout(client, lesson)).replace("\n", "")
    code = PrintedVersion.objects.get().code
    for expected in ("监护人是父母", "先问", "电话", "110", "没回家", "图一", code):
        assert expected in text, expected
    assert SECRET not in text


def test_handout_is_a4_large_and_without_a_colour(client, lesson):
    content = handout(client, lesson)
    page = PdfReader(io.BytesIO(content)).pages[0]
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    for drawn in pypdfium2.PdfDocument(content):
        picture = drawn.render(scale=0.5).to_pil().convert("RGB")
        assert all(max(pixel) - min(pixel) <= 6 for pixel in set(picture.getdata()))


def test_same_text_has_the_same_code_and_another_text_another(client, lesson):
    handout(client, lesson)
    handout(client, lesson)
    assert PrintedVersion.objects.count() == 1
    give_body(lesson, "zh-hans", block("text", "<p>改了</p>", "a"))
    handout(client, lesson)
    assert PrintedVersion.objects.count() == 2


def test_code_of_a_sheet_says_current_and_later_superseded_with_what_changed(client, lesson):
    handout(client, lesson)
    code = PrintedVersion.objects.get().code
    assert "仍然有效" in client.get(f"/zh-hans/v/{code.lower()}/").content.decode()
    stored = list(lesson.body_zh_hans.get_prep_value())
    stored[0] = {
        **stored[0],
        "value": "<h3>监护</h3><p>监护人是<b>养父母</b>。</p><ol><li>先问</li><li>再听</li></ol>",
    }
    give_body(lesson, "zh-hans", *stored)
    page = client.get(f"/zh-hans/v/{code}/").content.decode()
    assert "已有新版" in page
    assert "<ins>养</ins>" in page
    assert f"/lessons/{lesson.pk}/handout/" in page
    LessonPage.objects.get().unpublish()
    assert "不再使用" in client.get(f"/zh-hans/v/{code}/").content.decode()
    assert client.get("/zh-hans/v/AAAAAAAA/").status_code == 404


def test_code_tells_people_who_may_not_read_the_lesson_only_whether_it_is_current(client, client_for, lesson):
    handout(client, lesson)
    code = PrintedVersion.objects.get().code
    lesson.course.__class__.objects.update(audience="cadres")
    give_body(lesson, "zh-hans", block("text", "<p>只给干部的新句子</p>", "a"))
    assert client.get(f"/zh-hans/lessons/{lesson.pk}/handout/").status_code == 302
    page = client.get(f"/zh-hans/v/{code}/").content.decode()
    assert "已有新版" in page
    assert "只给干部的新句子" not in page
    assert "只给干部的新句子" in client_for(make_trainer()).get(f"/zh-hans/v/{code}/").content.decode()


def test_letter_that_no_font_has_is_named_and_nothing_is_printed(client, lesson):
    give_body(lesson, "zh-hans", block("text", "<p>名字 \U0001f9ff</p>", "a"))
    answer = client.get(f"/zh-hans/lessons/{lesson.pk}/handout/")
    assert answer.status_code == 409
    assert "1F9FF" in answer.content.decode()


def test_one_changed_block_shows_in_all_five_renderings(client_for, lesson):
    client = client_for(make_trainer())
    give_body(lesson, "zh-hans", block("text", "<p>刚改的句子</p>", "a"))
    paths = ["projector/", "projector/notes/", "guide/", "audio-script/"]
    pages = [client.get(f"/zh-hans/lessons/{lesson.pk}/{path}").content.decode() for path in paths]
    pages += [client.get(lesson.url).content.decode(), text_of(handout(client, lesson))]
    assert all("刚改的句子" in page for page in pages)
    assert not any("监护人是" in page for page in pages)
