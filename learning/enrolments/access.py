"""May this person open this page? Decided here; the hook in ``learning/wagtail_hooks.py`` asks for every page."""

from dataclasses import dataclass

from django.utils import timezone

from courses.models import CoursePage
from learning.cadres.models import Posting


@dataclass(frozen=True)
class Access:
    """``reason`` is "" when allowed, else ``sign-in``, ``no-posting`` or ``other-posts``."""

    allowed: bool
    reason: str = ""


OPEN = Access(allowed=True)


def may_open(user, course: CoursePage) -> Access:
    """Public courses: everybody. Others: cadres in post, of the posts named, and whoever edits courses. At most two
    queries."""
    if course.is_public:
        return OPEN
    if not user.is_authenticated:
        return Access(allowed=False, reason="sign-in")
    if user.has_perm("wagtailadmin.access_admin"):
        return OPEN
    held = set(
        Posting.objects.filter(cadre__user=user)
        .in_force_on(timezone.localdate())
        .values_list("post__code", flat=True)
    )
    if not held:
        return Access(allowed=False, reason="no-posting")
    if course.posts and not held & set(course.posts):
        return Access(allowed=False, reason="other-posts")
    return OPEN
