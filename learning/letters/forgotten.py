"""A cadre is forgotten: her letters are nobody's any more; their text never named her."""

from django.dispatch import receiver

from learning.letters.models import Letter
from learning.signals import cadre_forgotten


@receiver(cadre_forgotten)
def cut_the_letters_loose(sender, cadre, **kwargs):
    Letter.objects.filter(cadre=cadre).update(cadre=None)
