"""Open answers: one marker at a time, two when wanted, never one's own; the result comes when all is marked."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from courses.content.build import build_quiz
from courses.frame import MARKERS, REVIEWERS, TRAINERS, build_frame
from quizzes.append_only import AppendOnlyError
from quizzes.attempts import AttemptConflict, NoAttemptLeft, paper_versions, start_attempt, submit_attempt
from quizzes.marking.queue import CLAIM, NotYours, finish_attempt, give_back, give_mark, settle, take
from quizzes.marking.rules import outcome, share_of
from quizzes.models import Attempt, HumanMark, MarkingTask, NewMark, Quiz
from quizzes.people import registrations_of
from quizzes.question_types import QUESTION_TYPES
from quizzes.signals import attempt_submitted
from tests.courses.conftest import member_of
from tests.factories.cadres import make_user
from tests.factories.courses import open_answer, quiz_data, single_choice

pytestmark = pytest.mark.django_db


def quiz_with(*questions) -> Quiz:
    build_quiz({**quiz_data("open"), "questions": list(questions)})
    return Quiz.objects.get(key="open")


def hand_in(quiz, text: str = "先报警，再陪她等", registration=None) -> Attempt:
    attempt = start_attempt(registration=registration or uuid.uuid4(), quiz=quiz, key=uuid.uuid4())
    answers = {}
    for version in paper_versions(attempt.paper):
        kind = QUESTION_TYPES[version.content["type"]]
        answers[str(version.pk)] = text if kind.needs_person else kind.correct_answer(version.content)
    return submit_attempt(attempt=attempt, answers=answers).attempt


def points(task, *values) -> dict:
    rubric = task.response.version.content["rubric"]
    return {criterion["id"]: value for criterion, value in zip(rubric, values, strict=True)}


@pytest.fixture
def quiz():
    return quiz_with(single_choice("closed"), open_answer("told"))


@pytest.fixture
def quiz_by_two():
    return quiz_with(open_answer("told", by_two=True))


@pytest.fixture
def people():
    return {name: make_user(name) for name in ("ann", "bea", "cora")}


@pytest.fixture
def told():
    heard = []

    def hear(sender, attempt, **kwargs):
        heard.append((attempt.uuid, attempt.percent))

    attempt_submitted.connect(hear)
    yield heard
    attempt_submitted.disconnect(hear)


def test_attempt_has_no_result_until_a_person_has_marked(quiz, people, told):
    attempt = hand_in(quiz)
    assert (attempt.state, attempt.scaled, attempt.passed, told) == ("marking", None, None, [])
    task = take(marker=people["ann"])
    give_mark(task=task, marker=people["ann"], points=points(task, 1, 2), comment="很好")
    attempt.refresh_from_db()
    assert (attempt.state, attempt.scaled, attempt.passed) == ("submitted", Decimal("0.8"), True)
    assert told == [(attempt.uuid, 80)]
    assert not finish_attempt(attempt=attempt)
    assert len(told) == 1


def test_attempt_waits_until_every_open_answer_is_marked(people, told):
    attempt = hand_in(quiz_with(open_answer("one"), open_answer("two")))
    for number in (1, 2):
        task = take(marker=people["ann"])
        give_mark(task=task, marker=people["ann"], points=points(task, 2, 3))
        attempt.refresh_from_db()
        assert attempt.state == ("marking" if number == 1 else "submitted")
    assert told == [(attempt.uuid, 100)]


def test_open_answer_left_empty_is_worth_nothing_and_waits_for_nobody(quiz, told):
    attempt = hand_in(quiz, text=None)
    assert (attempt.state, attempt.percent, MarkingTask.objects.count()) == ("submitted", 50, 0)


def test_while_it_is_being_marked_nothing_is_begun_and_the_same_answers_are_already_received(quiz):
    attempt = hand_in(quiz)
    with pytest.raises(NoAttemptLeft):
        start_attempt(registration=attempt.registration, quiz=quiz, key=uuid.uuid4())
    with pytest.raises(AttemptConflict):
        submit_attempt(attempt=attempt, answers={})
    assert MarkingTask.objects.count() == 1


def test_a_claimed_answer_is_nobody_elses_until_its_half_hour_is_over(quiz, people):
    hand_in(quiz)
    now = timezone.now()
    task = take(marker=people["ann"], now=now)
    assert take(marker=people["ann"], now=now) == task
    assert take(marker=people["bea"], now=now + CLAIM - datetime.timedelta(seconds=1)) is None
    later = now + CLAIM + datetime.timedelta(seconds=1)
    assert take(marker=people["bea"], now=later) == task
    with pytest.raises(NotYours):
        give_mark(task=task, marker=people["ann"], points=points(task, 1, 1))
    assert HumanMark.objects.count() == 0


def test_a_late_mark_is_kept_when_nobody_else_has_taken_the_answer(quiz, people):
    hand_in(quiz)
    task = take(marker=people["ann"], now=timezone.now() - 2 * CLAIM)
    assert give_mark(task=task, marker=people["ann"], points=points(task, 2, 3)).scaled == 1


def test_giving_back_lets_another_one_take_it(quiz, people):
    hand_in(quiz)
    task = take(marker=people["ann"])
    for who in ("bea", "ann", "ann"):
        give_back(task=task, marker=people[who])
    assert take(marker=people["bea"]) == task


def test_nobody_marks_without_a_claim_or_her_own_answer(quiz, people, monkeypatch):
    attempt = hand_in(quiz)
    task = MarkingTask.objects.get()
    with pytest.raises(NotYours):
        give_mark(task=task, marker=people["ann"], points=points(task, 1, 1))
    own = {people["ann"].pk: [attempt.registration]}
    monkeypatch.setattr(registrations_of, "_provider", lambda user: own.get(user.pk, []))
    assert take(marker=people["ann"]) is None
    assert take(marker=people["bea"]) == task


def test_the_same_mark_again_is_the_one_that_stands(quiz, people, told):
    hand_in(quiz)
    task = take(marker=people["ann"])
    first = give_mark(task=task, marker=people["ann"], points=points(task, 1, 1))
    assert give_mark(task=task, marker=people["ann"], points=points(task, 2, 3)) == first
    assert (HumanMark.objects.count(), NewMark.objects.count(), len(told)) == (1, 1, 1)


def test_two_people_mark_and_the_mean_counts_when_they_agree(quiz_by_two, people):
    attempt = hand_in(quiz_by_two)
    for who, given in (("ann", (2, 2)), ("bea", (2, 3))):
        task = take(marker=people[who])
        give_mark(task=task, marker=people[who], points=points(task, *given))
        assert take(marker=people[who]) is None
    attempt.refresh_from_db()
    assert attempt.scaled == Decimal("0.9")


def test_where_two_differ_a_third_person_decides(quiz_by_two, people, told):
    attempt = hand_in(quiz_by_two)
    for who, given in (("ann", (0, 1)), ("bea", (2, 3))):
        task = take(marker=people[who])
        give_mark(task=task, marker=people[who], points=points(task, *given))
    task.refresh_from_db()
    assert (task.state, told) == ("disputed", [])
    with pytest.raises(NotYours):
        settle(task=task, by=people["ann"], points=points(task, 2, 3))
    settled = settle(task=task, by=people["cora"], points=points(task, 1, 2), comment="折中")
    assert settle(task=task, by=people["cora"], points=points(task, 0, 0)) == settled
    attempt.refresh_from_db()
    assert (attempt.scaled, HumanMark.objects.count(), told) == (Decimal("0.6"), 3, [(attempt.uuid, 60)])
    with pytest.raises(AppendOnlyError):
        settled.save()


@pytest.mark.parametrize("bad", [{}, {"other": 1}, "above", "text", "true"])
def test_points_are_given_for_every_criterion_and_none_above_its_maximum(quiz, people, bad):
    hand_in(quiz)
    task = take(marker=people["ann"])
    strange = {"above": (3, 1), "text": ("1", 1), "true": (True, 1)}
    given = points(task, *strange[bad]) if isinstance(bad, str) else bad
    with pytest.raises(ValidationError):
        give_mark(task=task, marker=people["ann"], points=given)
    assert HumanMark.objects.count() == 0


@pytest.mark.parametrize(
    ("marks", "markers", "settled", "state", "scaled"),
    [
        ([], 1, None, "waiting", None),
        (["0.7"], 1, None, "done", "0.7"),
        (["0.7"], 2, None, "waiting", None),
        (["0.7", "0.9"], 2, None, "done", "0.8"),
        (["0.7", "0.9001"], 2, None, "disputed", None),
        (["0.3333", "0.3334"], 2, None, "done", "0.3333"),
        (["0", "1"], 2, "0.5", "done", "0.5"),
    ],
)
def test_what_follows_from_the_marks(marks, markers, settled, state, scaled):
    found = outcome(
        [Decimal(mark) for mark in marks], markers=markers, settled=Decimal(settled) if settled else None
    )
    assert (found.state, found.scaled) == (state, Decimal(scaled) if scaled else None)


def test_points_are_a_share_of_all():
    rubric = [{"id": "a", "points": 2}, {"id": "b", "points": 1}]
    assert share_of({"a": 2, "b": 0, "unknown": 99}, rubric) == Decimal("0.6666")


def test_marker_reads_the_answer_and_not_whose_it_is(quiz, client_for):
    build_frame()
    attempt = hand_in(quiz)
    client = client_for(member_of(MARKERS, "marker"))
    assert "1" in client.get(reverse("marking:index")).content.decode()
    one = client.post(reverse("marking:take")).url
    page = client.get(one).content.decode()
    assert "先报警，再陪她等" in page
    assert str(attempt.registration) not in page
    assert str(attempt.uuid) not in page
    rubric = MarkingTask.objects.get().response.version.content["rubric"]
    form = {f"c-{criterion['id']}": criterion["points"] for criterion in rubric}
    assert client.post(one, {}).status_code == 400
    client.post(one, {**form, "comment": "讲得清楚"})
    attempt.refresh_from_db()
    assert (attempt.percent, HumanMark.objects.get().comment) == (100, "讲得清楚")
    assert client.get(one, follow=True).status_code == 404


def test_an_answer_is_opened_by_its_claimer_only(quiz, client_for):
    build_frame()
    hand_in(quiz)
    ann, bea = (client_for(member_of(MARKERS, name)) for name in ("ann", "bea"))
    one = ann.post(reverse("marking:take")).url
    assert bea.get(one, follow=True).status_code == 404
    assert bea.post(reverse("marking:take")).url == reverse("marking:index")
    bea.post(one, {"action": "give-back"})
    assert ann.get(one).status_code == 200
    ann.post(one, {"action": "give-back"})
    assert bea.post(reverse("marking:take")).url == one


def test_differences_are_shown_to_those_who_may_settle_them(quiz_by_two, client_for, people):
    build_frame()
    hand_in(quiz_by_two)
    for who, given in (("ann", (0, 0)), ("bea", (2, 3))):
        task = take(marker=people[who])
        give_mark(task=task, marker=people[who], points=points(task, *given))
    one = reverse("marking:one", args=[task.pk])
    assert client_for(member_of(MARKERS, "marker")).get(one, follow=True).status_code == 404
    client = client_for(member_of(REVIEWERS, "reviewer"))
    assert one in client.get(reverse("marking:index")).content.decode()
    page = client.get(one).content.decode()
    assert "ann" not in page
    rubric = task.response.version.content["rubric"]
    client.post(one, {f"c-{criterion['id']}": 1 for criterion in rubric})
    assert (MarkingTask.objects.get().state, Attempt.objects.get().scaled) == ("done", Decimal("0.4"))


def test_those_without_the_right_do_not_come_in(quiz, client_for):
    build_frame()
    hand_in(quiz)
    client = client_for(member_of(TRAINERS, "writer"))
    assert client.get(reverse("marking:index")).status_code in (302, 403)
    assert client.post(reverse("marking:take")).status_code in (302, 403)
    assert MarkingTask.objects.get().claimed_by is None
