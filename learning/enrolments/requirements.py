"""What a course that somebody has to hold is worth today: the one place that says what "up to date" means. Pure."""

import calendar
import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

SOON = datetime.timedelta(days=60)  # before its end, a course is to be renewed


class RequirementStatus(StrEnum):
    NOT_BEGUN = "not-begun"
    UNDER_WAY = "under-way"
    OVERDUE = "overdue"
    HELD = "held"
    EXPIRING = "expiring"
    REFRESHER_DUE = "refresher-due"
    REFRESHER_OVERDUE = "refresher-overdue"
    EXPIRED = "expired"
    EXEMPT = "exempt"
    ON_LEAVE = "on-leave"


REQUIREMENT_STATUS_NAMES = {
    RequirementStatus.NOT_BEGUN: _("not begun"),
    RequirementStatus.UNDER_WAY: _("under way"),
    RequirementStatus.OVERDUE: _("overdue"),
    RequirementStatus.HELD: _("held"),
    RequirementStatus.EXPIRING: _("to be renewed soon"),
    RequirementStatus.REFRESHER_DUE: _("refresher due"),
    RequirementStatus.REFRESHER_OVERDUE: _("refresher overdue"),
    RequirementStatus.EXPIRED: _("expired"),
    RequirementStatus.EXEMPT: _("exempt"),
    RequirementStatus.ON_LEAVE: _("on leave"),
}
UP_TO_DATE = frozenset({RequirementStatus.HELD, RequirementStatus.EXPIRING, RequirementStatus.REFRESHER_DUE})
BEHIND = frozenset(
    {RequirementStatus.OVERDUE, RequirementStatus.EXPIRED, RequirementStatus.REFRESHER_OVERDUE}
)
NOT_COUNTED = frozenset({RequirementStatus.EXEMPT, RequirementStatus.ON_LEAVE})  # of nobody is more asked


def requirement_status(
    *,
    is_begun: bool,
    is_completed: bool,
    today: datetime.date,
    due_on: datetime.date | None = None,
    valid_until: datetime.date | None = None,
    refresher_due_on: datetime.date | None = None,
    is_exempt: bool = False,
    is_on_leave: bool = False,
) -> RequirementStatus:
    """Of one course and one person.

    ``due_on``: the last day to complete it for the first time. ``valid_until``: the last day of what was completed; a
    refresher never shortens it, the certificate says what it says. On leave nothing is overdue.
    """
    if is_exempt:
        return RequirementStatus.EXEMPT
    status = _status(is_begun, is_completed, today, due_on, valid_until, refresher_due_on)
    return RequirementStatus.ON_LEAVE if is_on_leave and status in BEHIND else status


def first_due_on(*, required_since: datetime.date, in_post_since: datetime.date, days: int) -> datetime.date:
    """The last day to complete a course that a post asks for."""
    return max(required_since, in_post_since) + datetime.timedelta(days=days)


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or that month's last: 31 January and one month is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


def _status(is_begun, is_completed, today, due_on, valid_until, refresher_due_on):
    if not is_completed:
        if due_on and due_on < today:
            return RequirementStatus.OVERDUE
        return RequirementStatus.UNDER_WAY if is_begun else RequirementStatus.NOT_BEGUN
    if valid_until and valid_until < today:
        return RequirementStatus.EXPIRED
    if refresher_due_on and refresher_due_on < today:
        return RequirementStatus.REFRESHER_OVERDUE
    if refresher_due_on:
        return RequirementStatus.REFRESHER_DUE
    return (
        RequirementStatus.EXPIRING if valid_until and valid_until - today <= SOON else RequirementStatus.HELD
    )
