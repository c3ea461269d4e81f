"""Templates: written by trainers, frozen into each issue; a change touches how it looks and never what it says."""

import datetime
import io

import pypdfium2
import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db.models import ProtectedError
from django.utils import timezone
from PIL import Image as Drawing
from wagtail.images import get_image_model

from courses.citations import citing
from courses.frame import TRAINERS, build_frame
from courses.models import CoursePage
from learning.certificates.choice import months_after
from learning.certificates.contrast import contrast
from learning.certificates.drawing import drawn
from learning.certificates.issue import issue_certificate, store_file
from learning.certificates.render import render
from learning.certificates.templating import languages_of, look_of
from learning.certificates.verify import shown_to_anyone
from learning.models import Certificate, CertificateTemplate, CourseTemplate, Signatory, TemplateSource
from tests.courses.test_legal_sources import make_source
from tests.factories.cadres import make_user

pytestmark = pytest.mark.django_db


def make_image(title="seal"):
    out = io.BytesIO()
    Drawing.new("RGBA", (300, 200), "#c0392baa").save(out, "PNG")
    return get_image_model().objects.create(
        title=title, file=ContentFile(out.getvalue(), f"{title}.png"), width=300, height=200
    )


def make_template(**fields) -> CertificateTemplate:
    defaults = {
        "title": "Honour",
        "heading_zh_hans": "合格证书",
        "heading_en": "Proof of {hours} hours",
        "statement_zh_hans": "于{date}学完《{course}》，成绩 {score} 分",
    }
    template = CertificateTemplate(**{**defaults, **fields})
    template.full_clean()
    template.save()
    return template


def signs(template, **fields) -> Signatory:
    return Signatory.objects.create(
        **{
            "template": template,
            "name_zh_hans": "李秀英",
            "name_en": "Li Xiuying",
            "office_en": "Chair",
            **fields,
        }
    )


def issued(enrolment) -> Certificate:
    return store_file(certificate=issue_certificate(completion=enrolment.completion))


def text_of(certificate) -> str:
    content = render(
        certificate.facts,
        kind=certificate.kind,
        code=certificate.code,
        number=certificate.number,
        look=look_of(certificate.template, certificate.facts),
    )
    return pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()


def test_course_has_its_template_with_wording_signatures_and_an_end(completed):
    template = make_template()
    signs(template, picture=make_image("signature"))
    CourseTemplate.objects.create(template=template, course=completed.course, valid_months=24)
    certificate = issued(completed)
    assert certificate.template == template
    assert certificate.valid_until == months_after(timezone.localdate(), 24)
    text = text_of(certificate)
    for printed in ("合格证书", "Proof of", "李秀英", "Li Xiuying", "Chair", "成绩 100 分", "有效期至"):
        assert printed in text


def test_default_template_is_for_courses_without_one(completed):
    make_template(title="for attendance", kind="attendance", is_default=True)
    standard = make_template(is_default=True)
    assert issued(completed).template == standard


def test_changing_or_deleting_a_template_touches_no_fact(completed):
    template = make_template(is_default=True)
    signatory = signs(template)
    certificate = issued(completed)
    facts, valid_until = certificate.facts, certificate.valid_until
    template.heading_zh_hans = "别的标题"
    template.brand = "#7a1f2b"
    template.save()
    signatory.name_zh_hans = "别人"
    signatory.save()
    certificate = Certificate.objects.get()
    assert (certificate.facts, certificate.valid_until) == (facts, valid_until)
    assert "合格证书" in text_of(certificate)
    assert "别人" not in text_of(certificate)
    template.delete()
    certificate = Certificate.objects.get()
    assert certificate.facts == facts
    assert "合格证书" in text_of(certificate)


def test_recipients_own_language_comes_first_and_alone_where_the_template_says_so(completed):
    completed.cadre.language = "en"
    completed.cadre.save()
    template = make_template(is_default=True, languages="own")
    certificate = issued(completed)
    assert certificate.facts["languages"] == ["en"]
    assert "合格证书" not in text_of(certificate)
    template.languages = "two"
    assert languages_of(template, "en") == languages_of(None, "en") == ["en", "zh-hans"]
    assert languages_of(template, "a language that the site has no longer") == ["zh-hans", "en"]


@pytest.mark.parametrize(
    ("fields", "beside"),
    [
        ({"heading_en": "{surname}"}, "heading_en"),
        ({"note_zh_hans": "{}"}, "note_zh_hans"),
        ({"brand": "#dddddd"}, "brand"),
        ({"brand": "red"}, "brand"),
        ({"accent": "#12345"}, "accent"),
    ],
)
def test_mistakes_stand_beside_their_field(fields, beside):
    with pytest.raises(ValidationError) as refused:
        make_template(**fields)
    assert set(refused.value.message_dict) == {beside}


