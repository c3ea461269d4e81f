"""Refreshers: what a holder still has to learn again, and how she does it.

What is due is never stored. It follows from the material changes published after the edition that she completed, less
what she has learned again: so it is right for late certificates, renewals and lessons that went away.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.models import CoursePage, LessonChange
from courses.outline import Outline, OutlineLesson, outline_of
from learning.cadres.models import Cadre
from learning.enrolments.enrol import enrolment_in
from learning.enrolments.models import Enrolment
from learning.evidence import Witness
from learning.progress.complete import pins
from learning.progress.models import Completion
from learning.progress.refresher_models import Refresher, RefresherDone
from quizzes.models import Attempt, Quiz
from quizzes.people import registrations_of
from quizzes.standing import standing_of


@dataclass(frozen=True)
class Due:
    """One lesson to learn again, by ``change.due_on``."""

    change: LessonChange
    lesson: OutlineLesson

    @property
    def is_overdue(self) -> bool:
        return self.change.due_on < timezone.localdate()


class HoldersAmong:
    """Who of completed enrolments holds a certificate that counts. Only certificates know; they register
    ``provider(enrolment pks) -> set of pks``."""

    def __init__(self):
        self._provider = None

    def register(self, provider):
        self._provider = provider
        return provider

    def __call__(self, enrolment_pks) -> set:
        return set(self._provider(list(enrolment_pks))) if self._provider and enrolment_pks else set()


holders_among = HoldersAmong()


def refreshers_due(enrolments: list[Enrolment]) -> dict[int, list[Due]]:
    """``{enrolment pk: [Due]}`` in the order of the course, for the completed ones among them that hold a certificate.

    Give each cadre's latest round only. Five queries and the cached outlines, one when nothing was changed.
    """
    completed = {enrolment.pk: enrolment for enrolment in enrolments if enrolment.completed_at}
    changes = _changes_by_course({enrolment.course_key for enrolment in completed.values()})
    touched = [enrolment for enrolment in completed.values() if changes.get(enrolment.course_key)]
    if not touched:
        return {}
    pks = holders_among([enrolment.pk for enrolment in touched])
    learned = dict(
        Completion.objects.filter(enrolment__in=pks).values_list("enrolment", "edition__published_at")
    )
    done = set(
        RefresherDone.objects.filter(refresher__enrolment__in=pks).values_list(
            "refresher__enrolment", "refresher__change"
        )
    )
    outlines = {
        course.translation_key: outline_of(course)
        for course in CoursePage.objects.live().filter(translation_key__in=list(changes))
    }
    return {
        enrolment.pk: due
        for enrolment in touched
        if enrolment.pk in learned
        and (
            due := _due(
                outlines.get(enrolment.course_key),
                changes[enrolment.course_key],
                since=learned[enrolment.pk],
                done={change for who, change in done if who == enrolment.pk},
            )
        )
    }


def due_in_lesson(enrolment: Enrolment | None, lesson_key: str) -> Due | None:
    """What is due of this lesson, None for most readers. One query when nothing was ever changed."""
    if enrolment is None or not enrolment.completed_at:
        return None
    found = refreshers_due([enrolment]).get(enrolment.pk, [])
    return next((due for due in found if due.lesson.key == lesson_key), None)


def begin_refresher(*, enrolment: Enrolment, change: LessonChange) -> Refresher:
    """Her refresher of this change, in the round that she is in. Twice, or twice at once: one."""
    return latest_round(enrolment, change) or _round(enrolment, change, 1)


def latest_round(enrolment: Enrolment, change: LessonChange) -> Refresher | None:
    return Refresher.objects.filter(enrolment=enrolment, change=change).order_by("-round").first()


def begin_another_round(*, enrolment: Enrolment, due: Due) -> Refresher:
    """When the attempts of a quiz are used up: a round with attempts of its own. Else, and twice: the round that runs."""
    current = begin_refresher(enrolment=enrolment, change=due.change)
    if not spent_quizzes(current, due.lesson):
        return current
    return _round(enrolment, due.change, current.round + 1)


def spent_quizzes(refresher: Refresher | None, lesson: OutlineLesson) -> list[Quiz]:
    """The quizzes of the lesson that are not passed and have no attempt left in this round. A query, and one for each."""
    if refresher is None or not lesson.shown_quiz_keys:
        return []
    quizzes = Quiz.objects.filter(key__in=lesson.shown_quiz_keys, attempts_allowed__isnull=False)
    standings = [(quiz, standing_of(registration=refresher.uuid, quiz=quiz)) for quiz in quizzes]
    return [
        quiz
        for quiz, standing in standings
        if not standing.has_attempts_left and not standing.is_passed and not standing.being_marked
    ]


def _round(enrolment, change, number) -> Refresher:
    return Refresher.objects.get_or_create(enrolment=enrolment, change=change, round=number)[0]


def registration_for(cadre: Cadre | None, course: CoursePage, lesson_key: str, *, begin: bool = False):
    """Under which registration she takes the quizzes of this lesson: of her refresher when one is due, else of her
    enrolment; None before either has begun. ``begin`` begins a refresher that is due."""
    enrolment = enrolment_in(cadre, course.translation_key)
    due = due_in_lesson(enrolment, lesson_key)
    if due is None:
        return enrolment.uuid if enrolment else None
    if begin:
        return begin_refresher(enrolment=enrolment, change=due.change).uuid
    standing = latest_round(enrolment, due.change)
    return standing.uuid if standing else None


def finish_refresher(*, refresher: Refresher, witness: str, occurred_at=None) -> RefresherDone:
    """The changed lesson is learned again. Twice, or in an earlier round: the first row. Completion and certificate are
    not touched."""
    same = {"refresher__enrolment": refresher.enrolment_id, "refresher__change": refresher.change_id}
    standing = RefresherDone.objects.filter(**same).first()
    if standing:
        return standing
    occurred_at = occurred_at or timezone.now()
    lesson = refresher.change.lesson
    try:
        with transaction.atomic():
            return RefresherDone.objects.create(
                refresher=refresher,
                witness=witness,
                occurred_at=occurred_at,
                content_revision=lesson.live_revision_id if lesson else None,
                **pins(refresher.enrolment, occurred_at),
            )
    except IntegrityError:  # a second tab was first
        return RefresherDone.objects.get(refresher=refresher)


def finish_when_its_quizzes_are_passed(attempt: Attempt) -> None:
    """Inside the transaction of the attempt. Every quiz of the changed lesson has to be passed in this refresher."""
    refresher = (
        Refresher.objects.select_related("enrolment__cadre", "change__lesson")
        .filter(uuid=attempt.registration)
        .first()
    )
    if refresher is None or not attempt.passed:
        return
    course = CoursePage.objects.live().filter(translation_key=refresher.change.course_key).first()
    lesson = outline_of(course).lesson(str(refresher.change.lesson_key)) if course else None
    passed = set(
        Attempt.objects.submitted()
        .filter(registration=refresher.uuid, passed=True)
        .values_list("quiz_key", flat=True)
    )
    if lesson is None or set(lesson.shown_quiz_keys) <= passed | {attempt.quiz_key}:
        finish_refresher(refresher=refresher, witness=Witness.SERVER, occurred_at=attempt.submitted_at)


@registrations_of.register
def own_registrations(user) -> list:
    """Of her enrolments and refreshers. One query."""
    enrolments = Enrolment.objects.of_user(user).order_by().values_list("uuid", flat=True)
    refreshers = Refresher.objects.filter(enrolment__cadre__user=user)
    return list(enrolments.union(refreshers.values_list("uuid", flat=True), all=True))


def _changes_by_course(course_keys) -> dict:
    found = defaultdict(list)
    if course_keys:
        for change in LessonChange.objects.material().filter(course_key__in=course_keys):
            found[change.course_key].append(change)
    return found


def _due(outline: Outline | None, changes: list[LessonChange], *, since, done: set) -> list[Due]:
    """Of each lesson the newest change after ``since``; a lesson that is no longer taught asks for nothing."""
    newest = {str(change.lesson_key): change for change in changes if change.published_at > since}
    if outline is None:
        return []
    return [
        Due(change=newest[lesson.key], lesson=lesson)
        for lesson in outline.lessons
        if lesson.key in newest and newest[lesson.key].pk not in done
    ]
