"""Letters wait on the trainer's home."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.home.waiting import MOST, Waiting, waiting_elsewhere
from learning.letters.models import Letter
from learning.letters.queries import letters_waiting
from quizzes.texts import in_language


@waiting_elsewhere.register
def letters_that_wait(user) -> list[Waiting]:
    words = {
        Letter.Kind.MISTAKE: _("A reader reports a mistake"),
        Letter.Kind.QUESTION: _("A reader asks a question"),
    }
    return [
        Waiting(
            kind="letter",
            what=in_language(letter.headings, get_language()),
            why=words[letter.kind],
            url=reverse("letters:index"),
            note=letter.text[:120],
        )
        for letter in letters_waiting(user)[:MOST]
    ]