def test_one_default_for_each_kind():
    make_template(is_default=True)
    with pytest.raises(ValidationError):
        make_template(title="another", is_default=True)


@pytest.mark.parametrize("design", ["landscape", "portrait", "card"])
def test_pictures_are_drawn_in_every_design(completed, design):
    template = make_template(is_default=True, design=design, emblem=make_image("emblem"), seal=make_image())
    signs(template, picture=make_image("signature"))
    assert issued(completed).file_digest


@pytest.fixture
def trainer(client_for):
    build_frame()
    user = make_user("trainer")
    user.groups.add(Group.objects.get(name=TRAINERS))
    return client_for(user)


def form(**fields) -> dict:
    empty = {
        f"{name}-{key}": value
        for name in ("signatories", "sources", "courses")
        for key, value in {
            "TOTAL_FORMS": 0,
            "INITIAL_FORMS": 0,
            "MIN_NUM_FORMS": 0,
            "MAX_NUM_FORMS": 1000,
        }.items()
    }
    texts = {
        f"{name}_{code}": ""
        for name in ("heading", "presented", "statement", "note")
        for code in ("zh_hans", "en")
    }
    chosen = {
        "title": "New",
        "kind": "completion",
        "design": "portrait",
        "languages": "two",
        "brand": "#14594f",
        "accent": "#b0823a",
        "emblem": "",
        "seal": "",
    }
    return {**empty, **texts, **chosen, **fields}


def test_trainer_makes_a_template_and_sees_it_while_writing(trainer):
    answer = trainer.post("/cms/snippets/learning/certificatetemplate/add/", form(heading_zh_hans="证书"))
    assert answer.status_code == 302
    template = CertificateTemplate.objects.get()
    assert (template.design, template.heading_zh_hans) == ("portrait", "证书")
    assert trainer.get(f"/cms/snippets/learning/certificatetemplate/edit/{template.pk}/").status_code == 200
    address = f"/cms/snippets/learning/certificatetemplate/preview/{template.pk}/"
    assert trainer.post(address, form(heading_zh_hans="新")).json()["is_valid"]
    for mode in ("zh-hans", "en", "long"):
        page = trainer.get(address, {"mode": mode})
        assert "data:image/png;base64," in page.content.decode()


def test_preview_says_which_letter_cannot_be_printed(trainer):
    address = "/cms/snippets/learning/certificatetemplate/preview/"
    trainer.post(address, form(heading_zh_hans="\U000323b0"))
    assert "U+323B0" in trainer.get(address, {"mode": "zh-hans"}).content.decode()


def test_who_writes_no_templates_does_not_reach_them(client_for):
    build_frame()
    user = make_user("organiser")
    user.groups.add(Group.objects.get(name="Organisation admins"))
    answer = client_for(user).get("/cms/snippets/learning/certificatetemplate/")
    assert answer.status_code in (302, 403)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-11-24", 24, "2028-11-24"),
        ("2026-12-15", 1, "2027-01-15"),
    ],
)
def test_months_end_where_the_month_ends(day, months, expected):
    assert months_after(datetime.date.fromisoformat(day), months) == datetime.date.fromisoformat(expected)


def test_contrast_is_that_of_the_standard():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_template_cites_laws_and_prints_them_as_they_stood_on_the_day_of_issue(completed):
    law = make_source("family-education", version_zh_hans="2022年施行", version_en="in force 2022")
    template = make_template(is_default=True, note_en="After {sources}", note_zh_hans="依据{sources}")
    TemplateSource.objects.create(template=template, source=law)
    certificate = issued(completed)
    text = pdf_text(certificate)
    assert (law.title_zh_hans in text, "2022年施行" in text) == (True, True)
    before = bytes(storages["private"].open(certificate.file).read())
    law.version_zh_hans = "2030年修订"
    law.save()
    assert drawn(Certificate.objects.get(pk=certificate.pk)) == before
    assert "sources" not in shown_to_anyone(certificate)


def test_source_lists_the_templates_that_cite_it_and_superseding_flags_them(completed):
    old, new = make_source("old-law"), make_source("new-law")
    template = make_template()
    TemplateSource.objects.create(template=template, source=old)
    course = CoursePage.objects.get(slug="law")
    CourseTemplate.objects.create(template=template, course=course)
    [found] = citing([old])[old.pk]
    assert (found.kind, found.path, template.title in found.title) == ("certificate", course.path, True)
    assert not template.cites_superseded
    old.superseded_by = new
    old.save()
    assert CertificateTemplate.objects.get(pk=template.pk).cites_superseded
    with pytest.raises(ProtectedError):
        old.delete()


def pdf_text(certificate) -> str:
    document = pypdfium2.PdfDocument(storages["private"].open(certificate.file).read())
    return document[0].get_textpage().get_text_range()
