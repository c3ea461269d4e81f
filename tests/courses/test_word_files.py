"""Word files become draft modules and lessons; what cannot be taken is named; what is broken leaves nothing behind."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Page

from courses.exchange.archive import BrokenFile
from courses.exchange.docx import read_docx
from courses.exchange.word import make_pages
from courses.models import CourseIndexPage, CoursePage, LessonPage
from tests.factories.courses import make_index

pytestmark = pytest.mark.django_db
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
STYLES = f"""<w:styles {SPACES}>
<w:style w:styleId="T"><w:name w:val="Title"/></w:style><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="2"><w:name w:val="heading 2"/></w:style><w:style w:styleId="3"><w:name w:val="heading 3"/></w:style></w:styles>"""
NUMBERING = f"""<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0"><w:lvl><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="image" Target="media/image1.png"/><Relationship Id="r2" Type="image" Target="../../../etc/passwd"/>
<Relationship Id="r3" Type="link" Target="https://example.org/" TargetMode="External"/><Relationship Id="r4" Type="link" Target="javascript:alert(1)" TargetMode="External"/></Relationships>"""


def p(text="", style="", number="", inner=""):
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + (
        f'<w:numPr><w:numId w:val="{number}"/></w:numPr>' if number else ""
    )
    run = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{inner}</w:p>"


def picture(relation, told=""):
    return f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="{told}"/><a:blip r:embed="{relation}"/></wp:inline></w:drawing></w:r>'


def png(size=(4, 4)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "PNG")
    return out.getvalue()


def docx(*body: str, **parts) -> bytes:
    files = {
        "word/document.xml": f"<w:document {SPACES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/_rels/document.xml.rels": RELATIONS,
        "word/media/image1.png": png(),
        **{name.replace("__", "/").replace("_xml", ".xml"): content for name, content in parts.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def whole() -> bytes:
    return docx(
        p("监护人手册", "T"),
        p("监护", "1"),
        p("谁是监护人", "2"),
        p("父母是监护人。", inner="<w:r><w:rPr><w:b/></w:rPr><w:t>要紧 &amp; 重要</w:t></w:r>"),
        p("小标题", "3"),
        p("第一", number="5"),
        p("第二", number="5"),
        p(
            inner='<w:hyperlink r:id="r3"><w:r><w:t>网页</w:t></w:r></w:hyperlink><w:hyperlink r:id="r4"><w:r><w:t>坏</w:t></w:r></w:hyperlink>'
        ),
        "<w:tbl><w:tr><w:tc><w:tcPr/>"
        + p("情况")
        + "</w:tc><w:tc>"
        + p("电话")
        + "</w:tc></w:tr><w:tr><w:tc>"
        + p("危险")
        + "</w:tc><w:tc>"
        + p("110")
        + "</w:tc></w:tr></w:tbl>",
        p(inner=picture("r1", "一家人")),
        p("求助", "1"),
        p("直接写在模块下"),
        p(inner='<w:r><w:footnoteReference w:id="2"/></w:r><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>'),
        word__header1_xml=f"<w:hdr {SPACES}>{p('内部资料')}</w:hdr>",
        word__footnotes_xml=f"<w:footnotes {SPACES}>{p('见民法典')}</w:footnotes>",
    )


def test_headings_become_modules_and_lessons_with_everything_in_its_order():
    document = read_docx(whole(), name="a.docx")
    assert document.title == "监护人手册"
    assert [
        (module.heading, [lesson.heading for lesson in module.lessons]) for module in document.modules
    ] == [("监护", ["谁是监护人"]), ("求助", ["求助"])]
    kinds = [
        (kind, value if kind != "image" else "") for kind, value in document.modules[0].lessons[0].blocks
    ]
    assert kinds == [
        (
            "text",
            '<p>父母是监护人。<b>要紧 &amp; 重要</b></p><h3>小标题</h3><ol><li>第一</li><li>第二</li></ol><p><a href="https://example.org/">网页</a>坏</p>',
        ),
        ("table", {"caption": "", "rows": [["情况", "电话"], ["危险", "110"]]}),
        ("image", ""),
    ]
    assert [told for _content, told in document.pictures.values()] == ["一家人"]


def test_what_cannot_be_taken_is_named_with_its_words_and_place():
    untaken = read_docx(whole(), name="a.docx").untaken
    told = " ".join(f"{what} {where} {text}" for what, where, text in untaken)
    for expected in ("x=1", "内部资料", "见民法典", "求助"):
        assert expected in told


def test_file_without_headings_is_one_lesson_named_like_the_file():
    document = read_docx(docx(p("正文")), name="手册.docx")
    assert [(m.heading, [lesson.heading for lesson in m.lessons]) for m in document.modules] == [
        ("手册", ["手册"])
    ]


def test_picture_path_that_leads_outside_is_not_followed():
    document = read_docx(docx(p("正文"), p(inner=picture("r2"))), name="a.docx")
    assert document.pictures == {}
    assert any("etc/passwd" in text for _what, _where, text in document.untaken)


def test_pages_are_drafts_with_their_pictures_and_texts():
    document = read_docx(whole(), name="a.docx")
    course = make_pages(document, parent=make_index(), language="zh-hans", alternative_texts={})
    lesson = LessonPage.objects.get(heading_zh_hans="谁是监护人")
    assert [part.block_type for part in lesson.body_zh_hans] == ["text", "table", "image"]
    assert lesson.body_zh_hans[2].value["alternative_text"] == "一家人"
    assert not Page.objects.filter(path__startswith=course.path, live=True).exists()
    again = make_pages(
        document,
        parent=course,
        language="zh-hans",
        alternative_texts=dict.fromkeys(document.pictures, "换一句"),
    )
    assert again.pk == course.pk
    assert course.get_children().count() == 4


def entity(value):
    return docx(
        p("正文"), word__styles_xml=f"<!DOCTYPE x [<!ENTITY a {value}>]><w:styles {SPACES}>&a;</w:styles>"
    )


BOMB = docx(
    p("x"), word__document_xml=f"<w:document {SPACES}><w:body>{' ' * 90_000_000}</w:body></w:document>"
)
BROKEN = {
    "half": whole()[: len(whole()) // 2],
    "empty": b"",
    "no zip": b"\xd0\xcf\x11\xe0 an old .doc",
    "no document": docx(p("x")).replace(b"word/document.xml", b"word/somewhere.xm"),
    "not XML": docx(p("x"), word__document_xml="<w:document"),
    "entities": entity('"ha"'),
    "a file as entity": entity('SYSTEM "file:///etc/passwd"'),
    "bomb": BOMB,
    "path trick": docx(p("x"), **{"../evil.txt": "x"}),
    "nothing in it": docx(),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_or_hostile_file_is_refused_with_a_sentence(name):
    with pytest.raises(BrokenFile) as refusal:
        read_docx(BROKEN[name], name="a.docx")
    assert len(str(refusal.value)) > 6


@pytest.mark.parametrize("content", [b"no picture", png((9000, 9000))])
def test_picture_that_is_none_or_huge_leaves_nothing_half_made(content):
    index = make_index()
    document = read_docx(
        docx(p("模块", "1"), p("正文"), p(inner=picture("r1")), **{"word/media/image1.png": content}),
        name="a.docx",
    )
    before = Page.objects.count()
    with pytest.raises(BrokenFile):
        make_pages(document, parent=index, language="zh-hans", alternative_texts={})
    assert Page.objects.count() == before


def test_trainer_looks_first_and_is_asked_for_alternative_texts(workshop):
    client = workshop.writer
    pages = Page.objects.count()
    first = client.post(
        "/cms/bring/word/", {"file": ContentFile(whole(), name="手册.docx"), "language": "zh-hans"}
    )
    assert Page.objects.count() == pages
    preview = client.get(first.url)
    shown = preview.content.decode()
    for expected in ("谁是监护人", "内部资料", 'name="alt-0"', "一家人"):
        assert expected in shown
    assert workshop.reviewer.get(first.url).status_code in (302, 404)
    done = client.post(first.url, {"alt-0": "父母和孩子", "course": ""})
    assert "内部资料" in done.content.decode()
    lesson = LessonPage.objects.get(heading_zh_hans="谁是监护人")
    assert lesson.body_zh_hans[2].value["alternative_text"] == "父母和孩子"
    assert client.post(first.url, {}).status_code != 200  # the file is gone: twice makes nothing more
    assert CoursePage.objects.filter(heading_zh_hans="监护人手册").count() == 1
    assert CourseIndexPage.objects.get().get_children().count() == 2
