"""Which registrations are an account's own."""

from learning.enrolments.models import Enrolment
from quizzes.people import registrations_of


@registrations_of.register
def own_registrations(user):
    return Enrolment.objects.of_user(user).values_list("uuid", flat=True)
