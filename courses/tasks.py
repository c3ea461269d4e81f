"""Slow or scheduled work of the content side."""

from celery import shared_task
from django.core.management import call_command

from courses import images

__all__ = ["images", "publish_scheduled"]


@shared_task
def publish_scheduled() -> None:
    """Publish and unpublish what trainers scheduled. Harmless twice."""
    call_command("publish_scheduled", verbosity=0)
