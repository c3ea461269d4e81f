"""What waits for trainers."""

from learning.letters.models import Letter

RIGHT = "learning.answer_letter"


def letters_waiting(user):
    """The letters that ``user`` may answer, oldest first; none for others. For the trainer's home: ``.count()``."""
    return Letter.objects.waiting() if user.has_perm(RIGHT) else Letter.objects.none()


def letters_of(cadre):
    """What she wrote, newest first."""
    return Letter.objects.filter(cadre=cadre).order_by("-written_at")
