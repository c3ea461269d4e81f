"""Write to the trainer, and read what she answered."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from learning.client_address import client_address
from learning.enrolments.enrol import cadre_of
from learning.enrolments.pages import LessonHere, lesson_or_refusal
from learning.letters.forms import LetterForm
from learning.letters.queries import letters_of
from learning.letters.write import write_letter

MOST_AN_HOUR = 10


def write(request, lesson_pk: int):
    """A mistake or a question, from whoever may read the lesson. Works without an account and without script."""
    here = lesson_or_refusal(request, lesson_pk)
    if not isinstance(here, LessonHere):
        return here
    form = LetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _too_many(request):
            form.add_error(None, _("Many letters came from here in the last hour. Please try again later."))
        else:
            return _send(request, here, form.cleaned_data)
    context = {"page": here.lesson, "form": form, "answers": cadre_of(request.user) is not None}
    return render(request, "learning/letters/write.html", context, status=400 if form.errors else 200)


@login_required
def mine(request):
    """Her letters with their answers."""
    cadre = cadre_of(request.user)
    return render(request, "learning/letters/mine.html", {"letters": letters_of(cadre) if cadre else []})


def _send(request, here, wanted):
    cadre = cadre_of(request.user)
    write_letter(
        uuid=wanted["key"],
        kind=wanted["kind"],
        text=wanted["text"],
        lesson=here.lesson,
        language=get_language(),
        cadre=cadre,
    )
    if cadre:
        messages.success(request, _("Thank you. The answer will stand under “My learning”, “My letters”."))
    else:
        messages.success(request, _("Thank you. A trainer will read it."))
    return redirect(here.lesson.get_url(request))


def _too_many(request) -> bool:
    who = request.user.pk or client_address(request)
    key = f"learning.letters.{who}"
    cache.add(key, 0, 3600)
    return cache.incr(key) > MOST_AN_HOUR
