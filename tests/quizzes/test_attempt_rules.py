"""Time limits, waiting, what counts, what stands, and draws pinned by an attempt. Our clock alone is asked."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from courses.content.build import build_quiz
from quizzes.attempts import (
    NoAttemptLeft,
    TooEarly,
    check_answer,
    close_expired,
    save_answers,
    start_attempt,
    submit_attempt,
)
from quizzes.models import Attempt, Question, Quiz, QuizDraw, Response, UnacceptedSubmission
from quizzes.rules import band_of, deadline_of, is_late, seen_of, the_one_that_counts, waits_until
from quizzes.standing import standing_of
from quizzes.tasks import close_expired as close_expired_task
from tests.factories.courses import make_quiz, quiz_data, single_choice
from tests.factories.learning import right_answers

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 5, 4, 9, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


def quiz_with(key="q", *, questions=2, **rules) -> Quiz:
    make_quiz(key, questions=questions)
    Quiz.objects.filter(key=key).update(**rules)
    return Quiz.objects.get(key=key)


def begin(quiz, registration=None, now=NOW, **more):
    return start_attempt(
        registration=registration or uuid.uuid4(), quiz=quiz, key=uuid.uuid4(), now=now, **more
    )


def wrong(attempt) -> dict:
    return dict.fromkeys(right_answers(attempt))


# Time


@pytest.mark.parametrize(
    ("minutes", "extra", "ends"),
    [(None, 50, None), (20, 0, 20), (20, 25, 25), (30, 50, 45), (20, 100, 40)],
)
def test_deadline_is_the_limit_and_the_persons_extra_time(minutes, extra, ends):
    found = deadline_of(minutes_allowed=minutes, extra_percent=extra, started_at=NOW)
    assert found == (None if ends is None else NOW + ends * MINUTE)


@pytest.mark.parametrize(
    ("grace", "seconds_after", "late"),
    [(0, 0, False), (0, 1, True), (60, 60, False), (60, 61, True)],
)
def test_grace_is_counted_to_the_second(grace, seconds_after, late):
    now = NOW + datetime.timedelta(seconds=seconds_after)
    assert is_late(deadline=NOW, grace_seconds=grace, now=now) is late
    assert not is_late(deadline=None, grace_seconds=grace, now=now)


def test_submission_within_the_grace_counts():
    attempt = begin(quiz_with(minutes_allowed=10, grace_seconds=60))
    receipt = submit_attempt(attempt=attempt, answers=right_answers(attempt), now=NOW + 11 * MINUTE)
    assert (receipt.late, receipt.attempt.scaled, receipt.attempt.ended) == (False, 1, "by_hand")


def test_late_submission_counts_for_nothing_what_was_saved_in_time_does_and_it_is_said():
    attempt = begin(quiz_with(minutes_allowed=10, grace_seconds=60))
    right = right_answers(attempt)
    first = next(iter(right))
    assert save_answers(attempt=attempt, answers={first: right[first]}, now=NOW + 9 * MINUTE)
    late = NOW + datetime.timedelta(minutes=11, seconds=1)
    receipt = submit_attempt(attempt=attempt, answers=right, now=late)
    done = Attempt.objects.get()
    assert (receipt.late, receipt.already_received) == (True, False)
    assert (done.scaled, done.ended, done.submitted_at) == (Decimal("0.5"), "by_time", NOW + 10 * MINUTE)
    kept = UnacceptedSubmission.objects.get()
    assert (kept.reason, kept.payload) == ("late", right)
    again = submit_attempt(attempt=attempt, answers=right, now=late + MINUTE)
    assert again.late
    assert (UnacceptedSubmission.objects.count(), Response.objects.count()) == (1, 2)


def test_saving_after_the_time_keeps_nothing():
    attempt = begin(quiz_with(minutes_allowed=10, grace_seconds=0))
    assert not save_answers(attempt=attempt, answers=right_answers(attempt), now=NOW + 11 * MINUTE)
    assert Attempt.objects.get().draft_answers == {}


def test_task_closes_what_is_over_as_it_stands_and_leaves_the_rest_open():
    quiz = quiz_with(minutes_allowed=10, grace_seconds=60)
    over, within_grace, endless = begin(quiz), begin(quiz, now=NOW + 1 * MINUTE), begin(quiz_with("free"))
    save_answers(attempt=over, answers=right_answers(over), now=NOW)
    now = NOW + datetime.timedelta(minutes=11, seconds=30)
    assert close_expired(now=now) == 1
    assert close_expired(now=now) == 0
    states = {a.pk: (a.state, a.scaled) for a in Attempt.objects.all()}
    assert states == {
        over.pk: ("submitted", 1),
        within_grace.pk: ("open", None),
        endless.pk: ("open", None),
    }


def test_schedule_closes_attempts_by_our_clock():
    begin(quiz_with(minutes_allowed=1), now=timezone.now() - datetime.timedelta(hours=1))
    assert close_expired_task() == 1


def test_new_attempt_is_not_held_up_by_an_old_one_whose_time_is_over():
    quiz, registration = quiz_with(minutes_allowed=10), uuid.uuid4()
    first = begin(quiz, registration)
    second = begin(quiz, registration, now=NOW + 60 * MINUTE)
    first.refresh_from_db()
    assert (first.state, second.number, second.state) == ("submitted", 2, "open")


def test_deadline_is_pinned_when_the_quiz_is_edited():
    quiz = quiz_with(minutes_allowed=10)
    attempt = begin(quiz, extra_percent=50)
    Quiz.objects.update(minutes_allowed=1)
    attempt.refresh_from_db()
    assert attempt.deadline == NOW + 15 * MINUTE


# Waiting and counting


@pytest.mark.parametrize(("wait", "after", "until"), [(0, 0, None), (30, 29, 30), (30, 30, None)])
def test_pause_between_attempts(wait, after, until):
    found = waits_until(wait_minutes=wait, last_submitted_at=NOW, now=NOW + after * MINUTE)
    assert found == (None if until is None else NOW + until * MINUTE)


def test_next_attempt_waits_and_says_until_when():
    quiz, registration = quiz_with(wait_minutes=30), uuid.uuid4()
    attempt = begin(quiz, registration)
    submit_attempt(attempt=attempt, answers=wrong(attempt), now=NOW)
    with pytest.raises(TooEarly) as raised:
        begin(quiz, registration, now=NOW + 29 * MINUTE)
    assert isinstance(raised.value, NoAttemptLeft)
    assert raised.value.until == NOW + 30 * MINUTE
    assert begin(quiz, registration, now=NOW + 30 * MINUTE).number == 2


class Scored:
    def __init__(self, scaled):
        self.scaled = Decimal(scaled)


def test_best_last_or_first_counts():
    attempts = [Scored("0.4"), Scored("0.9"), Scored("0.9"), Scored("0.2")]
    assert the_one_that_counts(attempts, counts="best") is attempts[1]
    assert the_one_that_counts(attempts, counts="last") is attempts[3]
    assert the_one_that_counts(attempts, counts="first") is attempts[0]
    assert the_one_that_counts([], counts="best") is None


def test_what_counts_is_pinned_and_later_attempts_are_practice():
    quiz, registration = quiz_with(counts="first"), uuid.uuid4()
    for answers_of in (wrong, right_answers):
        attempt = begin(quiz, registration)
        submit_attempt(attempt=attempt, answers=answers_of(attempt), now=NOW)
    Quiz.objects.update(counts="best")
    assert [a.is_counted for a in Attempt.objects.order_by("number")] == [True, False]
    standing = standing_of(registration=registration, quiz=quiz, now=NOW)
    assert standing.counting.number == 1


# Saving answer by answer


def test_answers_saved_one_by_one_are_all_kept_whatever_the_device():
    attempt = begin(quiz_with(questions=3))
    right = right_answers(attempt)
    for key, answer in right.items():
        save_answers(attempt=Attempt.objects.get(pk=attempt.pk), answers={key: answer})
    assert Attempt.objects.get().draft_answers == right


def test_answers_to_what_was_not_asked_are_not_even_saved():
    attempt = begin(quiz_with())
    save_answers(attempt=attempt, answers={"999999": "x"})
    assert Attempt.objects.get().draft_answers == {}


def test_answer_whose_feedback_was_seen_stands():
    attempt = begin(quiz_with(feedback_shown="at_once"))
    version = attempt.paper[0]["version"]
    right = right_answers(attempt)
    assert check_answer(attempt=attempt, version=version, answers={str(version): "wrong"})
    attempt.refresh_from_db()
    save_answers(attempt=attempt, answers=right)
    assert Attempt.objects.get().draft_answers[str(version)] == "wrong"
    done = submit_attempt(attempt=attempt, answers=right)
    assert done.attempt.scaled == Decimal("0.5")
    assert submit_attempt(attempt=attempt, answers=right).already_received


@pytest.mark.parametrize("rule", ["after_submit", "after_pass", "after_date", "never"])
def test_nothing_is_checked_where_feedback_comes_later(rule):
    attempt = begin(quiz_with(feedback_shown=rule))
    version = attempt.paper[0]["version"]
    assert not check_answer(attempt=attempt, version=version, answers=right_answers(attempt))
    assert Attempt.objects.get().checked == []


def test_empty_answer_cannot_be_checked():
    attempt = begin(quiz_with(feedback_shown="at_once"))
    assert not check_answer(attempt=attempt, version=attempt.paper[0]["version"], answers={})


# What may be seen


@pytest.mark.parametrize("feedback", ["at_once", "after_submit", "after_pass", "after_date", "never"])
@pytest.mark.parametrize("answers", ["at_once", "after_submit", "after_pass", "after_date", "never"])
@pytest.mark.parametrize("passed", [True, False])
@pytest.mark.parametrize("left", [True, False])
@pytest.mark.parametrize("days", [-1, 1])
def test_key_is_never_seen_before_the_feedback(feedback, answers, passed, left, days):
    quiz = Quiz(
        feedback_shown=feedback, answers_shown=answers, shown_from=NOW + datetime.timedelta(days=days)
    )
    seen = seen_of(quiz, passed=passed, attempts_left=left, now=NOW)
    allowed = {
        "at_once": True,
        "after_submit": True,
        "after_pass": passed or not left,
        "after_date": days < 0,
        "never": False,
    }
    assert seen.feedback is allowed[feedback]
    assert seen.key is (allowed[feedback] and allowed[answers])


class Band:
    def __init__(self, from_percent):
        self.from_percent = from_percent


def test_band_is_the_highest_that_was_reached():
    low, high = Band(0), Band(60)
    assert band_of(59, [high, low]) is low
    assert band_of(60, [high, low]) is high
    assert band_of(10, [high]) is None


# Draws


def bank(n=6, category="law"):
    for number in range(n):
        build_quiz(
            {
                **quiz_data(f"holder-{category}-{number}"),
                "questions": [{**single_choice(f"{category}-{number}"), "category": category}],
            }
        )


def drawing_quiz(**draw) -> Quiz:
    quiz = quiz_with("drawn", questions=1)
    quiz.draws.add(QuizDraw(**draw))
    quiz.save()
    quiz.save_revision().publish()
    return Quiz.objects.get(key="drawn")


def test_attempt_pins_what_was_drawn_and_editing_the_bank_changes_nothing():
    bank()
    attempt = begin(drawing_quiz(count=3, category="law"))
    assert len(attempt.paper) == len({item["version"] for item in attempt.paper}) == 4
    Question.objects.filter(category="law").update(category="other")
    before = attempt.paper
    attempt.refresh_from_db()
    assert attempt.paper == before
    assert submit_attempt(attempt=attempt, answers=right_answers(attempt)).attempt.scaled == 1


def test_second_attempt_draws_what_was_not_asked_before():
    bank(6)
    quiz, registration = drawing_quiz(count=3, category="law"), uuid.uuid4()
    first = begin(quiz, registration)
    submit_attempt(attempt=first, answers=wrong(first), now=NOW)
    second = begin(quiz, registration)
    drawn = [{i["version"] for i in attempt.paper} - set(quiz.live_versions) for attempt in (first, second)]
    assert not drawn[0] & drawn[1]


@pytest.mark.parametrize("by", ["source_key", "tag"])
def test_pool_is_found_by_legal_source_or_tag(by):
    bank(3)
    chosen = Question.objects.filter(category="law").first()
    chosen.source_keys = ["civil-code-2020"]
    chosen.tags.add("重点")
    chosen.save()
    quiz = drawing_quiz(count=1, **{by: "civil-code-2020" if by == "source_key" else "重点"})
    assert [item["version"] for item in quiz.live_draws[0]["pool"]] == [chosen.versions.get().pk]


def test_shuffled_options_are_pinned_with_the_attempt():
    quiz = quiz_with(questions=4, shuffle_options=True, shuffle_questions=True)
    papers = [begin(quiz).paper for _n in range(6)]
    assert len({str(paper) for paper in papers}) > 1
    assert all(len(item["options"]) == 3 for paper in papers for item in paper)
