"""Whose attempts are counted."""

from quizzes.models import Attempt


def attempts_of(quiz_key: str, *, first_only: bool = True, assisted: bool = False):
    """Marked attempts at a quiz. Trials without an account leave no attempt. ``first_only``: one per person, before the
    feedback of an earlier attempt could help. ``assisted``: those that a helper read aloud and entered, which are never mixed
    with the others: a voice and a second person change how hard a question is."""
    attempts = Attempt.objects.submitted().filter(quiz_key=quiz_key, scaled__isnull=False)
    helped = {"mode": Attempt.Mode.ASSISTED}
    attempts = attempts.filter(**helped) if assisted else attempts.exclude(**helped)
    return attempts.filter(number=1) if first_only else attempts
