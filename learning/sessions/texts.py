"""Texts for the village's chat group: thanks, and what comes next. Neutral: no name, no figure, no subject."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from learning.sessions.models import TrainingSession


def thanks_for(session: TrainingSession) -> str:
    day = date_format(localtime(session.starts_at), "DATE_FORMAT")
    thanks = _("Thank you to everybody who came to “%(title)s” on %(day)s.") % {
        "title": session.title,
        "day": day,
    }
    return "\n".join(
        [
            thanks,
            _("If you think of a question later, ask at the next session, or call 12338 (women's hotline)."),
            _("In danger call 110. Legal advice 12348, to talk to somebody 12356: all are free."),
        ]
    )


def next_for(session: TrainingSession) -> tuple[str, TrainingSession | None]:
    """The text about the next session of this unit or series, and that session; a text to fill in when there is none.

    Sessions by invitation are never announced.
    """
    coming = (
        TrainingSession.objects.planned()
        .filter(unit=session.unit, by_invitation=False, starts_at__gt=timezone.now())
        .exclude(pk=session.pk)
        .order_by("starts_at")
        .first()
    )
    if coming is None:
        return _("We will say here when the next session is. Everybody is welcome."), None
    when = date_format(localtime(coming.starts_at), "DATETIME_FORMAT")
    facts = {"title": coming.title, "when": when, "venue": coming.venue}
    address = settings.SITE_URL.rstrip("/") + reverse("session-board", args=[coming.uuid])
    text = (
        _("Next: “%(title)s”, %(when)s, %(venue)s. Everybody is welcome; nothing has to be signed.") % facts
    )
    return f"{text}\n{address}", coming
