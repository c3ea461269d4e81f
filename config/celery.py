"""The Celery application. Tasks live in the apps' root ``tasks.py``: autodiscovery looks nowhere else."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("training-library")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
