"""Settings, urls and the queue: what differs between machines."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
