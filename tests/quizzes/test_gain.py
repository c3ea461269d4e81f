"""Before and after: matched pairs only, and n is said."""

import uuid
from decimal import Decimal

import pytest

from quizzes.attempts import start_attempt, submit_attempt
from quizzes.gain import Gain, gain_between, gain_of
from quizzes.models import Quiz, TestPair
from tests.factories.courses import make_quiz
from tests.factories.learning import right_answers


def test_only_who_took_both_moves_the_figures():
    before = dict.fromkeys(range(6), "0.4") | {"left": "1.0"}
    after = dict.fromkeys(range(6), "0.7") | {"came later": "0.0"}
    gain = gain_between(before, after)
    assert (gain.n, gain.before, gain.after, gain.gain) == (6, Decimal("0.4"), Decimal("0.7"), Decimal("0.3"))
    assert gain.normalised == Decimal("0.50")
    assert (gain.before_only, gain.after_only) == (1, 1)


def test_fewer_than_five_pairs_give_n_and_no_figure():
    gain = gain_between(dict.fromkeys(range(4), 0), dict.fromkeys(range(4), 1))
    assert gain == Gain(n=4)
    assert (gain.gain, gain.normalised) == (None, None)


def test_nothing_is_left_to_gain_for_those_who_knew_it_all():
    everybody = dict.fromkeys(range(5), 1)
    assert gain_between(everybody, everybody).normalised is None
    assert gain_between(everybody, dict.fromkeys(range(5), "0.5")).gain == Decimal("-0.5")


@pytest.mark.django_db
def test_pair_of_quizzes_is_matched_by_registration_and_counts_first_attempts():
    for key in ("before", "after"):
        make_quiz(key)
        Quiz.objects.filter(key=key).update(purpose="measure", attempts_allowed=None)
    before, after = (Quiz.objects.get(key=key) for key in ("before", "after"))
    pair = TestPair.objects.create(key="pair", title="pair", before=before, after=after)

    def take(quiz, registration, *, right):
        attempt = start_attempt(registration=registration, quiz=quiz, key=uuid.uuid4())
        answers = right_answers(attempt)
        return submit_attempt(
            attempt=attempt,
            answers={key: answers[key] if n < right else None for n, key in enumerate(answers)},
        ).attempt

    people = [uuid.uuid4() for _n in range(5)]
    for person in people:
        first = take(before, person, right=1)
        assert (first.occasion, first.passed, first.pass_mark) == ("before", True, 0)
        assert take(after, person, right=2).occasion == "after"
    take(before, uuid.uuid4(), right=2)
    take(after, uuid.uuid4(), right=0)
    gain = gain_of(pair)
    assert (gain.n, gain.before_only, gain.after_only) == (5, 1, 1)
    assert (gain.before, gain.after, gain.normalised) == (Decimal("0.5"), Decimal(1), Decimal("1.00"))
