"""What a session came to besides who came: answers by ticket, polls, feedback, notes, reports. All by the one door."""

import json
import uuid

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from learning.masking import MASK, masked
from learning.models import (
    ConsentSignature,
    Disclosure,
    FactBatch,
    FieldReport,
    Participant,
    RegisterEntry,
    SessionFact,
    SessionResult,
)
from learning.sessions.close import close_session
from learning.sessions.consent import withdraw_consent
from learning.sessions.fold import feedback_of, pairs_of
from learning.sessions.observations import checklists_of, tallies_of
from learning.sessions.project import register_of, right_options
from learning.sessions.room_test import questions_of
from learning.sessions.summary import reported_tests
from learning.sessions.sync import take_in
from quizzes.models import Quiz
from tests.factories.cadres import make_supervisor
from tests.factories.courses import make_quiz
from tests.learning.sessions.test_sync import fact

pytestmark = pytest.mark.django_db
MARKS = {"clear": "3", "useful": "2", "at-ease": "3"}
STROKES = "M10 10 L20 25.5 L30 12"


@pytest.fixture
def answer(session, record):
    """``answer(entry, phase, right)``: the first ``right`` questions answered rightly, the others wrongly."""
    keys = right_options(session)

    def make(entry, phase, right, **fields):
        answers = {
            version: key if number < right else next(o for o in options(version) if o != key)
            for number, (version, key) in enumerate(keys.items())
        }
        payload = {"phase": phase, "how": "paper", "answers": answers}
        return record("test-answered", payload, entry=entry, **fields)

    def options(version):
        from quizzes.models import QuestionVersion

        return [option["id"] for option in QuestionVersion.objects.get(pk=version).content["options"]]

    return make


def test_gain_is_taken_over_tickets_that_answered_both_times(session, enter, answer, facilitator):
    both = [enter() for _n in range(5)]
    only_before = enter()
    for entry in both:
        answer(entry, "before", 0)
        answer(entry, "after", 2)
    answer(only_before, "before", 2)
    register = register_of(session)
    pairs = pairs_of(register, right_options(session))
    assert (pairs.people, pairs.before_right, pairs.after_right, pairs.asked) == (5, 0, 10, 10)
    result = close_session(session=session, by=facilitator)
    assert (result.before_people, result.before_right, result.after_right) == (6, 2, 10)
    assert (result.pairs, result.pairs_before_right, result.pairs_after_right) == (5, 0, 10)


def test_hands_and_tickets_add_up_and_hands_make_no_pairs(session, enter, answer, record, facilitator):
    entry = enter()
    answer(entry, "before", 1)
    version, key = next(iter(right_options(session).items()))
    record("test-counted", {"phase": "before", "people": 8, "counts": {version: {key: 3}}})
    result = close_session(session=session, by=facilitator)
    assert (result.before_people, result.before_right, result.pairs) == (9, 4, 0)


def test_a_ticket_answers_once_in_a_phase_and_two_that_disagree_wait(session, enter, answer):
    entry = enter()
    answer(entry, "before", 2)
    answer(entry, "before", 0)
    register = register_of(session)
    assert register.answers("before") == {}
    assert [kind for kind, *_rest in register.conflicts] == ["test-answered"]


def test_correction_of_an_answer_replaces_it(session, enter, answer):
    entry = enter()
    first = answer(entry, "before", 2)
    answer(entry, "before", 0, corrects=first.uuid)
    register = register_of(session)
    assert register.conflicts == []
    assert register.answers("before").keys() == {str(entry)}


@pytest.mark.parametrize(
    ("answers", "code"),
    [({"999": "x"}, "question"), ([], "payload"), (None, "payload")],
)
def test_answers_to_another_test_are_refused(record, enter, answers, code):
    receipt = record("test-answered", {"phase": "before", "how": "phone", "answers": answers}, entry=enter())
    assert (receipt.status, receipt.code) == ("refused", code)


