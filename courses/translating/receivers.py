"""Every version of a page that is saved tells which translations it holds."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Revision

from courses.models import ContentPage
from courses.translating.change import note_saved
from courses.translating.units import texts_of_content


@receiver(post_save, sender=Revision)
def note_translations(sender, instance, created, raw=False, **kwargs):
    """Not of imports of fixtures, which bring what is known along."""
    model = instance.content_type.model_class()
    if created and not raw and model is not None and issubclass(model, ContentPage):
        note_saved(texts_of_content(model, instance.content), by_id=instance.user_id)
