"""Minor or material: plan what a publication means, keep it when the lesson goes live, and say beforehand what it causes."""

import datetime
import uuid
from dataclasses import dataclass

from courses.models.change import ChangeKind, LessonChange, PlannedChange
from courses.signals import lesson_changed

DEFAULT_DAYS = 60  # what the form proposes for a refresher


@dataclass(frozen=True)
class Effect:
    """What a material change of a lesson causes: people who hold the certificate, minutes of each, open enrolments."""

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

    def __call__(self, lesson) -> Effect:
        if self._provider is None or lesson.course is None:
            return Effect(minutes_each=lesson.minutes or 0)
        holders, open_enrolments = self._provider(lesson.course.translation_key)
        return Effect(holders=holders, open_enrolments=open_enrolments, minutes_each=lesson.minutes or 0)


effect_of_change = EffectOfChange()


def asks_for_change(lesson) -> bool:
    """Does a publication have to say what it means? Only where a live course has been offered before."""
    course = lesson.course
    return bool(course and course.live and course.editions.exists())


def plan_change(*, lesson, kind: str, notes: dict, due_on: datetime.date | None) -> None:
    """Keep the answer with the draft. An empty kind takes it back. Twice: the last answer."""
    if not kind:
        PlannedChange.objects.filter(lesson=lesson).delete()
        return
    is_material = kind == ChangeKind.MATERIAL
    values = {"kind": kind, "notes": notes, "due_on": due_on if is_material else None}
    PlannedChange.objects.update_or_create(lesson=lesson, defaults=values)


def keep_change(*, lesson, revision) -> LessonChange | None:
    """The lesson went live with this revision: the plan becomes a fact. Without a plan: nothing. Twice: the same row."""
    plan = PlannedChange.objects.filter(lesson_id=lesson.pk).first()
    course = lesson.course
    if plan is None or course is None:
        return None
    change, created = LessonChange.objects.get_or_create(
        lesson_key=lesson.translation_key,
        revision=revision.pk,
        defaults={
            "lesson_id": lesson.pk,
            "course_key": course.translation_key,
            "kind": plan.kind,
            "headings": lesson.headings,
            "notes": plan.notes,
            "minutes": lesson.minutes,
            "due_on": plan.due_on,
            "published_by": revision.user,
        },
    )
    plan.delete()
    if created:
        lesson_changed.send(sender=LessonChange, change=change)
    return change


def material_changes_in(course_key: uuid.UUID) -> list[int]:
    """Ids of the material changes of a course, oldest first: each of them makes another edition."""
    return list(LessonChange.objects.material().filter(course_key=course_key).values_list("pk", flat=True))