def test_answer_of_a_ticket_that_is_not_in_the_register_is_refused(session, record):
    payload = {"phase": "before", "how": "phone", "answers": {}}
    assert record("test-answered", payload, entry=uuid.uuid4()).code == "no-entry"


def test_poll_is_what_was_counted_and_two_counts_that_differ_wait(session, record):
    poll = uuid.uuid4()
    payload = {"how": "cards", "people": 12, "counts": {"a": 7, "b": 5}}
    record("poll-counted", payload, entry=poll)
    assert register_of(session).polls == {
        str(poll): {"how": "cards", "people": 12, "counts": {"a": 7, "b": 5, "c": 0, "d": 0}}
    }
    record("poll-counted", {**payload, "people": 13}, entry=poll)
    assert register_of(session).polls == {}


@pytest.mark.parametrize(
    ("payload", "entry", "code"),
    [
        ({"how": "cards", "people": 3, "counts": {"a": 4}}, uuid.uuid4(), "too-many"),
        ({"how": "cards", "people": 3, "counts": {"e": 1}}, uuid.uuid4(), "payload"),
        ({"how": "shouting", "people": 3, "counts": {}}, uuid.uuid4(), "choice"),
        ({"how": "hands", "people": 3, "counts": {}}, None, "no-entry"),
    ],
)
def test_poll_that_cannot_be_is_refused(record, payload, entry, code):
    assert record("poll-counted", payload, entry=entry).code == code


def test_feedback_by_taps_and_by_cards_adds_up(session, record):
    for _n in range(2):
        record("feedback-given", {"how": "phone", "marks": MARKS})
    record("feedback-counted", {"people": 4, "counts": {"clear": {"3": 3, "1": 1}}})
    people, counts = feedback_of(register_of(session))
    assert people == 6
    assert counts["clear"] == {"3": 5, "1": 1, "2": 0}


def test_words_of_feedback_go_to_the_queue_and_stand_in_no_fact(session, record, units):
    receipt = record("feedback-given", {"how": "paper", "marks": MARKS}, text="有人让我很害怕")
    assert receipt.status == "accepted"
    disclosure = Disclosure.objects.get()
    assert (disclosure.text, disclosure.with_unit, disclosure.source) == (
        "有人让我很害怕",
        units["p1a1"],
        "feedback",
    )
    assert "害怕" not in json.dumps(list(SessionFact.objects.values()), cls=DjangoJSONEncoder)


def test_urgent_note_is_due_sooner(record):
    record("note-written", {"about": "disclosed", "urgent": True}, text="今晚")
    record("note-written", {"about": "worry"}, text="请留意")
    urgent, ordinary = Disclosure.objects.order_by("pk")
    assert urgent.due_at - urgent.received_at < ordinary.due_at - ordinary.received_at


def test_note_without_words_is_refused(record):
    receipt = record("note-written", {"about": "worry"}, text="  ")
    assert (receipt.status, receipt.field) == ("refused", "text")


def test_note_reaches_the_contact_even_after_closing_and_changes_no_figure(
    session, record, enter, facilitator
):
    enter()
    close_session(session=session, by=facilitator)
    before = SessionResult.objects.values().get()
    receipt = record("note-written", {"about": "child"}, text="孩子没有人照看")
    assert receipt.status == "accepted"
    assert Disclosure.objects.count() == 1
    assert SessionResult.objects.values().get() == before
    assert not SessionFact.objects.filter(kind="note-written", is_adjustment=True).exists()


def test_same_note_twice_is_one_and_with_other_words_a_conflict(record):
    key = uuid.uuid4()
    for text, status in [("一", "accepted"), ("一", "already-received"), ("二", "conflict")]:
        assert record("note-written", {"about": "worry"}, uuid_=key, text=text).status == status
    assert Disclosure.objects.get().text == "一"


REPORT = {"subject": "method", "channel": "online-job", "source": "participants", "law": ""}


