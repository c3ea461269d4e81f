"""The facilitator's guide: the lesson with notes, a running clock, questions to ask, and what to do when it gets hard."""

from dataclasses import dataclass

from courses.channels.teaching import Lesson, Taught


@dataclass(frozen=True)
class Passage:
    """``begins`` is in minutes from the start; None where the notes plan no time for it."""

    part: Taught
    begins: int | None


@dataclass(frozen=True)
class GuidedLesson:
    lesson: Lesson
    begins: int
    passages: list


def guide_of(lessons: list[Lesson]) -> list[GuidedLesson]:
    """The lessons one after another on one clock. Times stand only where the notes plan them."""
    clock, guided = 0, []
    for lesson in lessons:
        at = clock + sum(note.value.get("minutes") or 0 for note in lesson.notes)
        passages = []
        for part in lesson.parts:
            passages.append(Passage(part=part, begins=at if part.minutes else None))
            at += part.minutes
        guided.append(GuidedLesson(lesson=lesson, begins=clock, passages=passages))
        clock += lesson.planned_minutes
    return guided


def total_minutes(lessons: list[Lesson]) -> int:
    return sum(lesson.planned_minutes for lesson in lessons)
