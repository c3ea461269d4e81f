"""Certificates in every script: what is printed can be read back, and what cannot be printed is not issued."""

import io
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from django.core.management import CommandError, call_command

from learning.certificates.fonts import MissingGlyph, check_letters, clusters, missing_families
from learning.certificates.issue import issue_certificate
from learning.certificates.look import DESIGNS, Look
from learning.certificates.render import render
from learning.certificates.sample import sample_facts
from learning.certificates.wording import fill, unknown_placeholders
from learning.models import Certificate
from tests.factories.cadres import make_cadre
from tests.factories.courses import make_course
from tests.factories.learning import complete_course
from tests.factories.units import make_tree

PAGE = {"kind": "completion", "code": "ABCDE23456FGHJK789MN", "number": "2026-0000123"}
NO_GLYPH = "\U000323b0"  # a Chinese character of Unicode 17 that no font of ours has
NAMES = {
    "chinese": "王芳",
    "rare-surname": "𠅤𬱖",
    "uyghur-in-chinese": "阿依古丽·买买提",
    "uyghur": "ئايگۈل مۇھەممەت",
    "tibetan": "བཀྲ་ཤིས་སྒྲོལ་མ།",
    "mongolian": "ᠰᠠᠷᠠᠩᠭᠡᠷᠡᠯ",
    "latin-of-60-letters": "Maria Wilhelmina Konstantinopolskaya-Featherstonehaugh Smith",
    "marks": "Adéọ́lá Ṣọ̀látọ́ Ǹḡ",
    "marks-decomposed": unicodedata.normalize("NFD", "Nguyễn Thị Bảo Trâm"),
}


def pdf_of(name="王芳", *, look=None, **facts) -> bytes:
    return render(sample_facts(name=name, languages=["zh-hans", "en"]) | facts, look=look or Look(), **PAGE)


def lines_read_by_pdfium(content: bytes) -> list[str]:
    return pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range().split("\r\n")


def lines_read_by_pypdf(content: bytes) -> list[str]:
    return pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text().split("\n")


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_name_and_titles_are_read_back_exactly(name):
    lines = lines_read_by_pdfium(pdf_of(name))
    assert name in lines
    assert "家庭法律知识与未成年人监护" in lines
    assert "Family law and guardianship" in lines


@pytest.mark.parametrize("name", [name for key, name in NAMES.items() if key != "uyghur"])
def test_second_reader_that_knows_only_glyphs_reads_the_same(name):
    """pypdf reads each glyph's own text in the order drawn: right-to-left words come out in the drawn order."""
    assert name in lines_read_by_pypdf(pdf_of(name))


def test_long_name_wraps_where_it_cannot_shrink_further_and_loses_nothing():
    name = NAMES["latin-of-60-letters"]
    text = " ".join(lines_read_by_pdfium(pdf_of(name, look=Look(design="card"))))
    assert name in re.sub(r"-\s+", "-", re.sub(r"\s+", " ", text)).replace("\ufffe", "-")


@pytest.mark.parametrize("design", DESIGNS)
def test_every_design_is_one_page_with_all_that_counts(design):
    content = pdf_of(look=Look(design=design))
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 1
    text = "".join(lines_read_by_pdfium(content))
    for printed in (
        "王芳",
        "家庭法律知识与未成年人监护",
        "东岭省妇女联合会",
        "2026年11月24日",
        PAGE["number"],
    ):
        assert printed in text


def test_fonts_are_embedded_as_subsets():
    page = pypdf.PdfReader(io.BytesIO(pdf_of())).pages[0]
    for font in page["/Resources"]["/Font"].values():
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert re.fullmatch(r"/[A-Z]{6}\+.+", descriptor["/FontName"])
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