def test_report_from_the_field_goes_up_with_its_place(session, record):
    record("field-reported", REPORT, text="以高薪直播助理为名，先收押金。")
    report = FieldReport.objects.get()
    assert (report.channel, report.place) == ("online-job", session.place)


@pytest.mark.parametrize(
    "text",
    [
        "打13800001234联系",
        "身份证 530102199001011234",
        "加微信：abc_12345",
        "１３８００００１２３４",
        "a@b.cn",
    ],
)
def test_report_with_an_identifier_is_refused(record, text):
    receipt = record("field-reported", REPORT, text=text)
    assert (receipt.status, receipt.code) == ("refused", "identifier")
    assert not FieldReport.objects.exists()
    assert MASK in masked(text)


@pytest.mark.parametrize("text", ["拨打12338或110", "2026年3月起", "《民法典》第1084条", "收3000元押金"])
def test_help_numbers_years_articles_and_sums_are_no_identifiers(text):
    assert masked(text) == text


def test_observers_checklist_and_anonymous_tallies(session, record):
    key = uuid.uuid4()
    record("observed", {"items": {"notice": "yes", "help": "partly"}}, entry=key)
    record("traits-tallied", {"voluntary": True, "counts": {"disability": 2}})
    register = register_of(session)
    assert register.standing("observed", str(key)).payload["items"]["help"] == "partly"
    assert register.standing("traits-tallied").payload["counts"]["disability"] == 2
    assert record("traits-tallied", {"counts": {"disability": 2}}).code == "voluntary"


def test_checklists_and_tallies_are_shown_to_her_who_leads_and_only_checklists_to_those_above(
    session, record, client_for, facilitator, units
):
    for mark in ("yes", "partly"):
        record("observed", {"items": {"notice": mark, "help": "no"}}, entry=uuid.uuid4())
    record("traits-tallied", {"voluntary": True, "counts": {"disability": 7, "minority": 0}})
    register = register_of(session)
    observers = [[number for _word, number in marks] for _label, marks in checklists_of(register)]
    assert observers == [[1, 1], [2]]
    assert [people for _label, people in tallies_of(register)] == [7]
    page = client_for(facilitator).get(f"/en/sessions/{session.uuid}/").content.decode()
    assert "What observers saw" in page
    assert "live with a disability" in page
    above = client_for(make_supervisor("lu", unit=units["p1"]))
    page = above.get(f"/en/sessions/{session.uuid}/overview/").content.decode()
    assert "What observers saw" in page
    assert "live with a disability" not in page


def test_tallies_that_disagree_are_listed_in_words_and_shown_as_no_figure(
    session, record, client_for, facilitator
):
    for number in (2, 3):
        record("traits-tallied", {"voluntary": True, "counts": {"disability": number}})
    assert tallies_of(register_of(session)) == []
    page = client_for(facilitator).get(f"/en/sessions/{session.uuid}/held/").content.decode()
    assert "live with a disability: 2" in page
    assert "live with a disability: 3" in page


def test_consent_signed_on_the_screen_stands_beside_and_goes_with_the_name(record, notice, facilitator):
    entry = uuid.uuid4()
    payload = {"consent": "own", "signed": True}
    assert record("entered", payload, entry=entry, name="王大妈").code == "signature"
    assert record("entered", payload, entry=entry, name="王大妈", signature="<svg>").code == "signature"
    receipt = record("entered", payload, entry=entry, name="王大妈", signature=STROKES)
    assert receipt.status == "accepted"
    assert ConsentSignature.objects.get().strokes == STROKES
    withdraw_consent(participant=Participant.objects.get(), by=facilitator)
    assert not ConsentSignature.objects.exists()


def test_guardian_may_sign_for_a_child_on_the_screen(record, notice):
    payload = {"age_band": "under-14", "consent": "guardian", "signed": True}
    receipt = record("entered", payload, entry=uuid.uuid4(), name="小明", signature=STROKES)
    assert receipt.status == "accepted"


