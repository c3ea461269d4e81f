"""Raise a doubt when a pass is lost, and decide it. Nobody loses a certificate without a person having decided so."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch, Q
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.cadres.scope import cadres_visible_to
from learning.certificates.change import revoke
from learning.certificates.doubt import PassInDoubt
from learning.certificates.models import Certificate
from learning.enrolments.models import Enrolment
from learning.progress.complete import passes_that_hold
from learning.progress.corrections import tell
from learning.progress.models import Completion, ResultCorrection
from learning.progress.refresher_models import Refresher
from learning.signals import result_corrected
from quizzes.people import Person, people_behind


@receiver(result_corrected)
def raise_doubt(sender, correction: ResultCorrection, **kwargs):
    """When a completed course has lost a pass and no other attempt at the same quiz is one."""
    result = correction.result
    completion = Completion.objects.filter(enrolment=result.enrolment).first()
    if completion is None or correction.passed or not correction.before_passed:
        return
    if result.quiz_key not in {key for key, score in passes_that_hold(result.enrolment)}:
        PassInDoubt.objects.get_or_create(correction=correction, defaults={"completion": completion})


@transaction.atomic
def decide_doubt(*, doubt: PassInDoubt, decision: str, reason: str, by) -> PassInDoubt:
    """Keep or revoke, with the reason. Decided already: nothing. Raises ``ValidationError`` without reason or choice."""
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason; it is kept with the decision.")})
    if decision not in PassInDoubt.Decision.values:
        raise ValidationError({"decision": _("Choose what becomes of the certificate.")})
    locked = PassInDoubt.objects.select_for_update().get(pk=doubt.pk)
    if locked.decision:
        return locked
    certificate = Certificate.objects.standing().filter(completion=locked.completion_id).first()
    if decision == PassInDoubt.Decision.REVOKED and certificate:
        revoke(certificate=certificate, reason=reason, by=by)
    locked.decision, locked.reason = decision, reason.strip()
    locked.decided_by, locked.decided_at = by, timezone.now()
    locked.save()
    tell(locked.completion.cadre, about=f"doubt-{locked.pk}")
    return locked


def standing_certificates(path: str) -> Prefetch:
    """The certificate of a completion that no other one has replaced, as ``completion.standing_certificates``."""
    return Prefetch(path, Certificate.objects.standing(), to_attr="standing_certificates")


def doubts_visible_to(user):
    """Of cadres in the subtree that ``user`` answers for; administrators see all."""
    doubts = PassInDoubt.objects.select_related(
        "completion__cadre",
        "completion__edition",
        "correction__result",
        "decided_by",
    ).prefetch_related(standing_certificates("completion__certificates"))
    if user.is_active and user.is_superuser:
        return doubts
    return doubts.filter(completion__cadre__in=cadres_visible_to(user))


@people_behind.register
def people_of(registrations, *, reader) -> dict:
    """By name only for those who may see the cadre; the number of a certificate for everybody who may ask."""
    refreshers = dict(Refresher.objects.filter(uuid__in=registrations).values_list("uuid", "enrolment"))
    enrolments = (
        Enrolment.objects.filter(Q(uuid__in=registrations) | Q(pk__in=refreshers.values()))
        .select_related("cadre", "place", "completion")
        .prefetch_related(standing_certificates("completion__certificates"))
    )
    named = set(
        cadres_visible_to(reader).values_list("pk", flat=True)
        if not reader.is_superuser
        else enrolments.values_list("cadre_id", flat=True)
    )
    people = {e.pk: _person(e, may_name=e.cadre_id in named) for e in enrolments}
    return {e.uuid: people[e.pk] for e in enrolments} | {key: people[pk] for key, pk in refreshers.items()}


def _person(enrolment, *, may_name):
    completion = getattr(enrolment, "completion", None)
    certificates = completion.standing_certificates if completion else []
    return Person(
        name=enrolment.cadre.name if may_name else "",
        unit=enrolment.place.name if may_name else "",
        certificate=certificates[0].number if certificates else "",
    )
