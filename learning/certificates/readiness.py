"""Tells sessions who holds a certificate for what she is going to teach."""

from learning.certificates.models import Certificate
from learning.certificates.status import Status, status_of
from learning.sessions.readiness import answers_for_certificates


@answers_for_certificates
def certified(users, day) -> set[tuple[int, str]]:
    """``{(user pk, course key)}`` of certificates of completion that are worth something on ``day``. Two queries."""
    certificates = Certificate.objects.filter(
        kind=Certificate.Kind.COMPLETION, cadre__user__in=users
    ).select_related("cadre", "completion__enrolment")
    return {
        (certificate.cadre.user_id, str(certificate.completion.enrolment.course_key))
        for certificate in certificates.prefetch_related("events")
        if status_of(
            [event.kind for event in certificate.events.all()],
            valid_until=certificate.valid_until,
            today=day,
        )
        == Status.VALID
    }
