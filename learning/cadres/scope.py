"""Who may see and do what, where. Each right comes as a pair: ``may_...(user, x)`` and ``..._visible_to(user)``.

A unit sees its own subtree, and no other. Administrators (superusers) see everything; trainers see content, not people.
"""

import datetime

from django.db.models import Q
from django.utils import timezone

from learning.cadres.models import Cadre, Mandate, Posting
from learning.units.models import Unit, UnitPlace


def mandated_units(user, role: str, day: datetime.date | None = None) -> list[Unit]:
    """The units for which ``user`` holds a mandate today, highest first. One query."""
    if not user.is_authenticated or not user.is_active:
        return []
    day = day or timezone.localdate()
    mandates = Mandate.objects.filter(user=user, role=role).in_force_on(day).select_related("unit__level")
    return sorted((mandate.unit for mandate in mandates), key=lambda unit: unit.path)


def units_visible_to(user, role: str = Mandate.Role.SUPERVISOR):
    """The subtrees, in today's tree, that ``user`` answers for in ``role``."""
    if user.is_active and user.is_superuser:
        return Unit.objects.all()
    within = Q(pk__in=[])
    for unit in mandated_units(user, role):
        within |= Q(path__startswith=unit.path)
    return Unit.objects.filter(within)


def may_see_unit(user, unit: Unit, role: str = Mandate.Role.SUPERVISOR) -> bool:
    """The same as membership in ``units_visible_to``."""
    if user.is_active and user.is_superuser:
        return True
    return any(unit.path.startswith(mine.path) for mine in mandated_units(user, role))


def places_visible_to(user):
    """Where evidence may lie that a supervisor sees: places that stood in her subtree on their days, and what stands in
    it today only from the day it came."""
    if user.is_active and user.is_superuser:
        return UnitPlace.objects.all()
    within = Q(pk__in=[])
    for unit in mandated_units(user, Mandate.Role.SUPERVISOR):
        within |= Q(lineage__contains=f"/{unit.code}/")
    return UnitPlace.objects.filter(within)


def may_see_place(user, place: UnitPlace) -> bool:
    """The same as membership in ``places_visible_to``."""
    if user.is_active and user.is_superuser:
        return True
    return any(f"/{unit.code}/" in place.lineage for unit in mandated_units(user, Mandate.Role.SUPERVISOR))


def cadres_visible_to(user, day: datetime.date | None = None):
    """Cadres in post on ``day`` in the subtree, and nobody else's."""
    day = day or timezone.localdate()
    postings = Posting.objects.in_force_on(day).filter(unit__in=units_visible_to(user))
    return Cadre.objects.filter(postings__in=postings).distinct()


def may_see_cadre(user, cadre: Cadre, day: datetime.date | None = None) -> bool:
    """The same as membership in ``cadres_visible_to``; everybody may see herself."""
    return cadre.user_id == user.pk or cadres_visible_to(user, day).filter(pk=cadre.pk).exists()


def is_supervisor(user) -> bool:
    return user.is_authenticated and (
        user.is_superuser or bool(mandated_units(user, Mandate.Role.SUPERVISOR))
    )


def is_facilitator(user) -> bool:
    return user.is_authenticated and (
        user.is_superuser or bool(mandated_units(user, Mandate.Role.FACILITATOR))
    )
