"""Product rule 1 and 5: editing, moving, renaming and deleting change no past figure and no certificate."""

import datetime

import pytest
from django.core.files.storage import storages
from django.db.models import ProtectedError
from django.utils import timezone

from courses.models import CoursePage, LessonPage
from learning.certificates.baking import badge_of
from learning.certificates.credential import signed_credential
from learning.certificates.drawing import drawn
from learning.certificates.issue import issue_certificate, store_file
from learning.certificates.verify import shown_to_anyone
from learning.models import Certificate, Completion, QuizResult, StepCompletion, Unit, UnitPlace
from learning.reports.figures import Question
from learning.reports.period import Period
from learning.reports.rollup import rollup
from learning.units.change import close_unit, move_unit, rename_unit
from quizzes.models import Quiz
from tests.factories.cadres import make_cadre
from tests.factories.courses import make_course
from tests.factories.learning import complete_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)
TODAY = timezone.localdate()


@pytest.fixture
def past():
    units = make_tree()
    course = make_course("law", modules=1, lessons=2, final=True)
    cadre = make_cadre("fang", unit=units["p1a1"])
    enrolment = complete_course(cadre, course)
    certificate = store_file(certificate=issue_certificate(completion=enrolment.completion))
    return {"units": units, "course": course, "cadre": cadre, "certificate": certificate}


def figures() -> dict:
    question = Question(codes=("nation",), period=Period(datetime.date(2020, 1, 1), TODAY))
    return {row.key: (row.names, row.cells) for row in rollup(question).all_rows}


def printed(certificate) -> tuple:
    """What the page of the certificate says to anybody, its file to the byte, its signed credential and its picture."""
    return (
        shown_to_anyone(certificate),
        pdf(certificate),
        drawn(certificate),
        signed_credential(certificate),
        badge_of(certificate),
    )


def evidence() -> list:
    return [
        list(
            model.objects.order_by("pk").values(
                "place_id", "place__lineage", "place__name_en", "post_id", "edition_id", "occurred_at"
            )
        )
        for model in (StepCompletion, QuizResult, Completion)
    ]


def open_file(certificate):
    return storages["private"].open(certificate.file)


def pdf(certificate) -> bytes:
    with storages["private"].open(certificate.file) as file:
        return file.read()


def rename_course(past):
    past["course"].heading_zh_hans = "别的名字"
    past["course"].save_revision().publish()


def delete_lesson(past):
    LessonPage.objects.get(slug="lesson-1").delete()


def delete_course(past):
    CoursePage.objects.get(pk=past["course"].pk).delete()


def delete_quiz(past):
    Quiz.objects.get(key="law-1").delete()


def delete_account(past):
    past["cadre"].user.delete()


def deactivate_account(past):
    past["cadre"].user.is_active = False
    past["cadre"].user.save()


def rename_everything(past):
    """All at once, and then the page goes and the account is closed."""
    rename_course(past)
    rename_person(past)
    for unit in Unit.objects.all():
        rename_unit(unit=unit, names={"zh-hans": "全改名", "en": "All renamed"}, on=TODAY)
    post = past["cadre"].postings.get().post
    post.name_zh_hans, post.name_en = "别的职务", "Another post"
    post.save()
    delete_course(past)
    deactivate_account(past)


def rename_person(past):
    past["cadre"].name = "王别名"
    past["cadre"].save()


@pytest.mark.parametrize(
    "change",
    [
        rename_course,
        delete_lesson,
        delete_course,
        delete_quiz,
        delete_account,
        deactivate_account,
        rename_person,
    ],
)
def test_past_figures_and_certificate_stay(past, change):
    before = figures(), evidence(), printed(past["certificate"])
    change(past)
    past["certificate"].refresh_from_db()
    assert (figures(), evidence(), printed(past["certificate"])) == before


def test_certificate_stays_to_the_byte_when_everything_around_it_is_renamed(past, client):
    certificate = past["certificate"]
    address = f"/zh-hans/verify/{certificate.code}/"
    before = evidence(), printed(certificate), client.get(address).content
    rename_everything(past)
    certificate = Certificate.objects.get(pk=certificate.pk)
    assert (evidence(), printed(certificate), client.get(address).content) == before
    assert client.post("/en/verify/file/", {"file": open_file(certificate)}).context["sameness"] == "same"


@pytest.mark.parametrize(
    "change",
    [
        lambda unit, units: rename_unit(unit=unit, names={"zh-hans": "新名", "en": "New name"}, on=TODAY),
        lambda unit, units: move_unit(unit=unit, under=units["p2a"], on=TODAY),
    ],
    ids=["rename", "move"],
)
def test_evidence_and_certificate_keep_the_unit_as_it_was_on_the_day(past, change):
    Completion.objects.all()
    units = past["units"]
    stood = UnitPlace.objects.get(unit=units["p1a1"])
    # The unit has stood there since long ago; what was earned yesterday points at that place.
    assert stood.since < YESTERDAY
    before = evidence(), printed(past["certificate"])
    change(Unit.objects.get(code="p1a1"), units)
    past["certificate"].refresh_from_db()
    assert (evidence(), printed(past["certificate"])) == before
    assert UnitPlace.objects.filter(unit=units["p1a1"]).count() == 2


def test_figures_up_to_the_day_before_a_move_stay_with_the_old_parent(past):
    question = Question(codes=("p1",), period=Period(datetime.date(2020, 1, 1), YESTERDAY))
    before = {row.key: row.cells for row in rollup(question).all_rows}
    move_unit(unit=Unit.objects.get(code="p1a"), under=past["units"]["p2"], on=TODAY)
    assert {row.key: row.cells for row in rollup(question).all_rows} == before
    today = Question(codes=("p2",), period=Period(TODAY, TODAY))
    assert {row.key: row.cells["in_post"].value for row in rollup(today).all_rows} == {
        "p1a": 1,
        "p2a": 0,
        "itself": 0,
        "total": 1,
    }


def test_unit_with_a_history_cannot_be_deleted_and_the_refusal_changes_nothing(past):
    before = figures(), list(Unit.objects.values("path", "numchild"))
    for delete in (past["units"]["p1a1"].delete, Unit.objects.filter(code="p1a").delete):
        with pytest.raises(ProtectedError):
            delete()
    assert (figures(), list(Unit.objects.values("path", "numchild"))) == before


def test_closed_unit_keeps_its_history(past):
    before = evidence()
    close_unit(unit=Unit.objects.get(code="p1a1"), on=TODAY)
    assert evidence() == before
