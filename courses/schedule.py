"""Publish and take offline what trainers scheduled, one by one: what is refused stops nothing else."""

import datetime

from django.apps import apps
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Page, Revision

from courses.publishing import NotReady

REFUSED = "courses.publish.refused"


def run_schedule(*, now: datetime.datetime) -> None:
    """Take offline what has expired, then publish what is due. A refused page stays a draft without a date, and its
    history says why. Twice: nothing is due any more."""
    for model in _models_with_drafts():
        for item in model.objects.filter(live=True, expire_at__lt=now).order_by("expire_at"):
            item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision in Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"):
        publish_or_refuse(revision)


def publish_or_refuse(revision: Revision) -> bool:
    """Publish a revision whose time has come. False when it lacks something: then it is taken off the schedule."""
    try:
        revision.publish(log_action="wagtail.publish.scheduled")
    except NotReady as refusal:
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(
            instance=refusal.page,
            action=REFUSED,
            user=revision.user,
            revision=revision,
            data={"problems": refusal.messages},
        )
        return False
    return True


def _models_with_drafts() -> list:
    """Pages once, by their base; and every snippet with drafts."""
    others = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    return [Page, *others]
