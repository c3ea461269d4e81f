"""A certificate that runs out: its holder is told 90, 30 and 7 days before."""

import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from config.jobs.enqueue import request_job
from config.jobs.registry import handles
from learning.certificates.change import status_today
from learning.certificates.models import Certificate
from learning.certificates.status import DAYS, Status
from quizzes.texts import in_language

REMIND = "certificate.remind"


def threshold(valid_until: datetime.date, today: datetime.date) -> int | None:
    """Which reminder is due: the smallest of ``DAYS`` that has been reached, None before the first and after the end.

    So a day on which nothing ran is made up for, and nobody gets three at once.
    """
    left = (valid_until - today).days
    return min((days for days in DAYS if left <= days), default=None) if left >= 0 else None


def running_out(today: datetime.date):
    """Certificates of courses that end within the longest of ``DAYS``, were not replaced and not renewed."""
    later = Certificate.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=OuterRef("valid_until")),
        cadre=OuterRef("cadre"),
        completion__course_key=OuterRef("completion__course_key"),
    )
    return Certificate.objects.standing().filter(
        ~Exists(later),
        kind=Certificate.Kind.COMPLETION,
        valid_until__range=(today, today + datetime.timedelta(days=max(DAYS))),
    )


def remind_of_expiry() -> int:
    """Ask for every reminder that is due today; returns for how many. Twice: each is sent once."""
    today = timezone.localdate()
    due = list(running_out(today).values_list("pk", "valid_until"))
    for certificate_id, valid_until in due:
        days = threshold(valid_until, today)
        request_job(kind=REMIND, key=f"{certificate_id}-{days}", arguments={"certificate_id": certificate_id})
    return len(due)


@handles(REMIND)
def send_reminder(job, *, certificate_id):
    """One mail in her own language. Revoked or withdrawn meanwhile, no account, no address: nothing."""
    certificate = Certificate.objects.select_related("cadre__user", "completion__enrolment").get(
        pk=certificate_id
    )
    user = certificate.cadre.user
    if status_today(certificate) != Status.VALID or not (user and user.is_active and user.email):
        return {"sent": False}
    with translation.override(certificate.cadre.language):
        path = reverse("certificate-of", args=[certificate.completion.enrolment.uuid])
        context = {
            "name": certificate.facts["name"],
            "title": in_language(certificate.facts["titles"], translation.get_language()),
            "valid_until": certificate.valid_until,
            "address": f"{settings.SITE_URL.rstrip('/')}{path}",
        }
        body = render_to_string("emails/certificate_runs_out.txt", context)
        send_mail(_("A certificate runs out soon"), body, settings.DEFAULT_FROM_EMAIL, [user.email])
    return {"sent": True}
