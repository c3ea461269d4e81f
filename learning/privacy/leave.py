"""Asking to be forgotten, taking it back, and carrying it out."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from learning.cadres.forget import forget_cadre
from learning.cadres.models import Cadre
from learning.privacy.models import Departure


def ask_to_be_forgotten(*, cadre: Cadre) -> Departure:
    """Her wish, to be carried out by who keeps the staff list. Twice: the one that stands."""
    standing = Departure.objects.waiting().filter(cadre=cadre).first()
    if standing:
        return standing
    try:
        with transaction.atomic():
            return Departure.objects.create(cadre=cadre)
    except IntegrityError:  # the second click was as fast as the first
        return Departure.objects.waiting().get(cadre=cadre)


def take_back(*, cadre: Cadre) -> bool:
    """She stays. False when nothing waited."""
    return bool(Departure.objects.waiting().filter(cadre=cadre).update(taken_back_at=timezone.now()))


@transaction.atomic
def carry_out(*, departure: Departure, by) -> Departure:
    """Forget her. Carried out already, or taken back: nothing. Raises ``ValidationError`` as ``forget_cadre`` does."""
    departure = Departure.objects.select_for_update().get(pk=departure.pk)
    if departure.carried_out_at or departure.taken_back_at:
        return departure
    forget_cadre(cadre=departure.cadre, by=by)
    departure.carried_out_at, departure.carried_out_by = timezone.now(), by
    departure.save()
    return departure
