"""Certificates on the pages of others."""

from django import template

from config.jobs.models import Job
from learning.certificates.code import spaced_code
from learning.certificates.jobs import ATTENDANCE
from learning.certificates.models import Certificate

register = template.Library()


@register.inclusion_tag("learning/certificates/attendance.html", takes_context=True)
def attendance_certificates(context, session):
    """The attendance certificates of a closed session, and the button that makes them. Two queries."""
    certificates = (
        Certificate.objects.standing()
        .filter(register_entry__session=session)
        .select_related("register_entry")
        .order_by("register_entry__ticket")
    )
    return {
        "session": session,
        "csrf_token": context.get("csrf_token"),
        "job": Job.objects.filter(kind=ATTENDANCE, key=f"session-{session.pk}").first(),
        "certificates": [(certificate, spaced_code(certificate.code)) for certificate in certificates],
    }
