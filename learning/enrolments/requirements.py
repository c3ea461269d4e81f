"""What a course that somebody has to hold is worth today. Pure.

Which posts have to hold which course comes later; a refresher already needs the words.
"""

import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class RequirementStatus(StrEnum):
    NOT_BEGUN = "not-begun"
    UNDER_WAY = "under-way"
    HELD = "held"
    REFRESHER_DUE = "refresher-due"
    REFRESHER_OVERDUE = "refresher-overdue"
    EXPIRED = "expired"


REQUIREMENT_STATUS_NAMES = {
    RequirementStatus.NOT_BEGUN: _("not begun"),
    RequirementStatus.UNDER_WAY: _("under way"),
    RequirementStatus.HELD: _("held"),
    RequirementStatus.REFRESHER_DUE: _("refresher due"),
    RequirementStatus.REFRESHER_OVERDUE: _("refresher overdue"),
    RequirementStatus.EXPIRED: _("expired"),
}


def requirement_status(
    *,
    is_begun: bool,
    is_completed: bool,
    today: datetime.date,
    valid_until: datetime.date | None = None,
    refresher_due_on: datetime.date | None = None,
) -> RequirementStatus:
    """Of one course and one person. A refresher never shortens ``valid_until``: the certificate says what it says."""
    if not is_completed:
        return RequirementStatus.UNDER_WAY if is_begun else RequirementStatus.NOT_BEGUN
    if valid_until and valid_until < today:
        return RequirementStatus.EXPIRED
    if refresher_due_on is None:
        return RequirementStatus.HELD
    return (
        RequirementStatus.REFRESHER_OVERDUE if refresher_due_on < today else RequirementStatus.REFRESHER_DUE
    )
