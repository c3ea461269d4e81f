"""What of the raw facts goes into the snapshots: for each kind of fact a query that gives place, course, day, numbers.

The one list that both the rebuilding and the keeping current read.
"""

import datetime

from django.db.models import Count, DateField, Exists, F, OuterRef, Q, Sum, UUIDField, Value
from django.db.models.functions import Coalesce, Greatest, Least, TruncDate

from learning.cadres.models import Posting
from learning.certificates.models import Certificate
from learning.progress.models import Completion, QuizResult
from learning.reports.figures import session_numbers
from learning.reports.snapshot_models import ANY_COURSE
from learning.sessions.models import SessionModule, SessionResult

FAR = datetime.date(9999, 12, 31)  # the end of what has none
EVERY_COURSE = Value(ANY_COURSE, output_field=UUIDField())


def flows(places):
    """``(rows, {measure: expression})``: what happened, by the place, course and day it is pinned to."""
    completed = {"completions": Count("pk"), "minutes": Sum("minutes")}
    tested = {"tests": Count("pk"), "passed": Count("pk", filter=Q(passed=True))}
    issued = {"certificates": Count("pk")}
    completions = _at(Completion.objects, "place", places)
    tests = _at(QuizResult.objects.filter(decides_certificate=True), "place", places)
    certificates = _at(
        Certificate.objects.first_issued().filter(kind=Certificate.Kind.COMPLETION), "place", places
    )
    sessions = _at(SessionResult.objects, "place", places)
    taught = _at(first_modules().filter(session__result__isnull=False), "session__result__place", places)
    done, marked, issued_on = TruncDate("occurred_at"), TruncDate("occurred_at"), TruncDate("issued_at")
    return [
        (_by(completions, F("course_key"), done), completed),
        (_by(completions, EVERY_COURSE, done), completed),
        (_by(tests, F("edition__course_key"), marked), tested),
        (_by(tests, EVERY_COURSE, marked), tested),
        (_by(certificates, F("completion__course_key"), issued_on), issued),
        (_by(certificates, EVERY_COURSE, issued_on), issued),
        (_by(sessions, EVERY_COURSE, F("held_on")), session_numbers()),
        (_by(taught, F("course_key"), F("session__result__held_on")), session_numbers("session__result__")),
    ]


def stocks(places):
    """``(rows, measure, +1 or -1)``: who came to stand at a place, and who left it."""
    found = []
    posted = _spans(Posting.objects.filter(is_main=True), "", places)
    for day, sign in (("begins", 1), ("ends", -1)):
        found.append((_changes(posted, EVERY_COURSE, day), "in_post", sign))
    for first, course in ((_first_of_course(), F("course_key")), (_first_of_any(), EVERY_COURSE)):
        trained = _spans(
            Completion.objects.filter(first, cadre__postings__is_main=True),
            "cadre__postings__",
            places,
            TruncDate("occurred_at"),
        )
        for day, sign in (("begins", 1), ("ends", -1)):
            found.append((_changes(trained, course, day), "trained", sign))
    return found


def first_modules():
    """One module per session and course, so that a session with two modules of a course counts once for it."""
    earlier = SessionModule.objects.filter(
        session=OuterRef("session"), course_key=OuterRef("course_key"), pk__lt=OuterRef("pk")
    )
    return SessionModule.objects.filter(~Exists(earlier))


def _at(rows, path, places):
    rows = rows.annotate(at_place=F(path)).order_by()
    return rows if places is None else rows.filter(**{f"{path}__in": places})


def _by(rows, course, day):
    return rows.annotate(of_course=course, on_day=day).values("at_place", "of_course", "on_day")


def _spans(rows, prefix, places, *later):
    """From which day until which somebody held a post at a place: ``at_place``, ``begins``, ``ends`` (not included)."""
    unit = f"{prefix}unit__places"
    rows = rows.annotate(
        at_place=F(f"{unit}__pk"),
        begins=Greatest(F(f"{prefix}since"), F(f"{unit}__since"), *later, output_field=DateField()),
        ends=Least(_or_far(f"{prefix}until"), _or_far(f"{unit}__until")),
    )
    if places is not None:
        rows = rows.filter(at_place__in=places)
    return rows.filter(begins__lt=F("ends")).order_by()


def _changes(spans, course, day):
    return (
        spans.exclude(**{day: FAR})
        .annotate(of_course=course, on_day=F(day))
        .values("at_place", "of_course", "on_day")
    )


def _or_far(path):
    return Coalesce(F(path), Value(FAR, output_field=DateField()))


def _first_of_course():
    return ~Exists(_earlier(course_key=OuterRef("course_key")))


def _first_of_any():
    return ~Exists(_earlier())


def _earlier(**same):
    return Completion.objects.filter(
        Q(occurred_at__lt=OuterRef("occurred_at"))
        | Q(occurred_at=OuterRef("occurred_at"), pk__lt=OuterRef("pk")),
        cadre=OuterRef("cadre"),
        **same,
    )
