"""A cadre is forgotten: what she did in sessions stays, under her account's number; her name and signature go."""

from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.sessions.consent import withdraw_consent
from learning.sessions.device_models import Device
from learning.sessions.disclosure import DisclosureStep
from learning.sessions.flag import RegisterFlag
from learning.sessions.models import Facilitator, Participant, SessionFact, TrainingSession
from learning.sessions.outreach import ListReading
from learning.sessions.signature import ClosingSignature
from learning.signals import cadre_forgotten
from quizzes.append_only import FORGOTTEN


@receiver(cadre_forgotten)
def forget_her_in_sessions(sender, cadre, user, by, **kwargs):
    """Raises ``ValidationError`` while a session that she leads is open: somebody has to answer for its register."""
    for participant in Participant.objects.filter(cadre=cadre, forgotten_at=None):
        withdraw_consent(participant=participant, by=by)
    if user is None:
        return
    hers = Facilitator.objects.filter(user=user)
    over = [TrainingSession.State.CLOSED, TrainingSession.State.CANCELLED]
    if hers.exclude(session__state__in=over).exists():
        raise ValidationError(
            _(
                "She still leads a session that is neither closed nor cancelled. Close it or hand it over first."
            )
        )
    hers.update(name=FORGOTTEN)
    SessionFact.objects.filter(recorded_by=user).update(recorded_by_name=FORGOTTEN)
    DisclosureStep.objects.filter(by=user).forget(by_name=FORGOTTEN)
    RegisterFlag.objects.filter(cleared_by=user).update(cleared_by_name=FORGOTTEN)
    ListReading.objects.filter(by=user).forget(by_name=FORGOTTEN)
    ClosingSignature.objects.filter(signed_by=user).forget(name=FORGOTTEN, strokes="")
    Device.objects.filter(user=user).update(name="")
    Device.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by)
