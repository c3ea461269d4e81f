"""Which template a certificate gets, and until when it is valid."""

import calendar
import datetime

from learning.certificates.template import CertificateTemplate, CourseTemplate


def template_for(kind: str, *, course_key=None) -> tuple[CertificateTemplate | None, int | None]:
    """``(template, valid months)``: the course's own, else the kind's default, else None. At most two queries."""
    chosen = course_key and (
        CourseTemplate.objects.filter(course__translation_key=course_key, template__kind=kind)
        .select_related("template")
        .first()
    )
    if chosen:
        return chosen.template, chosen.valid_months
    return CertificateTemplate.objects.filter(kind=kind, is_default=True).first(), None


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day that many months later; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
