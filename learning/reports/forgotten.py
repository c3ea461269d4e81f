"""Somebody is forgotten: spreadsheets that are still kept may name her, so they go; they can be asked for again."""

from django.dispatch import receiver

from learning.reports.export import delete_exports
from learning.signals import cadre_forgotten


@receiver(cadre_forgotten)
def delete_spreadsheets(sender, **kwargs):
    delete_exports()
