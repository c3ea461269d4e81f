"""What is counted, each figure defined once: the set of rows behind it and how they are measured.

Table, plot, spreadsheet and the rows behind a number all come from here. A figure of participants adds up
``SessionResult.reported_*`` and nothing else (product rule 7).
"""

import uuid
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from learning.cadres.models import Posting
from learning.certificates.models import Certificate
from learning.progress.models import Completion, QuizResult
from learning.reports.period import Period
from learning.sessions.models import SessionModule, SessionResult
from learning.units.models import UnitPlace


@dataclass(frozen=True)
class Question:
    """``codes`` are unit codes that have to follow each other in a lineage: ``("p1", "p1a")`` asks for p1a within p1.
    ``itself``: only what stands at the last of them. ``mandates`` are the codes within which the asker may see anything
    (None: everywhere)."""

    codes: tuple[str, ...]
    period: Period
    course_key: uuid.UUID | None = None
    itself: bool = False
    mandates: tuple[str, ...] | None = None

    @cached_property
    def lineages(self) -> list[str]:
        """Every lineage that the unit has had, as far as the asker may see it. One query."""
        end = "/" + "/".join(self.codes) + "/"
        had = UnitPlace.objects.filter(unit_code=self.codes[-1]).values_list("lineage", flat=True)
        return sorted(
            lineage
            for lineage in set(had)
            if lineage.endswith(end)
            and (self.mandates is None or any(f"/{code}/" in lineage for code in self.mandates))
        )

    def places(self, path: str) -> Q:
        """The condition on the place that stands at ``path``."""
        match = "lineage" if self.itself else "lineage__startswith"
        within = Q(pk__in=[])
        for lineage in self.lineages:
            within |= Q(**{match: lineage})
        return Q(**{f"{path}__in": UnitPlace.objects.filter(within)})


def cadres_in_post(question: Question) -> QuerySet:
    """Main postings in force on the last day, where the unit stood that day: one per cadre."""
    day = question.period.last
    return Posting.objects.in_force_on(day).filter(
        Q(unit__places__since__lte=day),
        Q(unit__places__until__isnull=True) | Q(unit__places__until__gt=day),
        question.places("unit__places"),
        is_main=True,
    )


def cadres_trained(question: Question) -> QuerySet:
    """Of these, the cadres who had completed the course (any course) by the last day, wherever they did."""
    _start, end = question.period.moments
    done = Completion.objects.filter(occurred_at__lt=end)
    if question.course_key:
        done = done.filter(course_key=question.course_key)
    return cadres_in_post(question).filter(cadre__in=done.values("cadre"))


def completions(question: Question) -> QuerySet:
    start, end = question.period.moments
    found = Completion.objects.filter(question.places("place"), occurred_at__gte=start, occurred_at__lt=end)
    return found.filter(course_key=question.course_key) if question.course_key else found


def final_tests(question: Question) -> QuerySet:
    start, end = question.period.moments
    found = QuizResult.objects.filter(
        question.places("place"),
        decides_certificate=True,
        occurred_at__gte=start,
        occurred_at__lt=end,
    )
    return found.filter(edition__course_key=question.course_key) if question.course_key else found


def final_tests_passed(question: Question) -> QuerySet:
    return final_tests(question).filter(passed=True)


def sessions_held(question: Question) -> QuerySet:
    found = SessionResult.objects.filter(
        question.places("place"),
        held_on__gte=question.period.first,
        held_on__lte=question.period.last,
    )
    if question.course_key:
        taught = SessionModule.objects.filter(course_key=question.course_key)
        found = found.filter(session__in=taught.values("session"))
    return found


TESTED = Q(pairs__gte=5, pairs_answered__gt=0, is_small=False)


def tested_sessions(question: Question) -> QuerySet:
    """Sessions in which five tickets or more answered both times."""
    return sessions_held(question).filter(TESTED)


def certificates_issued(question: Question) -> QuerySet:
    start, end = question.period.moments
    found = Certificate.objects.first_issued().filter(
        question.places("place"),
        kind=Certificate.Kind.COMPLETION,
        issued_at__gte=start,
        issued_at__lt=end,
    )
    return found.filter(completion__course_key=question.course_key) if question.course_key else found


def session_numbers(prefix: str = "") -> dict:
    """What is added up over ``SessionResult`` rows reached through ``prefix``."""
    tested = Q(**{f"{prefix}{name}": value for name, value in TESTED.children})
    return {
        "sessions": Count(f"{prefix}pk"),
        "small": Count(f"{prefix}pk", filter=Q(**{f"{prefix}is_small": True})),
        "reached": Sum(f"{prefix}reported_reached"),
        "children": Sum(f"{prefix}reported_children"),
        "tested": Count(f"{prefix}pk", filter=tested),
        **{
            name: Sum(f"{prefix}{name}", filter=tested)
            for name in ("pairs", "pairs_before_right", "pairs_after_right", "pairs_answered")
        },
    }


# The rows that open behind a number.
BEHIND = {
    "in_post": cadres_in_post,
    "trained": cadres_trained,
    "completions": completions,
    "tests": final_tests,
    "passed": final_tests_passed,
    "certificates": certificates_issued,
    "sessions": sessions_held,
    "tested": tested_sessions,
}


@dataclass(frozen=True)
class Figure:
    """A column. ``of`` makes it a share in percent; ``opens`` names the measure whose rows stand behind the number."""

    key: str
    label: str
    explanation: str
    opens: str
    of: str = ""
    unit: str = ""


FIGURES = [
    Figure(
        "in_post",
        _("Cadres in post"),
        _("Cadres whose main post is there on the last day of the period."),
        "in_post",
    ),
    Figure(
        "trained",
        _("Of these, trained"),
        _(
            "Cadres in post on the last day who had completed the course (with no course chosen: any course) by then."
        ),
        "trained",
    ),
    Figure(
        "coverage",
        _("Coverage"),
        _("Trained cadres of the cadres in post."),
        "trained",
        of="in_post",
        unit="%",
    ),
    Figure(
        "completions",
        _("Courses completed"),
        _("Courses completed in the period, counted in the unit where the cadre was on that day."),
        "completions",
    ),
    Figure(
        "tests",
        _("Final tests handed in"),
        _("Final tests handed in during the period, every attempt counted."),
        "tests",
    ),
    Figure(
        "pass_rate",
        _("Pass rate"),
        _("Passed final tests of those handed in."),
        "passed",
        of="tests",
        unit="%",
    ),
    Figure(
        "certificates",
        _("Certificates"),
        _("Certificates of completion issued in the period."),
        "certificates",
    ),
    Figure(
        "sessions", _("Sessions held"), _("Community sessions closed, by the day they were held."), "sessions"
    ),
    Figure(
        "reached",
        _("People reached"),
        _(
            "People who came, each session counted by itself. Sessions with fewer than five people are counted as sessions, but their people are not shown."
        ),
        "sessions",
    ),
    Figure(
        "children",
        _("Children cared for"),
        _("As the people who came said themselves; sessions of fewer than five not shown."),
        "sessions",
    ),
    Figure(
        "gain",
        _("Learning gain"),
        _(
            "Percentage points of right answers after minus before, over those tickets only that answered both times, in sessions with five of them or more. Hands that were counted have no pairs and are left out."
        ),
        "tested",
        unit="points",
    ),
]
FIGURE_BY_KEY = {figure.key: figure for figure in FIGURES}
