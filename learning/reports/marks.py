"""Facts arrive: note where, in their own transaction and with one insert. Counting is the worker's."""

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from learning.cadres.models import Posting
from learning.certificates.models import Certificate
from learning.progress.models import Completion, QuizResult
from learning.reports.snapshot_models import DirtyMark
from learning.sessions.models import SessionModule, SessionResult
from learning.signals import places_opened, postings_made
from learning.units.models import UnitPlace


@receiver(post_save, sender=QuizResult)
@receiver(post_save, sender=SessionResult)
@receiver(post_delete, sender=SessionResult)
@receiver(post_save, sender=Certificate)
def mark_place(sender, instance, **kwargs):
    DirtyMark.objects.create(place_id=instance.place_id)


@receiver(post_save, sender=Completion)
def mark_cadre(sender, instance, **kwargs):
    """She is trained now, wherever she stands; and it counts where she stood."""
    DirtyMark.objects.create(place_id=instance.place_id, cadre_id=instance.cadre_id)


@receiver(pre_save, sender=SessionResult)
@receiver(pre_save, sender=Posting)
def mark_where_it_was(sender, instance, **kwargs):
    """A result or a posting put right: what it said before is counted anew too."""
    if instance.pk is None:
        return
    if sender is Posting:
        DirtyMark.objects.bulk_create(
            DirtyMark(unit_id=unit)
            for unit in Posting.objects.filter(pk=instance.pk).values_list("unit", flat=True)
        )
    else:
        before = SessionResult.objects.filter(pk=instance.pk).exclude(place=instance.place_id)
        DirtyMark.objects.bulk_create(
            DirtyMark(place_id=place) for place in before.values_list("place", flat=True)
        )


@receiver(post_save, sender=Posting)
@receiver(post_delete, sender=Posting)
def mark_unit(sender, instance, **kwargs):
    DirtyMark.objects.create(unit_id=instance.unit_id)


@receiver(post_save, sender=UnitPlace)
def mark_changed_place(sender, instance, **kwargs):
    DirtyMark.objects.create(place_id=instance.pk)


@receiver(post_save, sender=SessionModule)
@receiver(post_delete, sender=SessionModule)
def mark_taught(sender, instance, **kwargs):
    """What a closed session taught was put right; of a planned one nothing is counted yet."""
    result = SessionResult.objects.filter(session=instance.session_id).first()
    if result:
        DirtyMark.objects.create(place_id=result.place_id)


@receiver(postings_made)
def mark_many_units(sender, postings, **kwargs):
    DirtyMark.objects.bulk_create(DirtyMark(unit_id=unit) for unit in {each.unit_id for each in postings})


@receiver(places_opened)
def mark_many_places(sender, places, **kwargs):
    DirtyMark.objects.bulk_create(DirtyMark(place_id=place.pk) for place in places)
