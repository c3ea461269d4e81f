"""Checks while writing: each finds what it is for, and leaves alone what is right."""

import pytest

from courses.checking.blocks import jumps
from courses.checking.findings import PERSONAL, WORDS, Finding
from courses.checking.lesson import check_lesson
from courses.checking.people import looks_like_a_person
from courses.checking.quiz import check_contents
from courses.checking.reading import reading_of
from courses.models import LessonPage
from tests.factories.courses import texts


class Draft:
    """A lesson's body as raw data, without a database."""

    pk = 1

    def __init__(self, note="", **bodies):
        self.note, self.bodies = note, {code.replace("_", "-"): body for code, body in bodies.items()}
        self.languages = list(self.bodies)

    def in_language(self, name, code):
        return self.note if name == "content_note" else type("Stream", (), {"raw_data": self.bodies[code]})


def block(kind, value, key="b1"):
    return {"type": kind, "value": value, "id": key}


def text(value, key="b1"):
    return block("text", value, key)


def codes(lesson) -> list:
    return [finding.code for finding in check_lesson(lesson)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ([text("<p>先问她冷不冷。</p>")], []),
        ([block("image", {"image": 1, "alternative_text": " "})], ["no-alternative"]),
        ([block("image", {"image": 1, "alternative_text": "一间办公室"})], []),
        ([block("video", {"file": 1, "captions": None, "title": "t"})], ["no-captions"]),
        ([block("video", {"file": 1, "captions": 3, "title": "t"})], []),
        ([text("<h4>小标题</h4><p>正文</p>")], ["heading-jump"]),
        ([text("<h3>标题</h3><h4>小标题</h4>")], []),
        ([text("<h3>标题</h3>", "b1"), text("<h4>小标题</h4>", "b2")], []),
        ([text(f"<p>{'她在路上走了很久' * 9}。</p>")], ["long-sentence"]),
        ([text("<p>有人被殴打。</p>")], ["unannounced"]),
        ([block("content_notice", {"text": "下面谈到殴打。", "covers": 1}), text("<p>有人被殴打。</p>")], []),
        (
            [
                block("content_notice", {"text": "下面谈到殴打。", "covers": 1}),
                text("<p>安静的一段。</p>", "b2"),
                text("<p>有人被殴打。</p>", "b3"),
            ],
            ["unannounced"],
        ),
        ([text("<p>请打 13812345678 找她。</p>")], ["real-person"]),
        ([block("region", {"region": "p1", "content": [text("<p>有人被囚禁。</p>")]})], ["unannounced"]),
    ],
)
def test_body_in_chinese(body, found):
    assert codes(Draft(zh_hans=body)) == found


def test_note_of_the_lesson_announces_everything_in_it():
    assert codes(Draft(note="谈到暴力。", zh_hans=[text("<p>有人被殴打。</p>")])) == []


def test_untranslated_block_is_named_for_its_language():
    source = [text("<p>一</p>", "b1"), text("<p>二</p>", "b2")]
    (found,) = check_lesson(Draft(zh_hans=source, en=[text("<p>One</p>", "b1")]))
    assert (found.code, found.language) == ("untranslated", "en")
    assert codes(Draft(zh_hans=source, en=[text("<p>One</p>", "b1"), text("<p>Two</p>", "b2")])) == []


@pytest.mark.django_db
def test_link_to_a_page_that_is_not_there_or_not_live_is_found(workshop):
    def linked(page):
        return Draft(zh_hans=[text(f'<p><a linktype="page" id="{page}">见这里</a></p>')])

    assert codes(linked(workshop.lesson.pk)) == []
    assert codes(linked(99999)) == ["broken-link"]
    LessonPage.objects.get(pk=workshop.lesson.pk).unpublish()
    assert codes(linked(workshop.lesson.pk)) == ["broken-link"]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("110、12338、12348 和 0800-555-0101", []),
        ("2026年11月24日，第100101条", []),
        ("手机 138 1234 5678", ["phone"]),
        ("身份证 11010519491231002X", ["identity-number"]),
        ("身份证 110105194912310021", []),  # its check digit is wrong
        ("卡号 4111111111111111", ["bank-card"]),
        ("lan@example.org", ["mail"]),
        ("微信：wxid_abc123", ["wechat"]),
        ("幸福路12号", ["address"]),
    ],
)
def test_what_looks_like_a_real_person(value, found):
    assert looks_like_a_person(value) == found


