"""Mirrors follow their source: new lessons appear in them, and what is deleted goes from them too."""

from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, post_page_move

from courses.mirrors import mirrors_of
from courses.models import LessonPage, ModulePage
from courses.reuse import follow_source


@receiver(page_published, sender=LessonPage)
def mirror_the_new_lesson(sender, instance, **kwargs):
    parent = instance.get_parent().specific if instance.alias_of_id is None else None
    if isinstance(parent, ModulePage) and mirrors_of(parent).exists():
        follow_source(parent)


@receiver(post_page_move, sender=LessonPage)
def mirror_the_new_order(sender, instance, parent_page_after, **kwargs):
    parent = parent_page_after.specific
    if instance.alias_of_id is None and isinstance(parent, ModulePage) and mirrors_of(parent).exists():
        follow_source(parent)


@receiver(pre_delete, sender=ModulePage)
@receiver(pre_delete, sender=LessonPage)
def delete_the_mirrors(sender, instance, **kwargs):
    """A mirror without a source would become a lesson of its own that nobody's progress knows."""
    mirrors = list(mirrors_of(instance).values_list("pk", flat=True))
    if mirrors:
        transaction.on_commit(lambda: [page.delete() for page in Page.objects.filter(pk__in=mirrors)])
