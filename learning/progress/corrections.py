"""A quiz was marked anew: the new result beside the old one, the step when it is a pass now, and the person is told."""

import contextlib
import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.jobs.enqueue import request_job
from config.jobs.registry import handles
from learning.cadres.models import Cadre
from learning.evidence import Witness
from learning.progress.complete import UnknownStep, pins, record_step
from learning.progress.models import QuizResult, ResultCorrection
from learning.signals import result_corrected
from quizzes.models import Quiz
from quizzes.rules import seen_of
from quizzes.signals import attempt_remarked

KIND = "mail.result-corrected"
TOLD_FOR = datetime.timedelta(days=60)  # on My learning


@receiver(attempt_remarked)
def keep_correction(sender, attempt, result, **kwargs):
    """Inside the transaction that marked it anew. The result of the day stays; this one stands beside it."""
    standing = (
        QuizResult.objects.select_related("enrolment__cadre__user").filter(attempt=attempt.uuid).first()
    )
    if standing is None:
        return
    correction = ResultCorrection.objects.create(
        result=standing,
        new_result=result.uuid,
        before_scaled=result.before_scaled,
        before_passed=result.before_passed,
        scaled=result.scaled,
        passed=result.passed,
        quiz_title=attempt.quiz_title,
        witness=Witness.SERVER,
        occurred_at=timezone.now(),
        **pins(standing.enrolment, timezone.now()),
    )
    if result.passed and attempt.is_counted:
        # The trainer may have taken the quiz out of the course meanwhile: then the result stays, without a step.
        with contextlib.suppress(UnknownStep):
            record_step(
                enrolment=standing.enrolment,
                step_key=attempt.quiz_key,
                witness=Witness.SERVER,
                attempt=attempt.uuid,
                occurred_at=attempt.submitted_at,
            )
    result_corrected.send(sender=ResultCorrection, correction=correction)
    tell(standing.enrolment.cadre, about=str(correction.new_result))


def tell(cadre: Cadre, *, about: str) -> None:
    """Mail her that something has changed. ``about`` names the change: twice is once."""
    if cadre.user_id and cadre.user.email:
        request_job(kind=KIND, key=about, arguments={"cadre_id": cadre.pk})


@handles(KIND)
def tell_by_mail(job, *, cadre_id):
    """Neutral: that something stands on My learning, and nothing of what. An account that has gone gets nothing."""
    cadre = Cadre.objects.select_related("user").filter(pk=cadre_id, user__is_active=True).first()
    if cadre is None or not cadre.user.email:
        return
    body = render_to_string(
        "emails/result_corrected.txt", {"address": settings.SITE_URL + reverse("my-learning")}
    )
    send_mail(_("News in the training library"), body, settings.DEFAULT_FROM_EMAIL, [cadre.user.email])


def recent_corrections(cadre) -> list[ResultCorrection]:
    """What My learning says of the last 60 days, newest first. ``shows_percent``: the quiz lets its results be seen. One
    query, two when there is something."""
    since = timezone.now() - TOLD_FOR
    corrections = list(
        ResultCorrection.objects.filter(result__enrolment__cadre=cadre, received_at__gte=since)
        .select_related("result")
        .order_by("-pk")
    )
    keys = [correction.result.quiz_key for correction in corrections]
    quizzes = {quiz.key: quiz for quiz in Quiz.objects.filter(key__in=keys)} if keys else {}
    for correction in corrections:
        quiz = quizzes.get(correction.result.quiz_key)
        correction.shows_percent = seen_of(
            quiz, passed=correction.passed, attempts_left=True, now=timezone.now()
        ).feedback
    return corrections
