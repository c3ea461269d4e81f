"""What people gave an attempt's open answers, for its learner."""

from dataclasses import replace

from quizzes.marks import Mark
from quizzes.models import Attempt, NewMark


def marks_given(attempt: Attempt, marks: list[Mark]) -> list[Mark]:
    """``marks`` in the order of the paper, the pending ones as people marked them, with their comments.

    A query when one is pending, else none. The comments name nobody.
    """
    if not any(mark.pending for mark in marks):
        return marks
    given = NewMark.objects.filter(response__attempt=attempt, remarking=None).select_related("response__task")
    by_version = {new.response.version_id: new for new in given.prefetch_related("response__task__marks")}
    return [
        _given(mark, by_version.get(item["version"])) for mark, item in zip(marks, attempt.paper, strict=True)
    ]


def _given(mark, new):
    if not mark.pending or new is None:
        return mark
    comments = [one.comment for one in new.response.task.marks.all() if one.comment]
    return replace(
        mark, scaled=new.scaled, correct=new.correct, feedback={"comments": comments}, pending=False
    )
