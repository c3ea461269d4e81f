"""A wrong key: everybody it touches is shown first, marks are new facts, nobody loses a certificate in silence."""

import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from config.jobs.models import Job
from config.jobs.run import perform
from courses.content.build import build_question
from courses.frame import ORGANISERS, REVIEWERS, TRAINERS, build_frame
from learning.certificates.change import status_today
from learning.certificates.doubts import decide_doubt, doubts_visible_to
from learning.certificates.issue import issue_certificate
from learning.enrolments.enrol import enrol
from learning.models import Completion, Mandate, PassInDoubt, QuizResult, ResultCorrection, StepCompletion
from quizzes.analysis.sums import item_sums
from quizzes.append_only import AppendOnlyError
from quizzes.attempts import paper_versions, start_attempt, submit_attempt
from quizzes.models import Attempt, NewMark, NewResult, Question, QuestionVersion, Quiz, Remarking, Response
from quizzes.remarking.change import (
    confirm_remarking,
    do_remarking,
    drop_remarking,
    propose_remarking,
    remark_attempt,
)
from quizzes.remarking.effect import effects_of
from quizzes.versions import version_of
from tests.courses.conftest import member_of
from tests.factories.cadres import make_cadre, make_supervisor, make_user
from tests.factories.courses import make_course, single_choice
from tests.factories.learning import right_answers
from tests.factories.units import LONG_AGO, make_tree

pytestmark = pytest.mark.django_db
FINAL = "law-final"


@pytest.fixture
def world():
    """Wang answered the first question by the wrong key (and passed), Li by the right one (and failed)."""
    units = make_tree()
    course = make_course("law", modules=1, lessons=1, final=True)
    Quiz.objects.filter(key=FINAL).update(pass_mark=80, attempts_allowed=3)
    people = {name: make_cadre(name, unit=units["p1a1"]) for name in ("wang", "li")}
    enrolments = {name: enrol(cadre=cadre, course=course) for name, cadre in people.items()}
    for enrolment in enrolments.values():
        hand_in(enrolment, "law-1", flip=False)
    hand_in(enrolments["wang"], FINAL, flip=False)
    hand_in(enrolments["li"], FINAL, flip=True)
    return {"units": units, "people": people, "enrolments": enrolments, "wrong": first_version()}


def first_version() -> QuestionVersion:
    return QuestionVersion.objects.get(pk=Quiz.objects.get(key=FINAL).live_versions[0])


def hand_in(enrolment, quiz_key: str, *, flip: bool) -> Attempt:
    """All right by the key of the day; with ``flip`` the first question's second option."""
    quiz = Quiz.objects.get(key=quiz_key)
    attempt = start_attempt(registration=enrolment.uuid, quiz=quiz, key=uuid.uuid4())
    answers = right_answers(attempt)
    if flip:
        first = paper_versions(attempt.paper)[0]
        answers[str(first.pk)] = first.content["options"][1]["id"]
    return submit_attempt(attempt=attempt, answers=answers).attempt


def put_right(version: QuestionVersion) -> QuestionVersion:
    """The trainer ticks the second option instead of the first and saves."""
    question = version.question
    options = question.content[0].value["options"]
    for place, option in enumerate(options):
        option["correct"] = place == 1
    question.save()
    return version_of(Question.objects.get(pk=question.pk))


def proposed(world, by=None) -> Remarking:
    corrected = put_right(world["wrong"])
    return propose_remarking(version=world["wrong"], corrected=corrected, reason="钥匙错了", by=by)


def carried_out(world, by=None) -> Remarking:
    remarking = confirm_remarking(remarking=proposed(world), by=by)
    perform(Job.objects.get(kind="quiz.remarking").pk)
    remarking.refresh_from_db()
    return remarking


def result_of(world, name) -> Attempt:
    return Attempt.objects.get(registration=world["enrolments"][name].uuid, quiz_key=FINAL)


def test_everybody_it_touches_is_known_before_anything_is_marked(world):
    effects = {effect.attempt.registration: effect for effect in effects_of(proposed(world))}
    wang, li = (effects[world["enrolments"][name].uuid] for name in ("wang", "li"))
    assert (wang.loses_pass, wang.gains_pass, wang.percent) == (True, False, 50)
    assert (li.loses_pass, li.gains_pass, li.percent) == (False, True, 100)
    assert (NewMark.objects.count(), result_of(world, "wang").percent, result_of(world, "li").percent) == (
        0,
        100,
        50,
    )


