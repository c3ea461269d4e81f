"""Begin a course."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.editions import current_edition, latest_edition
from courses.models import CoursePage
from learning.cadres.change import main_posting
from learning.cadres.models import Cadre, Posting
from learning.enrolments.models import Enrolment
from learning.signals import enrolment_begun
from learning.units.change import place_on


class NoPosting(Exception):
    """The account holds no post today: she may read, but there is no unit to count her in."""

    code = "no-posting"


def cadre_of(user) -> Cadre | None:
    """The cadre behind an account with her postings of today, or None. One query for a cadre in post; remembered on the
    user for the request."""
    if not user.is_authenticated:
        return None
    if not hasattr(user, "_cadre"):
        postings = Posting.objects.filter(cadre__user=user).in_force_on(timezone.localdate())
        held = list(postings.select_related("cadre", "unit", "post").order_by("-is_main", "-since"))
        user._cadre = held[0].cadre if held else Cadre.objects.filter(user=user).first()
        if user._cadre is not None:
            user._cadre.postings_today = held
    return user._cadre


def enrolment_in(cadre: Cadre | None, course_key) -> Enrolment | None:
    """Her latest enrolment in the course, open or completed."""
    if cadre is None:
        return None
    return Enrolment.objects.filter(cadre=cadre, course_key=course_key).order_by("-round").first()


def renew(*, cadre: Cadre, course: CoursePage) -> Enrolment:
    """Another round of a course that she has completed. While a round is open, or twice at once: that one.

    Raises ``NoPosting``.
    """
    standing = enrolment_in(cadre, course.translation_key)
    if standing is None or standing.completed_at is None:
        return standing or enrol(cadre=cadre, course=course)
    return _begin(cadre, course, timezone.now(), standing.round + 1)


def enrol(*, cadre: Cadre, course: CoursePage, at=None) -> Enrolment:
    """Her enrolment in the course, begun ``at`` (now) in her main post when there is none. Twice, or twice at once: one.

    Raises ``NoPosting``. A completed enrolment is returned as it is; a renewal is another verb.
    """
    standing = enrolment_in(cadre, course.translation_key)
    if standing:
        return standing
    return _begin(cadre, course, at or timezone.now(), 1)


def _begin(cadre, course, at, round):
    day = timezone.localdate(at)
    posting = main_posting(cadre, day)
    if posting is None:
        raise NoPosting
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(
                cadre=cadre,
                course_key=course.translation_key,
                course=course,
                edition=latest_edition(course.translation_key) or current_edition(course),
                place=place_on(posting.unit, day),
                post=posting.post,
                started_at=at,
                round=round,
            )
            enrolment_begun.send(sender=Enrolment, enrolment=enrolment)
            return enrolment
    except IntegrityError:  # a second click was first
        return enrolment_in(cadre, course.translation_key)
