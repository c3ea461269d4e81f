"""What a post asks for: its holder is told 30 and 7 days before the day, and on the day after it."""

import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from config.jobs.enqueue import request_job
from config.jobs.registry import handles
from learning.cadres.models import Cadre
from learning.enrolments.required import FACTS, postings_under, standing, standings_of
from learning.enrolments.requirement_models import Requirement
from learning.enrolments.requirements import NOT_COUNTED

REMIND = "requirement.remind"
DAYS = (30, 7, -1)  # before the day; -1 is the day after it


def reminder_due(by: datetime.date, today: datetime.date) -> int | None:
    """Which of ``DAYS`` has been reached, None before the first and from a week after the day: no nagging."""
    left = (by - today).days
    return min((days for days in DAYS if left <= days), default=None) if left >= -7 else None


def remind_of_requirements() -> int:
    """Ask for each reminder that is due today; returns how many. Twice: each is sent once."""
    today, asked = timezone.localdate(), 0
    for requirement in Requirement.objects.in_force_on(today):
        with_account = postings_under(requirement, today).filter(cadre__user__is_active=True)
        for facts in with_account.exclude(cadre__user__email="").values("cadre", *FACTS).iterator():
            stands = standing(requirement, facts, today)
            if stands.status in NOT_COUNTED or stands.by is None:
                continue
            if (days := reminder_due(stands.by, today)) is not None:
                request_job(
                    kind=REMIND,
                    key=f"{requirement.pk}-{facts['cadre']}-{stands.by}-{days}",
                    arguments={"requirement_id": requirement.pk, "cadre_id": facts["cadre"]},
                )
                asked += 1
    return asked


@handles(REMIND)
def send_requirement_reminder(job, *, requirement_id, cadre_id):
    """One mail in her own language; done meanwhile, or no account any more: nothing."""
    cadre = Cadre.objects.select_related("user").get(pk=cadre_id)
    stands = next(
        (s for s in standings_of(cadre, timezone.localdate()) if s.requirement.pk == requirement_id), None
    )
    user = cadre.user
    if stands is None or stands.by is None or not (user and user.is_active and user.email):
        return {"sent": False}
    if reminder_due(stands.by, timezone.localdate()) is None or stands.requirement.course is None:
        return {"sent": False}
    with translation.override(cadre.language):
        context = {
            "name": cadre.name,
            "title": stands.requirement.course.public_title or stands.requirement.course.heading,
            "by": stands.by,
            "is_past": stands.by < timezone.localdate(),
            "address": f"{settings.SITE_URL.rstrip('/')}{reverse('my-learning')}",
        }
        body = render_to_string("emails/course_for_your_post.txt", context)
        send_mail(_("A course for your post"), body, settings.DEFAULT_FROM_EMAIL, [user.email])
    return {"sent": True}