def test_line_that_brings_its_own_notice_needs_no_other(record):
    """Of a phone that showed the notice above the form."""
    payload = {"consent": "own", "notice": "shown", "how": "phone", "language": "dialect"}
    assert record("entered", payload, entry=uuid.uuid4(), name="王大妈").status == "accepted"
    assert RegisterEntry.objects.get().language == "dialect"


def test_upload_of_a_device_brings_all_kinds_and_keeps_no_word_in_the_batch(session, facilitator):
    entry, poll = str(uuid.uuid4()), str(uuid.uuid4())
    facts = [
        fact("notice-given", {"how": "read-aloud"}),
        fact("entered", {"consent": "own", "signed": True}, entry=entry, name="王大妈", signature=STROKES),
        fact("test-answered", {"phase": "before", "how": "paper", "answers": {}}, entry=entry),
        fact("poll-counted", {"how": "hands", "people": 1, "counts": {"a": 1}}, entry=poll),
        fact("feedback-given", {"how": "paper", "marks": MARKS}, text="害怕"),
        fact("note-written", {"about": "worry"}, text="请留意"),
        fact("field-reported", REPORT, text="新手法"),
        fact("observed", {"items": {"notice": "yes"}}, entry=str(uuid.uuid4())),
        fact("feedback-counted", {"people": 0, "counts": {}}),
        fact("traits-tallied", {"voluntary": True, "counts": {}}),
    ]
    body = json.dumps({"facts": facts}).encode()
    receipts = take_in(session=session, body=body, by=facilitator)
    assert [receipt.status for receipt in receipts] == ["accepted"] * len(facts)
    again = take_in(session=session, body=body, by=facilitator)
    assert [receipt.status for receipt in again] == ["already-received"] * len(facts)
    kept = json.dumps(list(FactBatch.objects.values("facts")), ensure_ascii=False)
    for word in ("王大妈", "害怕", "留意", "新手法", "L20"):
        assert word not in kept
    assert (Disclosure.objects.count(), FieldReport.objects.count(), ConsentSignature.objects.count()) == (
        2,
        1,
        1,
    )


def test_page_of_a_closed_session_shows_the_gain_of_pairs_with_n_and_the_feedback(
    session, enter, answer, record, facilitator, client_for
):
    for entry in [enter() for _n in range(2)]:
        answer(entry, "before", 0)
        answer(entry, "after", 1)
    record("feedback-given", {"how": "paper", "marks": MARKS})
    close_session(session=session, by=facilitator)
    page = client_for(facilitator).get(f"/en/sessions/{session.uuid}/").content.decode()
    assert "n = 2 tickets" in page
    assert "50.0 points" in page
    assert "Feedback of 1 person" in page


def test_reported_gain_of_pairs_needs_five(session, enter, answer, facilitator):
    for entry in [enter() for _n in range(5)]:
        answer(entry, "before", 0)
    few = enter()
    answer(few, "before", 0)
    answer(few, "after", 2)
    result = close_session(session=session, by=facilitator)
    assert result.pairs == 1
    assert reported_tests(result) is None  # one person answered afterwards


def test_facilitator_gets_the_key_of_the_sessions_test_but_of_no_question_of_a_final_test(session):
    shown = questions_of(session, "en", with_key=True)
    assert all(any(option.get("is_right") for option in question["options"]) for question in shown)
    final = make_quiz("final-test", decides_certificate=True)
    Quiz.objects.filter(pk=final.pk).update(live_versions=session.test_versions[:1])
    first, second = questions_of(session, "en", with_key=True)
    assert not any("is_right" in option for option in first["options"])
    assert any(option["is_right"] for option in second["options"])
    Quiz.objects.filter(pk=final.pk).update(
        live_versions=[],
        live_draws=[{"count": 1, "pool": [{"version": session.test_versions[1], "weight": 1}]}],
    )
    assert "is_right" not in str(questions_of(session, "en", with_key=True)[1])
