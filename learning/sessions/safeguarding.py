"""Whose task a disclosure is: the contact of the unit, else of the nearest unit above; with a deadline, then further up."""

import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from config.jobs.enqueue import request_job
from config.jobs.registry import handles
from learning.cadres.models import Mandate
from learning.cadres.scope import mandated_units
from learning.sessions.disclosure import Disclosure, DisclosureStep
from learning.signals import disclosure_received
from learning.units.models import Unit

TELL = "safeguarding.tell"
TEXT_KEPT = datetime.timedelta(days=365)  # after the matter is done
Step = DisclosureStep.Kind


def is_contact(user) -> bool:
    return user.is_authenticated and bool(mandated_units(user, Mandate.Role.SAFEGUARDING))


def disclosures_visible_to(user):
    """What waits with her: of her unit and of units below it that have no contact of their own. Nobody else sees any,
    administrators included."""
    mine = mandated_units(user, Mandate.Role.SAFEGUARDING)
    nearer = [unit.path for unit in _units_with_contacts()]
    within = Q(pk__in=[])
    for unit in mine:
        here = Q(with_unit__path__startswith=unit.path)
        for path in nearer:
            if path != unit.path and path.startswith(unit.path):
                here &= ~Q(with_unit__path__startswith=path)
        within |= here
    return Disclosure.objects.filter(within)


def contact_unit(unit: Unit) -> Unit | None:
    """The nearest unit, itself or above, that has a safeguarding contact today."""
    above = [one for one in _units_with_contacts() if unit.path.startswith(one.path)]
    return max(above, key=lambda one: len(one.path), default=None)


def read(*, disclosure: Disclosure, by) -> None:
    """Reading is kept: who and when."""
    _step(disclosure, Step.READ, by)


@transaction.atomic
def take_up(*, disclosure: Disclosure, by) -> None:
    """It is hers now, and no deadline runs. Taken already: nothing."""
    disclosure = Disclosure.objects.select_for_update().get(pk=disclosure.pk)
    if disclosure.state != Disclosure.State.NEW:
        return
    disclosure.state = Disclosure.State.TAKEN
    disclosure.save(update_fields=["state"])
    _step(disclosure, Step.TAKEN, by)


@transaction.atomic
def finish(*, disclosure: Disclosure, by, remark: str) -> None:
    """Done, with a word on what was done. Done already: the first stands."""
    disclosure = Disclosure.objects.select_for_update().get(pk=disclosure.pk)
    if disclosure.state == Disclosure.State.DONE:
        return
    disclosure.state = Disclosure.State.DONE
    disclosure.done_at = timezone.now()
    disclosure.save(update_fields=["state", "done_at"])
    _step(disclosure, Step.DONE, by, remark=remark)


def pass_up_overdue() -> int:
    """What nobody took up in time goes to the next contact above, with a new deadline. How many went. Twice: once."""
    now = timezone.now()
    late = Disclosure.objects.filter(state=Disclosure.State.NEW, due_at__lt=now)
    return sum(_pass_up(pk, now) for pk in late.values_list("pk", flat=True))


@transaction.atomic
def _pass_up(pk, now) -> bool:
    disclosure = Disclosure.objects.select_for_update().select_related("with_unit").get(pk=pk)
    holder = contact_unit(disclosure.with_unit) or disclosure.with_unit
    parent = holder.get_parent()
    higher = contact_unit(parent) if parent else None
    if disclosure.state != Disclosure.State.NEW or disclosure.due_at >= now or higher is None:
        return False
    disclosure.with_unit = higher
    disclosure.due_at = now + datetime.timedelta(hours=_hours(disclosure))
    disclosure.save(update_fields=["with_unit", "due_at"])
    _step(disclosure, Step.PASSED_UP, None, unit=higher)
    tell(disclosure)
    return True


def forget_old_texts() -> int:
    """A year after a matter is done its words go; that there was one stays."""
    old = Disclosure.objects.filter(
        state=Disclosure.State.DONE, done_at__lt=timezone.now() - TEXT_KEPT
    ).exclude(text="")
    return old.update(text="")


@receiver(disclosure_received)
def tell_contacts(sender, disclosure, **kwargs):
    tell(disclosure)


def tell(disclosure: Disclosure) -> None:
    """Ask for a mail to the contacts; it says that something waits, and nothing of what."""
    key = f"{disclosure.pk}-{disclosure.with_unit_id}"
    request_job(kind=TELL, key=key, arguments={"disclosure_id": disclosure.pk})


@handles(TELL)
def send_word(job, *, disclosure_id):
    disclosure = Disclosure.objects.select_related("with_unit").get(pk=disclosure_id)
    unit = contact_unit(disclosure.with_unit)
    if unit is None or disclosure.state != Disclosure.State.NEW:
        return {"sent": 0}
    mandates = Mandate.objects.filter(unit=unit, role=Mandate.Role.SAFEGUARDING)
    people = [m.user for m in mandates.in_force_on(timezone.localdate()).select_related("user__cadre")]
    people = [user for user in people if user.is_active and user.email]
    for user in people:
        language = user.cadre.language if hasattr(user, "cadre") else settings.LANGUAGE_CODE
        with translation.override(language):
            address = settings.SITE_URL.rstrip("/") + reverse("safeguarding")
            body = render_to_string(
                "emails/something_waits.txt", {"address": address, "due_at": disclosure.due_at}
            )
            send_mail(_("Something waits for you"), body, settings.DEFAULT_FROM_EMAIL, [user.email])
    return {"sent": len(people)}


def _hours(disclosure) -> int:
    return settings.SAFEGUARDING_HOURS["urgent" if disclosure.is_urgent else "ordinary"]


def _step(disclosure, kind, by, *, remark="", unit=None):
    DisclosureStep.objects.create(
        disclosure=disclosure,
        kind=kind,
        by=by,
        by_name=(by.get_full_name() or by.get_username()) if by else "",
        unit=unit,
        remark=remark.strip()[:300],
    )


def _units_with_contacts() -> list[Unit]:
    mandates = Mandate.objects.filter(role=Mandate.Role.SAFEGUARDING).in_force_on(timezone.localdate())
    return list(Unit.objects.filter(mandates__in=mandates).distinct())