@pytest.mark.parametrize("name", ["王芳", NAMES["tibetan"]])
def test_pdf_is_archival_tagged_and_names_its_language(name):
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(name)))
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == "zh"
    assert reader.metadata.title == f"结业证书 {PAGE['number']}"
    metadata = reader.root_object["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    kinds = {element["/S"] for element in _elements(reader.root_object["/StructTreeRoot"])}
    assert {"/H1", "/P", "/Figure"} <= kinds


def _elements(node):
    for kid in node.get("/K", []):
        kid = kid.get_object()
        if isinstance(kid, pypdf.generic.DictionaryObject) and "/S" in kid:
            yield kid
            yield from _elements(kid) if isinstance(kid.get("/K"), list) else ()


@pytest.mark.parametrize("format", ["pdf", "png"])
@pytest.mark.parametrize("name", ["王芳", NAMES["tibetan"]])
def test_same_facts_give_the_same_bytes_in_another_process_too(format, name, tmp_path):
    program = (
        "import django; django.setup()\n"
        "from tests.learning.certificates.test_render import PAGE, sample_facts, render\n"
        f"facts = sample_facts(name={name!r}, languages=['zh-hans', 'en'])\n"
        f"open({str(tmp_path / 'other')!r}, 'wb').write(render(facts, format={format!r}, **PAGE))"
    )
    root = Path(__file__).resolve().parents[3]
    subprocess.run([sys.executable, "-c", program], check=True, cwd=root)
    here = render(sample_facts(name=name, languages=["zh-hans", "en"]), format=format, **PAGE)
    assert (tmp_path / "other").read_bytes() == here


def test_certificate_in_one_language_has_no_other():
    content = render(sample_facts(name="Maria", languages=["en"]), **PAGE)
    text = "".join(lines_read_by_pdfium(content))
    assert "Certificate of completion" in text
    assert not re.search("[\u4e00-\u9fff]", text)


def test_text_never_becomes_markup_or_a_placeholder():
    name = "#eval(1) {course} *x* \\ $y$"
    assert name in lines_read_by_pdfium(pdf_of(name))


def test_letter_without_glyph_is_named():
    with pytest.raises(MissingGlyph) as refused:
        pdf_of("王" + NO_GLYPH)
    assert refused.value.letter == NO_GLYPH
    assert "U+323B0" in str(refused.value)


@pytest.mark.parametrize("text", ["\u0007", "\u2028", "\ue000", "\ufffd", "王\u0331\U000e0041\u0cbe"])
def test_what_would_print_a_box_is_refused(text):
    with pytest.raises(MissingGlyph):
        check_letters(text)


def test_a_letter_and_its_marks_must_come_from_one_font():
    """The character and the vowel sign are both there, but in different fonts: drawn together they would be a box."""
    check_letters("王", "ི")
    with pytest.raises(MissingGlyph):
        check_letters("王ི")


def test_marks_belong_to_the_letter_before():
    assert list(clusters("ọ́ ti")) == ["ọ́", " ", "t", "i"]


def test_all_fonts_are_there():
    assert missing_families() == []


@pytest.mark.django_db
def test_nothing_is_recorded_when_a_letter_has_no_glyph():
    cadre = make_cadre("fang", unit=make_tree()["p1a1"])
    cadre.name = "王" + NO_GLYPH
    cadre.save()
    enrolment = complete_course(cadre, make_course("law", lessons=1, quiz=False))
    Certificate.objects.all().delete()
    with pytest.raises(MissingGlyph):
        issue_certificate(completion=enrolment.completion)
    assert not Certificate.objects.exists()


def test_placeholders_are_filled_once_and_unknown_ones_found():
    assert fill("{course} {date} {x}", {"course": "{date}", "date": "D"}) == "{date} D {x}"
    assert unknown_placeholders("{course} {surname} {}") == ["surname", ""]


def test_sample_command_writes_a_file_and_names_the_letter_it_lacks(tmp_path, capsys):
    out = tmp_path / "sample.pdf"
    call_command("certificate_sample", name="王芳", language="en", out=str(out))
    assert out.read_bytes().startswith(b"%PDF")
    out.unlink()
    with pytest.raises(CommandError, match=r"U\+323B0") as refused:
        call_command("certificate_sample", name="王" + NO_GLYPH, language="zh-hans", out=str(out))
    assert refused.value.returncode == 1
    assert not out.exists()
    with pytest.raises(CommandError, match="Unknown language"):
        call_command("certificate_sample", name="王芳", language="xx", out=str(out))


def test_bench_command_prints_what_is_asked(capsys):
    call_command("bench_certificates", json=True, count=2)
    result = json.loads(capsys.readouterr().out)
    assert {"per_second_per_core", "ratio_to_renderer"} <= set(result)
