"""Writing and answering letters."""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from learning.letters.models import Letter
from learning.masking import masked

KEEP_FOR = datetime.timedelta(days=365)


def write_letter(*, uuid, kind: str, text: str, lesson, language: str, cadre=None) -> tuple[Letter, bool]:
    """``(letter, new)``. The same form sent twice is one letter; the first text stays."""
    standing = Letter.objects.filter(uuid=uuid).first()
    if standing:
        return standing, False
    try:
        with transaction.atomic():
            letter = Letter.objects.create(
                uuid=uuid,
                kind=kind,
                text=masked(text),
                language=language,
                lesson=lesson,
                headings=lesson.headings,
                revision=lesson.live_revision_id,
                cadre=cadre,
            )
    except IntegrityError:  # the second click was as fast as the first
        return Letter.objects.get(uuid=uuid), False
    return letter, True


@transaction.atomic
def answer_letter(*, letter: Letter, answer: str, by) -> bool:
    """Answer it, or close it with an empty answer. False when somebody else was first; then nothing changes."""
    held = Letter.objects.select_for_update().waiting().filter(pk=letter.pk).first()
    if held is None:
        return False
    held.answer, held.answered_at, held.answered_by = masked(answer), timezone.now(), by
    held.save(update_fields=["answer", "answered_at", "answered_by"])
    return True


def forget_old_letters(*, now) -> int:
    """Delete what was answered a year ago. Returns how many. Harmless twice."""
    return Letter.objects.outlived(before=now - KEEP_FOR).delete()[0]