def test_new_marks_stand_beside_the_old_ones(world):
    before = list(Response.objects.order_by("pk").values()), list(QuizResult.objects.order_by("pk").values())
    remarking = carried_out(world)
    assert (
        list(Response.objects.order_by("pk").values()),
        list(QuizResult.objects.order_by("pk").values()),
    ) == before
    assert remarking.state == "done"
    assert sorted(remarking.marks.values_list("scaled", flat=True)) == [0, 1]
    assert (result_of(world, "wang").passed, result_of(world, "li").passed) == (False, True)
    held = {
        c.result.enrolment.cadre.code: (c.before_scaled, c.scaled) for c in ResultCorrection.objects.all()
    }
    assert held == {"staff-wang": (1, Decimal("0.5")), "staff-li": (Decimal("0.5"), 1)}
    for row in (NewMark.objects.first(), NewResult.objects.first(), ResultCorrection.objects.first()):
        with pytest.raises(AppendOnlyError):
            row.save()


def test_doing_it_twice_changes_nothing(world):
    remarking = carried_out(world)
    counts = NewMark.objects.count(), NewResult.objects.count(), ResultCorrection.objects.count()
    do_remarking(Job.objects.get(kind="quiz.remarking"), remarking_id=remarking.pk)
    assert remark_attempt(remarking=remarking, attempt=result_of(world, "li")) is None
    assert (
        (
            NewMark.objects.count(),
            NewResult.objects.count(),
            ResultCorrection.objects.count(),
        )
        == counts
        == (2, 2, 2)
    )


def test_a_worker_that_died_half_way_is_followed_by_one_that_does_the_rest(world):
    remarking = confirm_remarking(remarking=proposed(world), by=None)
    remark_attempt(remarking=remarking, attempt=result_of(world, "wang"))
    perform(Job.objects.get(kind="quiz.remarking").pk)
    assert (NewMark.objects.count(), NewResult.objects.count()) == (2, 2)


def test_who_has_passed_now_gets_the_step_and_the_course_is_completed(world):
    li = world["enrolments"]["li"]
    assert not Completion.objects.filter(enrolment=li).exists()
    carried_out(world)
    completion = Completion.objects.get(enrolment=li)
    assert completion.scaled == 1
    step = StepCompletion.objects.get(enrolment=li, step_key=FINAL)
    assert step.occurred_at == result_of(world, "li").submitted_at


def test_certificate_whose_pass_is_lost_stays_valid_until_a_person_decides(world):
    completion = Completion.objects.get(enrolment=world["enrolments"]["wang"])
    certificate = issue_certificate(completion=completion)
    carried_out(world)
    doubt = PassInDoubt.objects.get()
    assert (doubt.completion, status_today(certificate)) == (completion, "valid")
    by = make_user("boss")
    with pytest.raises(ValidationError):
        decide_doubt(doubt=doubt, decision="revoked", reason=" ", by=by)
    with pytest.raises(ValidationError):
        decide_doubt(doubt=doubt, decision="burnt", reason="x", by=by)
    decide_doubt(doubt=doubt, decision="revoked", reason="须重考", by=by)
    assert status_today(certificate) == "revoked"
    again = decide_doubt(doubt=doubt, decision="kept", reason="其实", by=by)
    assert (again.decision, again.reason, certificate.events.count()) == ("revoked", "须重考", 1)


def test_keeping_a_certificate_is_a_decision_too(world):
    certificate = issue_certificate(completion=Completion.objects.get(enrolment=world["enrolments"]["wang"]))
    carried_out(world)
    kept = decide_doubt(
        doubt=PassInDoubt.objects.get(), decision="kept", reason="非本人之过", by=make_user("boss")
    )
    assert (kept.decision, status_today(certificate), certificate.events.count()) == ("kept", "valid", 0)


def test_a_pass_lost_before_the_course_was_completed_has_to_be_passed_again(world):
    units, course_key = world["units"], world["enrolments"]["wang"].course_key
    late = make_cadre("late", unit=units["p1a1"])
    enrolment = enrol(cadre=late, course=world["enrolments"]["wang"].course)
    assert enrolment.course_key == course_key
    hand_in(enrolment, FINAL, flip=False)
    carried_out(world)
    hand_in(enrolment, "law-1", flip=False)
    assert not Completion.objects.filter(enrolment=enrolment).exists()
    assert not PassInDoubt.objects.filter(completion__enrolment=enrolment).exists()
    hand_in(enrolment, FINAL, flip=False)  # the key that holds now
    assert Completion.objects.get(enrolment=enrolment).scaled == 1


def test_an_attempt_that_was_open_is_marked_by_the_key_that_holds_when_it_is_handed_in(world):
    enrolment = enrol(
        cadre=make_cadre("slow", unit=world["units"]["p1a1"]), course=world["enrolments"]["li"].course
    )
    quiz = Quiz.objects.get(key=FINAL)
    attempt = start_attempt(registration=enrolment.uuid, quiz=quiz, key=uuid.uuid4())
    answers = right_answers(attempt)
    carried_out(world)
    assert submit_attempt(attempt=attempt, answers=answers).attempt.percent == 50


