"""A cadre is forgotten: the reasons of her exemptions go."""

from django.dispatch import receiver

from learning.cadres.forget import empty_log
from learning.enrolments.requirement_models import Exemption
from learning.signals import cadre_forgotten
from quizzes.append_only import FORGOTTEN


@receiver(cadre_forgotten)
def forget_reasons(sender, cadre, **kwargs):
    hers = Exemption.objects.filter(cadre=cadre)
    empty_log(Exemption, hers.values_list("pk", flat=True))
    hers.update(reason=FORGOTTEN)
