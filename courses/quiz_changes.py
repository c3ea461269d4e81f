"""A quiz that live lessons carry is about to be published or sent to review: what does the change mean?

Quizzes know no course, so the question is asked between their form and its saving: the same request comes again with the
answer.
"""

import datetime

from django.shortcuts import render
from django.utils import timezone

from courses.change_form import DUE, FIELDS, KIND, NOTES, QuizChangeForm, answer_of
from courses.changes import DEFAULT_DAYS, asks_for_change, effect_of_change, plan_change, plan_of
from quizzes.models import Quiz

ASKED_AT = ("action-publish", "action-submit", "action-restart-workflow")


def ask_what_a_quiz_changes(request, instance):
    """A page with the question, or None when there is nothing to ask or it is answered."""
    if not isinstance(instance, Quiz) or request.method != "POST":
        return None
    if not any(name in request.POST for name in ASKED_AT) or not asks_for_change(instance):
        return None
    form = QuizChangeForm(request.POST if KIND in request.POST else None, initial=_initial(instance))
    if form.is_bound and form.is_valid():
        plan_change(subject=instance, **answer_of(form.cleaned_data))
        return None
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in FIELDS and name != "csrfmiddlewaretoken"
        for value in values
    ]
    context = {"quiz": instance, "form": form, "sent": sent, "effect": effect_of_change(instance)}
    return render(request, "courses/workshop/quiz_change.html", context)


def _initial(quiz) -> dict:
    plan = plan_of(quiz)
    proposed = timezone.localdate() + datetime.timedelta(days=DEFAULT_DAYS)
    return {
        KIND: plan.kind if plan else "",
        DUE: (plan and plan.due_on) or proposed,
        **{name: plan.notes.get(code, "") if plan else "" for code, name in NOTES.items()},
    }
