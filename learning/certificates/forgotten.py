"""A cadre is forgotten: her certificates are withdrawn, so that verifying them gives their status only, and reasons that
people wrote about them go."""

from django.dispatch import receiver

from config.jobs.models import Job
from learning.certificates.change import withdraw
from learning.certificates.commendation import Nomination
from learning.certificates.doubt import PassInDoubt
from learning.certificates.jobs import ISSUE
from learning.certificates.models import Certificate, CertificateEvent
from learning.progress.models import Completion
from learning.signals import cadre_forgotten
from quizzes.append_only import FORGOTTEN


@receiver(cadre_forgotten)
def withdraw_her_certificates(sender, cadre, by, **kwargs):
    for certificate in Certificate.objects.filter(cadre=cadre, replaces=None):
        withdraw(certificate=certificate, by=by)
    CertificateEvent.objects.filter(certificate__cadre=cadre).forget(reason="")
    Nomination.objects.filter(cadre=cadre).exclude(reason="").update(reason=FORGOTTEN)
    PassInDoubt.objects.filter(completion__cadre=cadre).exclude(reason="").update(reason=FORGOTTEN)
    keys = [f"completion-{pk}" for pk in Completion.objects.filter(cadre=cadre).values_list("pk", flat=True)]
    Job.objects.filter(kind=ISSUE, key__in=keys).update(error="")
