"""Minor or material: plan what a publication means, keep it when the lesson goes live, and say beforehand what it causes."""

import datetime
import uuid
from dataclasses import dataclass

from wagtail.models import Page, ReferenceIndex

from courses.models.change import ChangeKind, LessonChange, PlannedChange
from courses.signals import lesson_changed
from quizzes.models import Quiz

DEFAULT_DAYS = 60  # what the form proposes for a refresher


@dataclass(frozen=True)
class Effect:
    """What a material change causes: people who hold the certificate, minutes of each, open enrolments."""

    holders: int = 0
    open_enrolments: int = 0
    minutes_each: int = 0

    @property
    def hours_together(self) -> int:
        return -(-self.holders * self.minutes_each // 60)


class EffectOfChange:
    """Courses know no learner: the room above registers ``provider(course_key) -> (holders, open enrolments)``."""

    def __init__(self):
        self._provider = None

    def register(self, provider):
        self._provider = provider
        return provider

    def __call__(self, subject) -> Effect:
        """Of a material change of this page or quiz; of all courses together in which it is taught."""
        return self.among(taught_in(subject))

    def in_courses(self, courses, *, minutes: int) -> Effect:
        """Of a lesson of so many minutes that the courses do not have yet."""
        return self.among({course: [] for course in courses}, minutes=minutes)

    def among(self, taught: dict, *, minutes: int = 0) -> Effect:
        found = [self._provider(course.translation_key) if self._provider else (0, 0) for course in taught]
        longest = max((sum(lesson.minutes for lesson in lessons) for lessons in taught.values()), default=0)
        return Effect(
            holders=sum(holders for holders, _open in found),
            open_enrolments=sum(under_way for _holders, under_way in found),
            minutes_each=longest or minutes,
        )


effect_of_change = EffectOfChange()


def is_offered(course) -> bool:
    """A live course that somebody may have learned before."""
    return bool(course and course.live and course.editions.exists())


def taught_in(subject) -> dict:
    """``{course: [lessons that a change of this page or quiz changes]}``, of the courses that are offered.

    A lesson changes itself; a quiz the lessons that carry it; a module or a course all its live lessons. A module that
    stands in several courses is changed in each of them.
    """
    pages = _lessons_with(subject) if isinstance(subject, Quiz) else [subject]
    found: dict = {}
    for page in pages:
        mirrors = Page.objects.filter(alias_of_id=page.pk).specific()
        for here in (page, *mirrors):
            lessons = here.lessons_that_change_with_it() if is_offered(here.course) else []
            if lessons:
                found.setdefault(here.course, []).extend(lessons)
    return found


def _lessons_with(quiz) -> list:
    """The live lessons that carry the quiz, without their mirrors."""
    references = ReferenceIndex.get_references_to(quiz).filter(base_content_type__app_label="wagtailcore")
    ids = references.values_list("object_id", flat=True).distinct()
    pages = Page.objects.filter(pk__in=[int(pk) for pk in ids], alias_of=None)
    return list(pages.live().order_by("path").specific())


def asks_for_change(subject) -> bool:
    """Does a publication have to say what it means? Only where a live course has been offered before, and something in it
    is taught."""
    if isinstance(subject, Quiz):
        return bool(taught_in(subject))
    standing = (subject, *Page.objects.filter(alias_of_id=subject.pk).specific())
    return any(is_offered(page.course) and page.teaches_something() for page in standing)


def plan_of(subject) -> PlannedChange | None:
    return PlannedChange.objects.filter(**_named(subject)).first()


def _named(subject) -> dict:
    return {"quiz_id" if isinstance(subject, Quiz) else "page_id": subject.pk}


def plan_change(*, subject, kind: str, notes: dict, due_on: datetime.date | None) -> None:
    """Keep the answer with the draft of a page or quiz. An empty kind takes it back. Twice: the last answer."""
    if not kind:
        PlannedChange.objects.filter(**_named(subject)).delete()
        return
    is_material = kind == ChangeKind.MATERIAL
    values = {"kind": kind, "notes": notes, "due_on": due_on if is_material else None}
    PlannedChange.objects.update_or_create(**_named(subject), defaults=values)


def keep_change(*, subject, revision) -> list[LessonChange]:
    """It went live with this revision: the plan becomes a fact of each lesson in each course. Without a plan: nothing.
    Twice: nothing more. Each course is told once (``lesson_changed``), by the first of its changes."""
    plan = plan_of(subject)
    if plan is None:
        return []
    changes = []
    is_news = plan.kind == ChangeKind.MATERIAL or isinstance(subject, Quiz) or subject.is_lesson
    # A word that is put right in a module's introduction is no news of its lessons.
    for course, lessons in (taught_in(subject) if is_news else {}).items():
        kept = set(
            LessonChange.objects.filter(course_key=course.translation_key, revision=revision.pk).values_list(
                "lesson_key", flat=True
            )
        )
        new = [
            LessonChange(
                lesson_key=lesson.content_key,
                course_key=course.translation_key,
                revision=revision.pk,
                lesson_id=lesson.pk,
                kind=plan.kind,
                headings=lesson.headings,
                notes=plan.notes,
                minutes=lesson.minutes,
                due_on=plan.due_on,
                published_by=revision.user,
            )
            for lesson in lessons
            if lesson.content_key not in kept
        ]
        changes += LessonChange.objects.bulk_create(new)
        if new:
            lesson_changed.send(sender=LessonChange, change=new[0])
    plan.delete()
    return changes


def material_changes_in(course_key: uuid.UUID) -> list[int]:
    """Ids of the material changes of a course, oldest first: each of them makes another edition."""
    return list(LessonChange.objects.material().filter(course_key=course_key).values_list("pk", flat=True))
