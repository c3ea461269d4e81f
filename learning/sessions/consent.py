"""Consent is withdrawn: the name goes from everywhere, the counts stay."""

import uuid

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from learning.sessions.models import Participant, SessionFact
from learning.sessions.signature import ConsentSignature
from learning.signals import consent_withdrawn


@transaction.atomic
def withdraw_consent(*, participant: Participant, by) -> Participant:
    """Forget the participant's name in every row and file; her lines and all counts stay. Twice: once.

    Other rows that were noted as the same person are forgotten with it.
    """
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    if participant.forgotten_at:
        return participant
    participant.name = ""
    participant.cadre = None
    participant.forgotten_at = timezone.now()
    participant.save()
    entries = list(participant.entries.values_list("uuid", "session_id"))
    # The digest was made with the name; without it nobody can test a guess.
    for fact in SessionFact.objects.filter(entry__in=[entry for entry, _session in entries]):
        fact.digest = ""
        if fact.payload.get("consent_reference"):
            fact.payload = {**fact.payload, "consent_reference": ""}
        fact.save(update_fields=["digest", "payload"])
    ConsentSignature.objects.filter(entry__in=[entry for entry, _session in entries]).delete()
    for entry, session_id in entries:
        SessionFact.objects.create(
            uuid=uuid.uuid5(entry, "consent-withdrawn"),
            session_id=session_id,
            entry=entry,
            kind=SessionFact.Kind.CONSENT_WITHDRAWN,
            occurred_at=participant.forgotten_at,
            recorded_by=by,
            recorded_by_name=by.get_full_name() or by.get_username(),
        )
    consent_withdrawn.send(sender=Participant, participant=participant, by=by)
    main = participant.same_as_id or participant.pk
    for other in Participant.objects.filter(Q(pk=main) | Q(same_as=main), forgotten_at=None):
        withdraw_consent(participant=other, by=by)
    return participant
