"""A participant's consent is withdrawn: her attendance certificates go with it."""

from django.dispatch import receiver

from learning.certificates.change import withdraw
from learning.certificates.models import Certificate
from learning.signals import consent_withdrawn


@receiver(consent_withdrawn)
def withdraw_certificates(sender, participant, by, **kwargs):
    for certificate in Certificate.objects.filter(register_entry__participant=participant):
        withdraw(certificate=certificate, by=by)
