"""Somebody is forgotten: the rosters in which she may stand are not kept any longer."""

from django.dispatch import receiver

from learning.cadres.bulk.models import BulkImport
from learning.cadres.bulk.run import forget_files
from learning.signals import cadre_forgotten


@receiver(cadre_forgotten)
def forget_rosters(sender, **kwargs):
    """An import that was looked through but not yet carried out has to be brought again."""
    forget_files(BulkImport.objects.filter(kind=BulkImport.Kind.ROSTER, forgotten_at=None))
