"""Slow or scheduled work of the content side."""

from celery import shared_task
from django.utils import timezone

from courses import images
from courses.schedule import run_schedule

__all__ = ["images", "publish_scheduled"]


@shared_task
def publish_scheduled() -> None:
    """Publish and unpublish what trainers scheduled. Harmless twice."""
    run_schedule(now=timezone.now())
