"""What a learner sees of her progress. Reading only."""

from dataclasses import dataclass

from courses.outline import Outline
from learning.enrolments.models import Enrolment
from learning.progress.models import StepCompletion


@dataclass(frozen=True)
class Progress:
    """``done_keys`` of the outline's steps; ``next_lesson`` is where to go on, None when all is done."""

    enrolment: Enrolment
    outline: Outline
    done_keys: frozenset

    @property
    def steps_total(self) -> int:
        return len(self.outline.steps)

    @property
    def steps_done(self) -> int:
        return sum(step.key in self.done_keys for step in self.outline.steps)

    @property
    def percent(self) -> int:
        if self.is_completed:
            return 100
        return min(99, 100 * self.steps_done // self.steps_total) if self.steps_total else 0

    @property
    def is_completed(self) -> bool:
        return self.enrolment.completed_at is not None

    def lesson_is_done(self, lesson) -> bool:
        return all(key in self.done_keys for key in lesson.step_keys)

    @property
    def next_lesson(self):
        return next((lesson for lesson in self.outline.lessons if not self.lesson_is_done(lesson)), None)

    @property
    def resume_lesson(self):
        """Where she was last, if that is not done yet; else the first lesson that is not."""
        last = self.outline.lesson(self.enrolment.last_step_key)
        return last if last and not self.lesson_is_done(last) else self.next_lesson

    @property
    def minutes_left(self) -> int:
        return sum(lesson.minutes for lesson in self.outline.lessons if not self.lesson_is_done(lesson))


def progress_in(enrolment: Enrolment, outline: Outline) -> Progress:
    """One query."""
    done = StepCompletion.objects.filter(enrolment=enrolment).values_list("step_key", flat=True)
    return Progress(enrolment=enrolment, outline=outline, done_keys=frozenset(done))
