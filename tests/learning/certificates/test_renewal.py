"""A certificate is renewed by a refresher: in time, when something was learned again, and nothing is still due."""

import datetime

import pytest
from django.utils import timezone

from courses.changes import plan_change
from courses.models import LessonChange, LessonPage
from learning.certificates.change import renew_by_refresher, status_today
from learning.certificates.choice import months_after
from learning.certificates.issue import issue_certificate
from learning.evidence import Witness
from learning.models import Certificate
from learning.progress.refreshers import begin_refresher, finish_refresher
from tests.factories.cadres import make_cadre
from tests.factories.courses import make_course
from tests.factories.learning import complete_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def enrolment():
    """A completed course of which two lessons have changed since."""
    cadre = make_cadre("fang", unit=make_tree()["p1a1"])
    enrolment = complete_course(cadre, make_course("law", modules=1, lessons=2, quiz=False))
    issue_certificate(completion=enrolment.completion)
    for lesson in LessonPage.objects.filter(url_path__contains="/law/"):
        due_on = TODAY + datetime.timedelta(days=30)
        plan_change(
            subject=lesson, kind="material", notes={"zh-hans": "修订", "en": "Revised"}, due_on=due_on
        )
        lesson.summary_en = "Revised"
        lesson.save_revision().publish()
    return enrolment


def ending_in(enrolment, days: int) -> Certificate:
    until = TODAY + datetime.timedelta(days=days)
    certificate = Certificate.objects.standing().get(completion=enrolment.completion)
    Certificate.objects.filter(pk=certificate.pk).update(
        valid_until=until, facts=certificate.facts | {"valid_until": until.isoformat()}
    )
    return Certificate.objects.get(pk=certificate.pk)


def learn_again(enrolment, changes):
    for change in changes:
        refresher = begin_refresher(enrolment=enrolment, change=change)
        finish_refresher(refresher=refresher, witness=Witness.SELF)


def test_everything_learned_again_in_time_gives_a_new_certificate_once(enrolment):
    certificate = ending_in(enrolment, 30)
    learn_again(enrolment, LessonChange.objects.all())
    renewed = renew_by_refresher(certificate=certificate, months=24)
    assert (renewed.replaces, renewed.valid_until) == (certificate, months_after(TODAY, 24))
    kept = {key: value for key, value in renewed.facts.items() if key not in ("issued_on", "valid_until")}
    assert kept.items() <= certificate.facts.items()
    assert [status_today(certificate), status_today(renewed)] == ["superseded", "valid"]
    assert renew_by_refresher(certificate=renewed, months=24) is None
    assert renew_by_refresher(certificate=certificate, months=24) is None


@pytest.mark.parametrize(("days", "learned"), [(30, 0), (30, 1), (91, 2)])
def test_not_in_time_or_not_all_learned_gives_none(enrolment, days, learned):
    certificate = ending_in(enrolment, days)
    learn_again(enrolment, LessonChange.objects.all()[:learned])
    assert renew_by_refresher(certificate=certificate, months=24) is None
    assert Certificate.objects.count() == 1
