"""Who may help whom with a test, and enter her answers: read aloud, or from paper."""

import uuid
from dataclasses import dataclass

from learning.cadres.models import Cadre, Mandate
from learning.cadres.scope import units_visible_to
from learning.enrolments.models import Enrolment
from quizzes.attempts import AttemptConflict, NoAttemptLeft, start_attempt, submit_attempt
from quizzes.models import Attempt, PaperSet, Quiz
from quizzes.paper import read_sheet, split_line


class NotHers(Exception):
    """She may not help this person, or not with this quiz."""

    code = "may-not-help"


@dataclass(frozen=True)
class SheetReceipt:
    """What became of one sheet. ``status``: received, already-received, conflict, unread, unknown-person, unknown-variant,
    not-enrolled or no-attempt-left. ``unread`` are the numbers of questions that could not be read."""

    number: str
    status: str
    unread: tuple = ()

    @property
    def is_in(self) -> bool:
        return self.status in ("received", "already-received")


def cadres_to_help(user):
    """Cadres in post in the units for which ``user`` is a facilitator today, and never herself."""
    units = units_visible_to(user, Mandate.Role.FACILITATOR)
    return Cadre.objects.filter(
        postings__unit__in=units, postings__until__isnull=True, postings__is_main=True
    ).exclude(user=user)


def may_help(user, cadre: Cadre) -> bool:
    """The same as membership in ``cadres_to_help``."""
    return cadres_to_help(user).filter(pk=cadre.pk).exists()


def quizzes_to_read(cadre: Cadre) -> list[tuple[Enrolment, Quiz]]:
    """The quizzes of her open courses that may be read aloud, in the order of each course. Two queries."""
    enrolments = list(Enrolment.objects.open().filter(cadre=cadre).select_related("edition"))
    keys = [
        step["key"] for enrolment in enrolments for step in enrolment.edition.steps if step["kind"] == "quiz"
    ]
    live = {quiz.key: quiz for quiz in Quiz.objects.filter(key__in=keys, live=True, assisted_allowed=True)}
    return [
        (enrolment, live[step["key"]])
        for enrolment in enrolments
        for step in enrolment.edition.steps
        if step["key"] in live
    ]


def begin_assisted(*, enrolment: Enrolment, quiz: Quiz, key: uuid.UUID, by) -> Attempt:
    """An attempt of hers that ``by`` reads aloud and enters; or the open one, however it was begun. Asking twice: the same.

    Raises ``NotHers``, ``NoAttemptLeft``.
    """
    if not quiz.assisted_allowed or not may_help(by, enrolment.cadre):
        raise NotHers
    return start_attempt(
        registration=enrolment.uuid,
        quiz=quiz,
        key=key,
        extra_percent=enrolment.cadre.extra_time,
        mode=Attempt.Mode.ASSISTED,
        entered_by=by,
    )


def enter_sheet(*, printed: PaperSet, number: str, variant: str, typed, by) -> SheetReceipt:
    """One paper sheet of a cadre, found by her staff number, into an attempt of hers that is marked at once.

    ``typed``: what stands on the sheet, as one line or as a list. The same sheet again is already received; with other
    answers it is a conflict, and the first ones count. Nothing is entered while something cannot be read.
    """
    number, variant = str(number).strip(), str(variant or "A").strip().upper()
    cadre = cadres_to_help(by).filter(code=number).first() if number else None
    if cadre is None:
        return SheetReceipt(number, "unknown-person")
    items = printed.variants.get(variant)
    if items is None:
        return SheetReceipt(number, "unknown-variant")
    written = (
        split_line(typed, questions=len(items)) if isinstance(typed, str) else [str(one) for one in typed]
    )
    read = read_sheet(items, written)
    if read.unread or len(written) > len(items):
        return SheetReceipt(number, "unread", read.unread or (len(items) + 1,))
    enrolment = _enrolment_with(cadre, printed.quiz_key)
    if enrolment is None or printed.quiz is None:
        return SheetReceipt(number, "not-enrolled")
    key = uuid.uuid5(printed.uuid, number)
    try:
        attempt = start_attempt(
            registration=enrolment.uuid,
            quiz=printed.quiz,
            key=key,
            mode=Attempt.Mode.PAPER,
            entered_by=by,
            items=items,
        )
        if attempt.uuid != key:  # one is open online
            return SheetReceipt(number, "no-attempt-left")
        receipt = submit_attempt(attempt=attempt, answers=read.answers)
    except NoAttemptLeft:
        return SheetReceipt(number, "no-attempt-left")
    except AttemptConflict:
        return SheetReceipt(number, "conflict")
    return SheetReceipt(number, "already-received" if receipt.already_received else "received")


def _enrolment_with(cadre, quiz_key) -> Enrolment | None:
    """Her newest run through a course that has this quiz."""
    for enrolment in Enrolment.objects.filter(cadre=cadre).select_related("edition").order_by("-started_at"):
        if any(step["key"] == quiz_key for step in enrolment.edition.steps):
            return enrolment
    return None
