"""Who has to hold what, and how she stands. Reading only."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from learning.cadres.models import Cadre, Leave, Posting
from learning.enrolments.models import Enrolment
from learning.enrolments.requirement_models import Exemption, Requirement
from learning.enrolments.requirements import (
    BEHIND,
    NOT_COUNTED,
    UP_TO_DATE,
    RequirementStatus,
    first_due_on,
    months_later,
    requirement_status,
)

PEOPLE_SHOWN = 500  # a list of more is looked at unit by unit
FACTS = ("since", "is_begun", "completed_on", "is_exempt", "is_on_leave")


@dataclass(frozen=True)
class Standing:
    """How one person stands to one requirement. ``by`` is the day by which something is to be done, None for nothing."""

    requirement: Requirement
    status: RequirementStatus
    by: datetime.date | None


@dataclass(frozen=True)
class Tally:
    """People of a subtree who have to hold a course, counted once each, by how they stand."""

    requirement: Requirement
    counts: Counter

    @property
    def asked(self) -> int:
        """Of how many: who is exempt or on leave is not asked."""
        return sum(n for status, n in self.counts.items() if status not in NOT_COUNTED)

    @property
    def up_to_date(self) -> int:
        return sum(self.counts[status] for status in UP_TO_DATE)

    @property
    def behind(self) -> int:
        return sum(self.counts[status] for status in BEHIND)

    @property
    def under_way(self) -> int:
        """Neither up to date nor behind yet."""
        return self.asked - self.up_to_date - self.behind

    @property
    def not_asked(self) -> int:
        return sum(self.counts[status] for status in NOT_COUNTED)

    @property
    def percent(self) -> int | None:
        """None where nobody is asked: unknown, not 0 % and not 100 %."""
        return round(100 * self.up_to_date / self.asked) if self.asked else None


def postings_under(requirement: Requirement, day: datetime.date) -> QuerySet:
    """The postings in force that a requirement is about, one a person, with the facts that decide how she stands."""
    postings = Posting.objects.in_force_on(day)
    mine = Q(post=requirement.post) if requirement.post_id else Q(is_main=True)
    if requirement.level_id:
        mine &= Q(unit__level=requirement.level_id)
    asked = postings.filter(mine)
    earlier = asked.filter(cadre=OuterRef("cadre"), pk__lt=OuterRef("pk"))
    enrolled = Enrolment.objects.filter(cadre=OuterRef("cadre"), course_key=requirement.course_key)
    exempt = Exemption.objects.in_force_on(day).filter(
        cadre=OuterRef("cadre"), course_key=requirement.course_key
    )
    completed = (
        enrolled.order_by()
        .values("cadre")
        .annotate(last=Max("completed_at"))
        .values_list(TruncDate("last"), flat=True)
    )
    return asked.filter(~Exists(earlier)).annotate(
        is_begun=Exists(enrolled),
        completed_on=Subquery(completed),
        is_exempt=Exists(exempt),
        is_on_leave=Exists(Leave.objects.in_force_on(day).filter(cadre=OuterRef("cadre"))),
    )


def standing(requirement: Requirement, facts: dict, today: datetime.date) -> Standing:
    """From the facts of ``postings_under``: no query."""
    due_on = first_due_on(
        required_since=requirement.since, in_post_since=facts["since"], days=requirement.days
    )
    completed_on = facts["completed_on"]
    valid_until = (
        months_later(completed_on, requirement.renewed_every)
        if completed_on and requirement.renewed_every
        else None
    )
    status = requirement_status(
        is_begun=facts["is_begun"],
        is_completed=completed_on is not None,
        today=today,
        due_on=due_on,
        valid_until=valid_until,
        is_exempt=facts["is_exempt"],
        is_on_leave=facts["is_on_leave"],
    )
    by = None if status in NOT_COUNTED else (valid_until if completed_on else due_on)
    return Standing(requirement=requirement, status=status, by=by)


def standings_of(cadre: Cadre, today: datetime.date) -> list[Standing]:
    """What her posts ask of her, the most urgent first. One query, and one for each requirement there is."""
    found = []
    for requirement in Requirement.objects.in_force_on(today).select_related("course"):
        facts = postings_under(requirement, today).filter(cadre=cadre).values(*FACTS).first()
        if facts:
            found.append(standing(requirement, facts, today))
    return sorted(found, key=lambda one: (one.by is None, one.by or today, one.requirement.pk))


def tallies(units: QuerySet, today: datetime.date) -> list[Tally]:
    """Each requirement over the people of these units. One query a requirement: people who share all their facts are counted
    in the database, so a nation takes no more memory than a village."""
    found = []
    for requirement in Requirement.objects.in_force_on(today).select_related("course", "post", "level"):
        counts = Counter()
        groups = postings_under(requirement, today).filter(unit__in=units).order_by()
        for group in groups.values(*FACTS).annotate(people=Count("pk")):
            counts[standing(requirement, group, today).status] += group["people"]
        if counts:
            found.append(Tally(requirement=requirement, counts=counts))
    return found


def people_behind(requirement: Requirement, units: QuerySet, statuses, today: datetime.date) -> list:
    """``[(Posting, Standing)]`` of those who stand so, the longest waiting first, at most ``PEOPLE_SHOWN``. Two queries."""
    mine = postings_under(requirement, today).filter(unit__in=units)
    wanted = {
        group["pk"]: stands
        for group in mine.order_by().values("pk", *FACTS).iterator()
        if (stands := standing(requirement, group, today)).status in statuses
    }
    ordered = sorted(wanted, key=lambda pk: (wanted[pk].by or today, pk))
    postings = Posting.objects.select_related("cadre", "unit", "post").in_bulk(ordered[:PEOPLE_SHOWN])
    return [(postings[pk], wanted[pk]) for pk in ordered[:PEOPLE_SHOWN]]
