"""Whose attempts are counted."""

from quizzes.models import Attempt


def attempts_of(quiz_key: str, *, first_only: bool = True):
    """Marked attempts at a quiz. Trials without an account leave no attempt. ``first_only``: one per person, before the
    feedback of an earlier attempt could help."""
    attempts = Attempt.objects.submitted().filter(quiz_key=quiz_key, scaled__isnull=False)
    return attempts.filter(number=1) if first_only else attempts