def test_analysis_counts_the_marks_that_hold(world):
    carried_out(world)
    sums, _left_out = item_sums(Attempt.objects.filter(quiz_key=FINAL))[world["wrong"].pk]
    assert (sums.n, sums.x) == (2, 1)  # Li's mark now, no more Wang's


def test_people_are_told_on_my_learning_and_by_a_mail_that_tells_nothing(
    world, client_for, on_commit, mailoutbox
):
    with on_commit():
        confirm_remarking(remarking=proposed(world), by=None)
    assert {to for mail in mailoutbox for to in mail.to} == {"wang@example.org", "li@example.org"}
    for mail in mailoutbox:
        assert "测验" not in mail.subject + mail.body
        assert "100" not in mail.body
    for name, now, before in (("wang", 50, 100), ("li", 100, 50)):
        page = client_for(world["people"][name].user).get("/en/my-learning/").content.decode()
        assert f"{now}% instead of {before}%" in page


def test_dropped_proposal_marks_nothing_and_cannot_be_confirmed(world):
    remarking = drop_remarking(remarking=proposed(world), by=None)
    assert confirm_remarking(remarking=remarking, by=None).state == "dropped"
    assert (Job.objects.filter(kind="quiz.remarking").count(), NewMark.objects.count()) == (0, 0)


def test_proposal_needs_a_reason_and_a_key_of_the_same_options(world):
    corrected = put_right(world["wrong"])
    other = version_of(build_question(single_choice("elsewhere")))
    for bad in ({"reason": " "}, {"corrected": other}, {"corrected": world["wrong"]}):
        fields = {"version": world["wrong"], "corrected": corrected, "reason": "错", "by": None} | bad
        with pytest.raises(ValidationError):
            propose_remarking(**fields)
    propose_remarking(version=world["wrong"], corrected=corrected, reason="错", by=None)
    with pytest.raises(ValidationError):
        propose_remarking(version=world["wrong"], corrected=corrected, reason="错", by=None)


def test_trainer_proposes_reviewer_confirms_and_names_are_for_those_in_scope(world, client_for, on_commit):
    build_frame()
    trainer, reviewer = member_of(TRAINERS, "writer"), member_of(REVIEWERS, "reviewer")
    corrected = put_right(world["wrong"])
    address = reverse("remarking:propose", args=[world["wrong"].pk])
    assert client_for(trainer).get(address).status_code == 200
    answer = client_for(trainer).post(address, {"corrected": corrected.pk, "reason": "错了"})
    remarking = Remarking.objects.get()
    one, decide = (reverse(f"remarking:{name}", args=[remarking.uuid]) for name in ("one", "decide"))
    assert answer.url == one
    shown = client_for(trainer).get(one).content.decode()
    assert "王wang" not in shown
    assert 'value="confirm"' not in shown
    assert client_for(trainer).post(decide, {"decision": "confirm"}).status_code in (302, 403)
    assert Remarking.objects.get().state == "proposed"
    Mandate.objects.create(
        user=reviewer, unit=world["units"]["p1a1"], role=Mandate.Role.SUPERVISOR, since=LONG_AGO
    )
    assert "王wang" in client_for(reviewer).get(one).content.decode()
    with on_commit():
        client_for(reviewer).post(decide, {"decision": "confirm"})
    done = Remarking.objects.get()
    assert (done.state, done.decided_by) == ("done", reviewer)
    assert client_for(trainer).get(one).status_code == 200
    assert client_for(trainer).get(reverse("remarking:index")).status_code == 200


def test_doubts_are_decided_in_the_cms_by_those_with_the_right_in_their_own_subtree(world, client_for):
    build_frame()
    carried_out(world)
    address = reverse("passes_in_doubt:index")
    doubt = PassInDoubt.objects.get()
    form = {"doubt": doubt.pk, f"d{doubt.pk}-decision": "kept", f"d{doubt.pk}-reason": "非本人之过"}
    decider, stranger = member_of(ORGANISERS, "decider"), member_of(ORGANISERS, "stranger")
    for user, unit in ((decider, "p1a1"), (stranger, "p2")):
        Mandate.objects.create(
            user=user, unit=world["units"][unit], role=Mandate.Role.SUPERVISOR, since=LONG_AGO
        )
    assert "王wang" not in client_for(stranger).get(address).content.decode()
    client_for(stranger).post(address, form)
    assert client_for(member_of(TRAINERS, "writer")).get(address).status_code in (302, 403)
    assert list(doubts_visible_to(make_supervisor("far", unit=world["units"]["p2"]))) == []
    assert not PassInDoubt.objects.get().decision
    assert "王wang" in client_for(decider).get(address).content.decode()
    client_for(decider).post(address, {**form, f"d{doubt.pk}-reason": ""})
    assert not PassInDoubt.objects.get().decision
    client_for(decider).post(address, form)
    assert (PassInDoubt.objects.get().decision, PassInDoubt.objects.get().decided_by) == ("kept", decider)
