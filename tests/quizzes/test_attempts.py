"""An attempt is begun once, handed in once, and marked by the server."""

import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from quizzes.append_only import AppendOnlyError
from quizzes.attempts import (
    LARGEST_PAYLOAD_KEPT,
    AttemptConflict,
    NoAttemptLeft,
    keep_unaccepted,
    save_answers,
    start_attempt,
    submit_attempt,
)
from quizzes.models import Attempt, Quiz, Response, UnacceptedSubmission
from quizzes.rules import may_start
from quizzes.signals import attempt_submitted
from tests.factories.courses import make_quiz
from tests.factories.learning import right_answers

pytestmark = pytest.mark.django_db


def published(key: str, **rules) -> Quiz:
    """A quiz as the site reads it: publishing pins its versions in the database."""
    make_quiz(key, **rules)
    return Quiz.objects.get(key=key)


@pytest.fixture
def quiz():
    return published("one", pass_mark=60, attempts_allowed=2)


def begin(quiz, registration=None, key=None):
    return start_attempt(registration=registration or uuid.uuid4(), quiz=quiz, key=key or uuid.uuid4())


def one_right(attempt) -> dict:
    """The first question right, the second wrong."""
    (first, right), (second, _key) = right_answers(attempt).items()
    return {first: right, second: "nothing-like-it"}


@pytest.fixture
def told():
    """What ``attempt_submitted`` told the house."""
    heard = []

    def hear(sender, attempt, **kwargs):
        heard.append(attempt.uuid)

    attempt_submitted.connect(hear)
    yield heard
    attempt_submitted.disconnect(hear)


def test_beginning_twice_with_one_key_is_one_attempt(quiz):
    registration, key = uuid.uuid4(), uuid.uuid4()
    first = begin(quiz, registration, key)
    assert begin(quiz, registration, key) == first
    assert Attempt.objects.count() == 1


def test_second_tab_goes_on_with_the_attempt_that_is_open(quiz):
    registration = uuid.uuid4()
    assert begin(quiz, registration) == begin(quiz, registration)
    assert Attempt.objects.count() == 1


def test_key_of_a_handed_in_attempt_gives_that_attempt_and_no_new_one(quiz):
    registration, key = uuid.uuid4(), uuid.uuid4()
    attempt = begin(quiz, registration, key)
    submit_attempt(attempt=attempt, answers={})
    again = begin(quiz, registration, key)
    assert (again.pk, again.state, Attempt.objects.count()) == (attempt.pk, "submitted", 1)


def test_two_people_have_an_attempt_each(quiz):
    assert begin(quiz) != begin(quiz)


def test_database_allows_one_open_attempt_only(quiz):
    attempt = begin(quiz)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            registration=attempt.registration,
            quiz=quiz,
            quiz_key=quiz.key,
            number=2,
            paper=attempt.paper,
            pass_mark=60,
        )


def test_as_many_attempts_as_the_quiz_allows_and_no_more(quiz):
    registration = uuid.uuid4()
    numbers = []
    for _n in range(2):
        attempt = begin(quiz, registration)
        numbers.append(submit_attempt(attempt=attempt, answers={}).attempt.number)
    assert numbers == [1, 2]
    with pytest.raises(NoAttemptLeft):
        begin(quiz, registration)
    assert Attempt.objects.count() == 2


def test_quiz_without_a_limit_may_be_tried_on_and_on():
    quiz = published("many")
    registration = uuid.uuid4()
    for _n in range(5):
        submit_attempt(attempt=begin(quiz, registration), answers={})
    assert begin(quiz, registration).number == 6


def test_after_a_pass_no_attempt_is_begun(quiz):
    registration = uuid.uuid4()
    attempt = begin(quiz, registration)
    assert submit_attempt(attempt=attempt, answers=right_answers(attempt)).attempt.passed
    with pytest.raises(NoAttemptLeft):
        begin(quiz, registration)


@pytest.mark.parametrize(
    ("allowed", "submitted", "passed", "may"),
    [
        (None, 0, False, True),
        (None, 99, False, True),
        (None, 1, True, False),
        (1, 0, False, True),
        (1, 1, False, False),
        (3, 2, False, True),
        (3, 3, False, False),
        (3, 1, True, False),
        (2, 5, False, False),
    ],
)
def test_who_may_begin_another_attempt(allowed, submitted, passed, may):
    assert may_start(attempts_allowed=allowed, submitted=submitted, already_passed=passed) is may


def test_server_marks_every_question_and_closes_the_attempt(quiz, told):
    attempt = begin(quiz)
    receipt = submit_attempt(attempt=attempt, answers=one_right(attempt))
    done = Attempt.objects.get()
    assert (receipt.attempt, receipt.already_received) == (done, False)
    assert (done.state, done.scaled, done.percent, done.passed) == ("submitted", Decimal("0.5"), 50, False)
    assert [(r.position, r.scaled, r.correct) for r in done.responses.all()] == [(1, 1, True), (2, 0, False)]
    assert done.submitted_at is not None
    assert told == [attempt.uuid]


