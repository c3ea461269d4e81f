"""Freeze questions when they are saved, and what a quiz asks when it is published."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import published

from quizzes.models import Question, Quiz
from quizzes.versions import pin_versions, version_of


@receiver(post_save, sender=Question)
def freeze_question(sender, instance, raw=False, **kwargs):
    if not raw and len(instance.content):
        version_of(instance)


@receiver(published, sender=Quiz)
def pin_questions(sender, instance, **kwargs):
    pin_versions(instance)
