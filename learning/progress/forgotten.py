"""A cadre is forgotten: what she wrote in answers and activities goes; steps, results and completions stay."""

from django.dispatch import receiver

from courses.h5p.forgetting import forget_reports
from learning.enrolments.models import Enrolment
from learning.progress.note_models import PrivateNote
from learning.progress.refresher_models import Refresher
from learning.signals import cadre_forgotten
from quizzes.forgetting import forget_words


@receiver(cadre_forgotten)
def forget_her_words(sender, cadre, **kwargs):
    registrations = [
        *Enrolment.objects.filter(cadre=cadre).values_list("uuid", flat=True),
        *Refresher.objects.filter(enrolment__cadre=cadre).values_list("uuid", flat=True),
    ]
    PrivateNote.objects.filter(cadre=cadre).delete()
    forget_words(registrations)
    forget_reports(registrations)