def test_answers_to_questions_that_were_not_asked_count_for_nothing(quiz):
    attempt = begin(quiz)
    other = begin(published("two"))
    answers = {**one_right(attempt), **right_answers(other), "scaled": "1", "passed": True}
    done = submit_attempt(attempt=attempt, answers=answers).attempt
    assert (done.scaled, done.responses.count()) == (Decimal("0.5"), 2)


def test_same_answers_again_are_already_received_and_change_nothing(quiz, told):
    attempt = begin(quiz)
    answers = one_right(attempt)
    submit_attempt(attempt=attempt, answers=answers)
    before = Attempt.objects.values().get()
    receipt = submit_attempt(attempt=attempt, answers=dict(reversed(answers.items())))
    assert (receipt.already_received, receipt.attempt) == (True, attempt)
    assert Attempt.objects.values().get() == before
    assert (Response.objects.count(), UnacceptedSubmission.objects.count()) == (2, 0)
    assert told == [attempt.uuid]


def test_other_answers_are_kept_with_the_reason_and_the_first_ones_count(quiz, told):
    attempt = begin(quiz)
    submit_attempt(attempt=attempt, answers=one_right(attempt))
    before = Attempt.objects.values().get(), list(Response.objects.values())
    for _n in range(2):
        with pytest.raises(AttemptConflict):
            submit_attempt(attempt=attempt, answers=right_answers(attempt))
    assert (Attempt.objects.values().get(), list(Response.objects.values())) == before
    kept = UnacceptedSubmission.objects.get()
    assert (kept.reason, kept.payload, kept.attempt) == ("conflict", right_answers(attempt), attempt)
    assert told == [attempt.uuid]


def test_of_a_large_submission_that_did_not_count_only_digest_and_size_are_kept(quiz):
    attempt = begin(quiz)
    keep_unaccepted(attempt=attempt, payload={"q1": "x" * LARGEST_PAYLOAD_KEPT}, reason="malformed")
    kept = UnacceptedSubmission.objects.get()
    assert (kept.payload, len(kept.digest)) == (None, 64)
    assert kept.size > LARGEST_PAYLOAD_KEPT


def test_saved_answers_are_kept_until_handing_in_and_count_for_nothing(quiz):
    attempt = begin(quiz)
    for _n in range(2):
        save_answers(attempt=attempt, answers=right_answers(attempt))
    attempt.refresh_from_db()
    assert (attempt.draft_answers, attempt.state, attempt.scaled) == (right_answers(attempt), "open", None)
    done = submit_attempt(attempt=attempt, answers={}).attempt
    assert (done.scaled, done.draft_answers) == (0, {})


def test_saving_after_handing_in_does_nothing(quiz):
    attempt = begin(quiz)
    submit_attempt(attempt=attempt, answers={})
    before = Attempt.objects.values().get()
    save_answers(attempt=attempt, answers=right_answers(attempt))
    assert Attempt.objects.values().get() == before


def test_when_the_house_fails_the_attempt_stays_open(quiz):
    def refuse(sender, attempt, **kwargs):
        raise RuntimeError

    attempt = begin(quiz)
    attempt_submitted.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            submit_attempt(attempt=attempt, answers=right_answers(attempt))
    finally:
        attempt_submitted.disconnect(refuse)
    assert (Attempt.objects.get().state, Response.objects.count()) == ("open", 0)


def test_pass_mark_is_that_of_the_day_the_attempt_began(quiz):
    attempt = begin(quiz)
    Quiz.objects.filter(pk=quiz.pk).update(pass_mark=50)
    attempt = Attempt.objects.get(pk=attempt.pk)
    assert not submit_attempt(attempt=attempt, answers=one_right(attempt)).attempt.passed


def test_attempt_outlives_its_quiz(quiz):
    attempt = begin(quiz)
    submit_attempt(attempt=attempt, answers=right_answers(attempt))
    Quiz.objects.get(pk=quiz.pk).delete()
    attempt.refresh_from_db()
    assert (attempt.quiz, attempt.quiz_key, attempt.quiz_title["en"], attempt.scaled) == (
        None,
        "one",
        "Quiz one",
        1,
    )


def test_responses_and_what_did_not_count_are_never_changed(quiz):
    attempt = begin(quiz)
    submit_attempt(attempt=attempt, answers={})
    keep_unaccepted(attempt=attempt, payload={}, reason="malformed")
    for row in (Response.objects.first(), UnacceptedSubmission.objects.get()):
        for act in (row.save, row.delete, type(row).objects.all().delete):
            with pytest.raises(AppendOnlyError):
                act()
