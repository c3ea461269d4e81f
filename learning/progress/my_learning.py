"""What stands on the page My learning. Reading only, with a fixed number of queries."""

from collections import defaultdict

from django.utils import timezone

from courses.models import CoursePage
from courses.outline import outline_of
from learning.enrolments.enrol import cadre_of
from learning.enrolments.models import Enrolment
from learning.enrolments.required import standings_of
from learning.enrolments.requirements import (
    BEHIND,
    REQUIREMENT_STATUS_NAMES,
    UP_TO_DATE,
    requirement_status,
)
from learning.progress.browser_alone import browser_steps
from learning.progress.corrections import recent_corrections
from learning.progress.models import StepCompletion
from learning.progress.reading import Progress
from learning.progress.refreshers import refreshers_due


def my_courses(user) -> dict:
    """``{"cadre", "posting", "under_way", "completed", "to_begin"}``: lists of ``(course or None, Progress)``, and of
    courses she may begin. Six queries plus one cached outline per course."""
    cadre = cadre_of(user)
    if cadre is None:
        return {
            "cadre": None,
            "posting": None,
            "under_way": [],
            "completed": [],
            "to_begin": [],
            "corrections": [],
            "required": [],
        }
    postings = cadre.postings_today
    enrolments = list(
        Enrolment.objects.filter(cadre=cadre)
        .select_related("edition", "completion__edition", "completion__place")
        .order_by("-started_at")
    )
    done = defaultdict(set)
    for enrolment_id, key in StepCompletion.objects.filter(enrolment__cadre=cadre).values_list(
        "enrolment_id", "step_key"
    ):
        done[enrolment_id].add(key)
    live = {course.translation_key: course for course in CoursePage.objects.live().order_by("path")}
    latest = {}
    for enrolment in sorted(enrolments, key=lambda one: one.round):
        latest[enrolment.course_key] = enrolment
    due = refreshers_due(list(latest.values()))
    reported = browser_steps([one.completion for one in enrolments if one.completed_at])
    mine = [
        {
            **_line(enrolment, live.get(enrolment.course_key), done[enrolment.pk]),
            **_refresher(due, enrolment),
            "reported": bool(enrolment.completed_at and reported.get(enrolment.completion.pk)),
        }
        for enrolment in enrolments
    ]
    begun = {enrolment.course_key for enrolment in enrolments}
    held = {posting.post.code for posting in postings}
    return {
        "cadre": cadre,
        "corrections": recent_corrections(cadre),
        "required": [_required(one) for one in standings_of(cadre, timezone.localdate())],
        "posting": postings[0] if postings else None,
        "under_way": [line for line in mine if not line["enrolment"].completed_at],
        "completed": [line for line in mine if line["enrolment"].completed_at],
        "to_begin": [
            course
            for key, course in live.items()
            if key not in begun
            and postings
            and (course.is_public or not course.posts or held & set(course.posts))
        ],
    }


def _required(stands) -> dict:
    """``{"standing", "status", "course", "is_behind", "is_up_to_date"}`` of what her post asks for."""
    return {
        "standing": stands,
        "status": REQUIREMENT_STATUS_NAMES[stands.status],
        "course": stands.requirement.course,
        "is_behind": stands.status in BEHIND,
        "is_up_to_date": stands.status in UP_TO_DATE,
    }


def _refresher(due: dict, enrolment) -> dict:
    """``{"due", "status", "status_name"}``: what is to be learned again, and the requirement in a word."""
    lessons = due.get(enrolment.pk, [])
    status = requirement_status(
        is_begun=True,
        is_completed=enrolment.completed_at is not None,
        today=timezone.localdate(),
        refresher_due_on=min((one.change.due_on for one in lessons), default=None),
    )
    return {"due": lessons, "status": status, "status_name": REQUIREMENT_STATUS_NAMES[status]}


def _line(enrolment, course, done_keys):
    progress = (
        Progress(enrolment=enrolment, outline=outline_of(course), done_keys=frozenset(done_keys))
        if course
        else None
    )
    return {
        "enrolment": enrolment,
        "course": course,
        "progress": progress,
        "titles": enrolment.edition.headings,
    }
