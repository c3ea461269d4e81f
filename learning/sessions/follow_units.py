"""Sessions that are planned in a unit which is merged into another: they are held there. What was held stays."""

from django.dispatch import receiver

from learning.sessions.models import SessionFact, TrainingSession
from learning.signals import units_merged
from learning.units.change import place_on


def planned_in(unit, on):
    """Not begun, and on that day or later."""
    begun = SessionFact.objects.values("session")
    planned = TrainingSession.objects.filter(unit=unit, state=TrainingSession.State.PLANNED)
    return planned.filter(starts_at__date__gte=on).exclude(pk__in=begun)


@receiver(units_merged)
def hold_them_there(sender, unit, into, on, **kwargs):
    """Returns ``{"sessions"}``: how many are held in the other unit."""
    return {"sessions": planned_in(unit, on).update(unit=into, place=place_on(into, on))}
