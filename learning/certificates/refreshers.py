"""Who holds a certificate that counts, for refreshers; and telling the holders that a lesson has changed."""

from django.db.models import Exists, OuterRef, Q
from django.dispatch import receiver
from django.utils import timezone

from config.jobs.enqueue import request_job
from config.jobs.registry import handles
from config.jobs.run import report_progress
from courses.changes import effect_of_change
from courses.models import LessonChange
from courses.models.change import ChangeKind
from courses.signals import lesson_changed
from learning.certificates.models import Certificate
from learning.enrolments.models import Enrolment
from learning.progress.corrections import tell
from learning.progress.refreshers import holders_among, refreshers_due

KIND = "refreshers.tell"
_ENROLMENT = "completion__enrolment"


@holders_among.register
def among(enrolment_pks) -> set:
    """Completed enrolments whose certificate counts today: issued, not revoked, withdrawn, replaced or expired."""
    return set(_counting().filter(completion__enrolment__in=enrolment_pks).values_list(_ENROLMENT, flat=True))


@effect_of_change.register
def effect(course_key) -> tuple[int, int]:
    """``(holders, open enrolments)``. Who is taking the course again goes on with the new text and is no holder here."""
    under_way = Enrolment.objects.open().filter(course_key=course_key)
    return holders_of(course_key).count(), under_way.count()


def holders_of(course_key):
    """The completed enrolments that a material change of the course would ask."""
    certified = _counting().filter(completion__course_key=course_key).values(_ENROLMENT)
    under_way = Enrolment.objects.open().filter(course_key=course_key).values("cadre")
    completed = Enrolment.objects.completed().filter(pk__in=certified).exclude(cadre__in=under_way)
    later = Enrolment.objects.completed().filter(
        cadre=OuterRef("cadre"), course_key=course_key, round__gt=OuterRef("round")
    )
    return completed.exclude(Exists(later))


@receiver(lesson_changed)
def ask_to_tell(sender, change, **kwargs):
    """Inside the publication. A minor change tells nobody."""
    if change.kind == ChangeKind.MATERIAL:
        request_job(kind=KIND, key=str(change.uuid), arguments={"change_pk": change.pk})


@handles(KIND)
def tell_holders(job, *, change_pk):
    """A neutral mail to each holder who has a lesson to learn by this publication. Twice: nobody gets two."""
    change = LessonChange.objects.get(pk=change_pk)
    holders = list(holders_of(change.course_key).select_related("cadre__user"))
    due = refreshers_due(holders)
    asked = [e for e in holders if any(one.change.revision == change.revision for one in due.get(e.pk, []))]
    for number, enrolment in enumerate(asked, start=1):
        tell(enrolment.cadre, about=f"refresher-{change.pk}-{enrolment.pk}")
        if number % 50 == 0:
            report_progress(job, done=number, total=len(asked))
    return {"told": len(asked)}


def _counting():
    today = timezone.localdate()
    completions = Certificate.objects.that_count().filter(kind=Certificate.Kind.COMPLETION)
    return completions.filter(Q(valid_until=None) | Q(valid_until__gte=today))
