"""A participant turns out to be a cadre: a note that can be taken back, and that no figure reads."""

from django.db import transaction

from learning.cadres.models import Cadre
from learning.sessions.models import Participant


@transaction.atomic
def link(*, participant: Participant, cadre: Cadre) -> Participant:
    """Note that they are one person. Twice: once. Nothing is moved, so nothing can be lost."""
    Participant.objects.filter(pk=participant.pk).update(cadre=cadre)
    participant.refresh_from_db()
    return participant


@transaction.atomic
def unlink(*, participant: Participant) -> Participant:
    """Take the note back. Every row is as it was before."""
    Participant.objects.filter(pk=participant.pk).update(cadre=None)
    participant.refresh_from_db()
    return participant