def test_reading_grade_tells_easy_from_hard_and_says_nothing_about_little():
    easy_english = (
        "Ask her first. Is she cold? Give her some water. Sit down with her. Let her say when. " * 5
    )
    hard_english = (
        "Jurisdictional considerations notwithstanding, the aforementioned administrative organisation "
        "necessarily communicates individualised rehabilitation recommendations to participating institutions. "
    ) * 5
    easy, hard = reading_of(easy_english, "en").grade, reading_of(hard_english, "en").grade
    assert easy <= 3
    assert hard >= 16
    easy = reading_of("先问她冷不冷。请她坐下。给她一杯水。" * 8, "zh-hans").grade
    hard = reading_of(
        "依据相关法律法规之规定，监护人怠于履行监护职责致使被监护人处于危困状态且拒绝将监护职责部分或者全部委托给他人的，人民法院得据申请撤销其资格。"
        * 3,
        "zh-hans",
    ).grade
    assert easy <= 3
    assert hard >= 9
    assert reading_of("短。", "zh-hans").grade is None
    assert reading_of("بىر", "ug").grade is None


def choice(lengths, right, feedback=True, explanation=""):
    return {
        "prompt": texts("问", "Q"),
        "explanation": texts(explanation, ""),
        "options": [
            {
                "text": texts("字" * n, ""),
                "correct": i == right,
                "feedback": texts("好" if feedback else "", ""),
            }
            for i, n in enumerate(lengths)
        ],
    }


@pytest.mark.parametrize(
    ("contents", "found"),
    [
        ([choice([3, 3, 3], 0, feedback=False)], ["no-feedback"]),
        ([choice([3, 3, 3], 0, feedback=False, explanation="因为")], []),
        (
            [choice([9, 3, 3], 0), choice([3, 9, 3], 1), choice([3, 3, 9], 2), choice([9, 3, 3], 0)],
            ["always-longest"],
        ),
        ([choice([3, 3, 3], 0) for _n in range(4)], ["always-first"]),
        ([choice([3, 3, 3], n % 3) for n in range(4)], []),
        ([choice([9, 3, 3], 0) for _n in range(3)], []),  # too few to be a pattern
        ([choice([3, 9], 0) for _n in range(6)], []),  # true and false
    ],
)
def test_quiz_that_gives_itself_away(contents, found):
    assert [finding.code for finding in check_contents("小测", contents)] == found


def test_jump_is_a_level_left_out():
    assert jumps("<h2>a</h2><h4>b</h4>")
    assert not jumps("<h3>a</h3><h4>b</h4><h3>c</h3>")


def test_every_finding_has_words():
    for code in WORDS:
        assert str(Finding(code, detail=next(iter(PERSONAL))).sentence)


@pytest.mark.django_db
def test_side_panel_and_report_show_the_findings_with_a_link_to_the_place(workshop):
    lesson = LessonPage.objects.get(pk=workshop.lesson.pk)
    lesson.body_zh_hans = [("text", "<p>有人被殴打。</p>")]
    lesson.save_revision()
    block_id = lesson.get_latest_revision_as_object().body_zh_hans[0].id
    for address in (f"/cms/pages/{lesson.pk}/edit/", f"/cms/course-checks/{workshop.course.pk}/"):
        page = workshop.writer.get(address).content.decode()
        assert "殴打" in page.split("workshop-checks")[-1]
        assert f"#block-{block_id}-section" in page
