"""May this person open this page? Decided here; the hook in ``learning/wagtail_hooks.py`` asks for every page."""

from dataclasses import dataclass

from courses.models import CoursePage
from learning.cadres.scope import is_facilitator
from learning.enrolments.enrol import cadre_of


@dataclass(frozen=True)
class Access:
    """``reason`` is "" when allowed, else ``sign-in``, ``no-posting`` or ``other-posts``."""

    allowed: bool
    reason: str = ""


OPEN = Access(allowed=True)


def may_open(user, course: CoursePage) -> Access:
    """Public courses: everybody. Others: cadres in post, of the posts named, and whoever edits courses."""
    if course.is_public:
        return OPEN
    if not user.is_authenticated:
        return Access(allowed=False, reason="sign-in")
    cadre = cadre_of(user)
    held = {posting.post.code for posting in cadre.postings_today} if cadre else set()
    if held and (not course.posts or held & set(course.posts)):
        return OPEN
    if user.has_perm("wagtailadmin.access_admin"):
        return OPEN
    return Access(allowed=False, reason="other-posts" if held else "no-posting")


def may_teach(user) -> bool:
    """Who teaches a room or writes what is taught there: notes and questions are for them."""
    return user.is_authenticated and (user.has_perm("wagtailadmin.access_admin") or is_facilitator(user))
