"""Consent is withdrawn: the name goes from everywhere, the counts stay."""

import uuid

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from learning.sessions.models import Participant, SessionFact, TrainingSession
from learning.sessions.signature import ConsentSignature
from learning.signals import consent_withdrawn


@transaction.atomic
def withdraw_consent(*, participant: Participant, by) -> Participant:
    """Forget the participant's name in every row and file, and that of every entry noted to be the same person; her lines
    and all counts stay. Twice: once."""
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    main = participant.same_as_id or participant.pk
    for one in Participant.objects.filter(Q(pk=main) | Q(same_as=main), forgotten_at=None):
        _forget(one, by)
    participant.refresh_from_db()
    return participant


def forget_lines(*, session: TrainingSession, entries: list[uuid.UUID], by) -> None:
    """The same for whoever stands in these lines of the register; a line without a name has nothing to forget."""
    for line in session.register.filter(uuid__in=entries).exclude(participant=None):
        withdraw_consent(participant=line.participant, by=by)
    _forget_digests(entries)


def _forget(participant, by):
    participant.name = ""
    participant.cadre = None
    participant.forgotten_at = timezone.now()
    participant.save()
    entries = list(participant.entries.values_list("uuid", "session_id"))
    keys = [entry for entry, _session in entries]
    _forget_digests(keys)
    said = SessionFact.objects.filter(entry__in=keys, kind=SessionFact.Kind.CONSENT_WITHDRAWN)
    said_already = set(said.values_list("entry", flat=True))
    ConsentSignature.objects.filter(entry__in=keys).delete()
    for entry, session_id in entries:
        if entry in said_already:
            continue
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


def _forget_digests(entries):
    """A digest was made with the name; without it nobody can test a guess."""
    facts = SessionFact.objects.filter(entry__in=entries)
    for fact in facts.exclude(kind=SessionFact.Kind.CONSENT_WITHDRAWN):
        fact.digest = ""
        if fact.payload.get("consent_reference"):
            fact.payload = {**fact.payload, "consent_reference": ""}
        fact.save(update_fields=["digest", "payload"])
