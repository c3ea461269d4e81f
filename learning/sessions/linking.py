"""A participant turns out to be a cadre, or another participant: notes that can be taken back, and that no figure reads."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

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


@transaction.atomic
def join(*, participant: Participant, other: Participant) -> Participant:
    """Note that ``participant`` is another row of ``other``. Lines and figures stay; a series counts her once.

    Of one unit only (``ValidationError``). Notes make no chains: all rows of a person point at one of them.
    """
    locked = Participant.objects.select_for_update().in_bulk([participant.pk, other.pk])
    participant, other = locked[participant.pk], locked[other.pk]
    main = other.same_as or other
    if main.pk == participant.pk:
        return participant
    if participant.unit_id != other.unit_id or participant.forgotten_at or other.forgotten_at:
        raise ValidationError(_("This person is not known in this unit."), code="other-unit")
    if participant.other_rows.exists():
        raise ValidationError(_("Others are noted as this person. Take that back first."), code="has-others")
    participant.same_as = main
    participant.save(update_fields=["same_as"])
    return participant


@transaction.atomic
def part(*, participant: Participant) -> Participant:
    """Take that back. Every row is as it was before."""
    Participant.objects.filter(pk=participant.pk).update(same_as=None)
    participant.refresh_from_db()
    return participant
