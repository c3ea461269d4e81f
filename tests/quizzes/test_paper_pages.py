"""Printing and gains in the CMS: for those who write questions, and for nobody else."""

import pytest
from django.urls import reverse

from courses.frame import TRAINERS, build_frame
from quizzes.models import PaperSet, Quiz, TestPair
from tests.courses.conftest import member_of
from tests.factories.cadres import make_trainer
from tests.factories.courses import make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(client_for):
    build_frame()
    return client_for(member_of(TRAINERS, "writer"))


def test_trainer_prints_variants_and_gets_test_and_key_apart(trainer):
    make_quiz("one")
    quiz = Quiz.objects.get(key="one")
    assert trainer.post(reverse("paper:index"), {"quiz": quiz.pk, "variants": 2}).status_code == 302
    printed = PaperSet.objects.get()
    assert (sorted(printed.variants), printed.made_by.username) == (["A", "B"], "writer")
    assert printed.code in trainer.get(reverse("paper:index")).content.decode()
    for what in ("test", "key"):
        answer = trainer.get(reverse("paper:sheet", args=[printed.code, what, "en"]))
        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
    for what, language in (("test", "xx"), ("answers", "en")):
        assert trainer.get(reverse("paper:sheet", args=[printed.code, what, language])).status_code == 404


def test_gains_page_says_how_many_took_both_and_no_figure_for_few(trainer):
    for key in ("before", "after"):
        make_quiz(key)
    before, after = (Quiz.objects.get(key=key) for key in ("before", "after"))
    TestPair.objects.create(key="pair", title_zh_hans="一对", before=before, after=after)
    page = trainer.get(reverse("gains:index")).content.decode()
    assert "一对" in page
    assert "人数太少" in page


def test_who_does_not_write_questions_gets_neither_test_nor_key(client_for):
    make_quiz("one")
    printed = PaperSet.objects.create(code="K7Q2M", quiz_key="one", seed=1, variants={"A": []})
    for client in (client_for(make_trainer("reader")), client_for()):
        for address in (
            reverse("paper:index"),
            reverse("gains:index"),
            reverse("paper:sheet", args=[printed.code, "key", "en"]),
        ):
            assert client.get(address).status_code in (302, 403)
