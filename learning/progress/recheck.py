"""A course that has changed: open enrolments go on with the new edition, and some have nothing left to do."""

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from config.jobs.enqueue import request_job
from config.jobs.registry import handles
from config.jobs.run import report_progress
from courses.models import Edition
from learning.enrolments.models import Enrolment
from learning.progress.complete import complete_if_done, pins

KIND = "enrolments.recheck"


@receiver(post_save, sender=Edition)
def ask_for_recheck(sender, instance, created, raw=False, **kwargs):
    """The first edition has no enrolments yet."""
    if created and not raw and instance.number > 1:
        key = f"{instance.course_key}-{instance.number}"
        request_job(kind=KIND, key=key, arguments={"course_key": str(instance.course_key)})


@handles(KIND)
def recheck(job, *, course_key):
    """Complete whoever has done every step that is left. Twice: once. Completed enrolments are never touched."""
    open_ones = list(Enrolment.objects.open().filter(course_key=course_key).values_list("pk", flat=True))
    for number, pk in enumerate(open_ones, start=1):
        with transaction.atomic():
            enrolment = Enrolment.objects.select_for_update().get(pk=pk)
            now = timezone.now()
            complete_if_done(enrolment=enrolment, pinned=pins(enrolment, now), occurred_at=now)
        if number % 50 == 0:
            report_progress(job, done=number, total=len(open_ones))
