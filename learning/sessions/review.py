"""Decide what waits: facts that came after closing, and facts that disagree. The decision is kept."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.sessions.models import SessionFact, TrainingSession
from learning.sessions.project import project


@transaction.atomic
def decide(*, fact: SessionFact, accept: bool, reason: str, by) -> SessionFact:
    """A held fact counts from now on (as an adjustment), or never; of facts that disagree, one is decided against.

    Needs a reason (``ValidationError``). Decided already: the first decision stands.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason; it is kept with the decision.")})
    session = TrainingSession.objects.select_for_update().get(pk=fact.session_id)
    fact = SessionFact.objects.get(pk=fact.pk)
    if fact.decided_at is not None:
        return fact
    fact.state = SessionFact.State.ACCEPTED if accept else SessionFact.State.DECLINED
    fact.state_reason = reason.strip()[:200]
    fact.decided_by = by
    fact.decided_at = timezone.now()
    fact.save()
    project(session)
    return fact


@transaction.atomic
def keep_one(*, fact: SessionFact, disagreeing: list[SessionFact], reason: str, by) -> SessionFact:
    """Of facts that disagree this one counts: all that say something else are decided against, with the same reason.

    Needs a reason (``ValidationError``). Twice: the first decisions stand.
    """
    for other in disagreeing:
        if other.pk != fact.pk and other.payload != fact.payload:
            decide(fact=other, accept=False, reason=reason, by=by)
    return fact
