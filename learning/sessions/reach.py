"""Whom a unit wants to reach: numbers by default, names only where a unit decided so, and every reading of them logged."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.cadres.models import Mandate
from learning.cadres.scope import mandated_units
from learning.sessions.models import TrainingSession
from learning.sessions.outreach import DeclaredNumbers, ListReading, PersonToReach
from learning.units.models import Unit

NAMES_AT_ONCE = 20
MOST_A_DAY = 200  # names that one account may read


def units_whose_list(user) -> list[Unit]:
    """The units whose numbers and list she keeps: exactly those of her mandate, not those below. Administrators: none."""
    return mandated_units(user, Mandate.Role.OUTREACH)


def keeps_list_of(user, unit: Unit) -> bool:
    """The same as membership in ``units_whose_list``."""
    return any(mine.pk == unit.pk for mine in units_whose_list(user))


@transaction.atomic
def declare(*, numbers: DeclaredNumbers, by) -> DeclaredNumbers:
    """The numbers of today replace the earlier ones. Giving up the list deletes its names."""
    numbers.declared_by, numbers.declared_at = by, timezone.now()
    numbers.save()
    if not numbers.keeps_list:
        PersonToReach.objects.filter(unit=numbers.unit).delete()
    return numbers


def add_person(*, unit: Unit, name: str, role: str, told_by: str) -> PersonToReach:
    """One name more. The same name in the same unit: the row that stands."""
    if not DeclaredNumbers.objects.filter(unit=unit, keeps_list=True).exists():
        raise ValidationError(_("This unit keeps no list of names."), code="no-list")
    person, _created = PersonToReach.objects.get_or_create(
        unit=unit, name=name.strip(), defaults={"role": role, "told_by": told_by.strip()}
    )
    return person


@transaction.atomic
def read_names(*, unit: Unit, by, purpose: str, page: int = 1) -> list[PersonToReach]:
    """Twenty names at most; that they were read, by whom and for what, is kept. A day has a limit for each account.

    Raises ``ValidationError`` without a purpose or above the limit. There is no other way to the names.
    """
    if not purpose.strip():
        raise ValidationError({"purpose": _("Say what you read the names for; it is kept.")})
    first = (max(page, 1) - 1) * NAMES_AT_ONCE
    people = list(PersonToReach.objects.filter(unit=unit)[first : first + NAMES_AT_ONCE])
    today = ListReading.objects.filter(by=by, at__date=timezone.localdate())
    if sum(today.values_list("names", flat=True)) + len(people) > MOST_A_DAY:
        raise ValidationError(_("You have read as many names as one may in a day."), code="limit")
    ListReading.objects.create(
        unit=unit,
        by=by,
        by_name=by.get_full_name() or by.get_username(),
        purpose=purpose.strip()[:120],
        names=len(people),
    )
    return people


def invite(*, person: PersonToReach, session: TrainingSession) -> None:
    """Note to which session she is invited. A later invitation replaces the earlier."""
    if session.unit_id != person.unit_id or session.state != TrainingSession.State.PLANNED:
        raise ValidationError(_("Choose a session of this unit that is still to come."), code="session")
    PersonToReach.objects.filter(pk=person.pk).update(invited_to=session)


def invitations_to(session: TrainingSession) -> dict:
    """``{"declared", "invited", "capacity"}`` for the plan: numbers only."""
    declared = DeclaredNumbers.objects.filter(unit=session.unit).first()
    return {
        "declared": declared.carers if declared else None,
        "invited": PersonToReach.objects.filter(invited_to=session).count(),
        "capacity": session.capacity,
    }
