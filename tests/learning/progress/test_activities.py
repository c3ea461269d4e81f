"""What activities report: bound to the person and the activity, kept once, and only as far as it can be believed."""

import json
import logging
import uuid

import pytest

from courses.content.build import build_course
from courses.h5p.models import Content, Refusal, Run, State, Statement
from courses.h5p.tokens import report_token
from courses.models import LessonPage
from learning.enrolments.enrol import enrol
from learning.models import Completion, Enrolment, StepCompletion
from tests.factories import h5p as make
from tests.factories.cadres import make_cadre
from tests.factories.courses import course_data, make_index, make_quiz
from tests.factories.learning import pass_quiz
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db
ADL = "http://adlnet.gov/expapi/verbs/"


@pytest.fixture
def world(client_for):
    """Two cadres, and a course of one lesson with the activity ``probe``, which needs 60 percent."""
    units = make_tree()
    make_quiz("counts-the-same")
    make.make_activity("probe", required=True, policy="on_score", equivalent_quiz="counts-the-same")
    make.make_activity("other")
    data = course_data("plays", lessons=1, quiz=False)
    data["modules"][0]["lessons"][0]["body"] += [{"activity": "probe"}, {"activity": "other"}]
    course = build_course(make_index(), data)
    return World(
        course, make_cadre("wang", unit=units["p1a1"]), make_cadre("li", unit=units["p1a1"]), client_for
    )


class World:
    def __init__(self, course, wang, li, client_for):
        self.course, self.wang, self.li = course, wang, li
        self.lesson = LessonPage.objects.get(slug="lesson-1")
        self.client, self.other_client = client_for(wang.user), client_for(li.user)

    def address(self, what, key="probe"):
        return f"/en/lessons/{self.lesson.pk}/activities/{key}/{what}/"

    def begin(self, client=None, key="probe"):
        return (client or self.client).post(self.address("begin", key)).json()

    def post(self, what, body, *, client=None, key="probe"):
        return (client or self.client).post(
            self.address(what, key), body if isinstance(body, bytes) else json.dumps(body), content_type="application/json"
        )  # fmt: skip

    def send(self, statement, *, token=None, id=None, **where):
        body = {
            "token": token or self.begin()["token"],
            "id": id or str(uuid.uuid4()),
            "statement": statement,
        }
        return self.post("statements", body, **where)


def said(verb="answered", raw=1, maximum=1, **more):
    result = {"score": {"raw": raw, "max": maximum}, "completion": True}
    return {"verb": {"id": ADL + verb}, "object": {"id": "urn:uuid:a"}, "result": result, **more}


def test_pass_does_the_step_and_completes_the_course_with_the_browser_as_witness(world):
    answer = world.send(said()).json()
    assert answer == {"received": True, "already_received": False, "done": True, "best": 100, "last": 100}
    step = StepCompletion.objects.get()
    assert (step.step_key, step.witness) == ("activity:probe", "browser")
    assert Completion.objects.get().enrolment.cadre == world.wang


def test_result_below_the_mark_does_nothing_and_never_lowers_what_was_reached(world):
    assert world.send(said(raw=1, maximum=2)).json()["done"] is False
    assert not StepCompletion.objects.exists()
    world.send(said())
    assert world.send(said("failed", raw=0)).json() == {
        "received": True, "already_received": False, "done": True, "best": 100, "last": 0,
    }  # fmt: skip
    assert StepCompletion.objects.count() == 1


def test_same_statement_again_is_acknowledged_and_changes_nothing(world):
    key, token = str(uuid.uuid4()), world.begin()["token"]
    world.send(said(), token=token, id=key)
    again = world.send(said(), token=token, id=key)
    assert (again.status_code, again.json()["already_received"]) == (200, True)
    assert Statement.objects.count() == 1


def test_same_id_with_other_content_is_a_conflict_and_logged(world, caplog):
    key, token = str(uuid.uuid4()), world.begin()["token"]
    world.send(said(raw=0), token=token, id=key)
    with caplog.at_level(logging.WARNING):
        answer = world.send(said(raw=1), token=token, id=key)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert Run.objects.get().best == 0
    assert Refusal.objects.get().code == "conflict"
    assert "conflict" in caplog.text


def refused(world, answer, status, code):
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert [refusal.code for refusal in Refusal.objects.all()] == [code]
    assert not Statement.objects.exists()
    assert not StepCompletion.objects.exists()


def test_token_of_another_learner_is_refused(world):
    refused(
        world, world.send(said(), token=world.begin(world.other_client)["token"]), 403, "token-of-another"
    )


def test_token_of_another_activity_is_refused(world):
    refused(
        world, world.send(said(), token=world.begin(key="other")["token"]), 403, "token-of-another-activity"
    )


def test_expired_token_is_refused(world, settings):
    token = world.begin()["token"]
    settings.H5P_TOKEN_SECONDS = -1
    refused(world, world.send(said(), token=token), 403, "token-expired")


def test_forged_token_is_refused(world):
    refused(world, world.send(said(), token=world.begin()["token"][:-2] + "xx"), 403, "token-forged")


def test_token_for_reading_does_not_report(world):
    player = world.client.get("/en/courses/plays/module-1/lesson-1/").content.decode()
    key = player.split("/h5p/play/")[1].split("/")[0]
    refused(world, world.send(said(), token=key), 403, "token-forged")


def test_score_above_the_maximum_is_refused(world):
    refused(world, world.send(said(raw=7, maximum=5)), 400, "score-invalid")


def test_statement_of_a_megabyte_is_refused(world):
    token = world.begin()["token"]
    refused(world, world.send(said(extra="x" * 1024 * 1024), token=token), 413, "too-large")


def test_statement_just_above_the_limit_is_refused(world):
    token = world.begin()["token"]
    refused(world, world.send(said(extra="x" * 70_000), token=token), 413, "too-large")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"token": "a", "token": "b"}', b"\xff", b'{"a": NaN}'])
def test_bodies_that_are_no_report_are_refused(world, body):
    refused(world, world.post("statements", body), 400, "not-a-statement")


def test_signed_out_nothing_is_accepted(world, client_for):
    token = world.begin()["token"]
    refused(world, world.send(said(), token=token, client=client_for(None)), 403, "signed-out")


def test_csrf_token_is_asked_for(world):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(world.wang.user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(world.address("begin")).status_code == 403


def test_a_flood_is_stopped(world, monkeypatch):
    monkeypatch.setattr("courses.h5p.record.A_MINUTE", 2)
    token = world.begin()["token"]
    statuses = [world.send(said("interacted"), token=token).status_code for _time in range(3)]
    assert statuses == [200, 200, 429]


def test_looking_begins_no_course(world):
    assert world.begin()["recording"] is True
    attempted = {"verb": {"id": ADL + "attempted"}, "object": {"id": "urn:uuid:a"}}
    assert world.send(attempted).json() == {"received": False, "reason": "not-begun"}
    assert not Enrolment.objects.exists()


def test_activity_that_the_lesson_does_not_show_is_not_found(world):
    make.make_activity("elsewhere")
    assert world.client.post(world.address("begin", "elsewhere")).status_code == 404


def test_nobody_and_accounts_without_a_post_play_without_being_recorded(world, client_for):
    assert world.begin(client_for(None)) == {"recording": False, "states": {}}


def test_quiz_that_counts_the_same_does_the_step_and_its_loss_takes_it_back(world):
    enrolment = enrol(cadre=world.wang, course=world.course)
    pass_quiz(enrolment, "counts-the-same")
    step = StepCompletion.objects.get()
    assert (step.step_key, step.witness) == ("activity:probe", "server")
    assert Completion.objects.filter(enrolment=enrolment).exists()


class TestState:
    def keep(self, world, data='{"a":1}', **more):
        body = {
            "token": world.begin()["token"],
            "dataType": "state",
            "subContentId": "0",
            "data": data,
            **more,
        }
        return world.post("state", body)

    def test_is_kept_once_per_part_and_given_back(self, world):
        enrol(cadre=world.wang, course=world.course)
        self.keep(world)
        assert self.keep(world, '{"a":2}').json() == {"kept": True}
        assert State.objects.count() == 1
        assert world.begin()["states"] == {"0": {"state": '{"a":2}'}}
        assert world.begin(world.other_client)["states"] == {}

    def test_goes_when_it_is_deleted(self, world):
        enrol(cadre=world.wang, course=world.course)
        self.keep(world)
        self.keep(world, None)
        assert not State.objects.exists()

    def test_of_a_changed_content_starts_over(self, world):
        enrol(cadre=world.wang, course=world.course)
        token = world.begin()["token"]
        self.keep(world)
        Content.objects.filter(activity__key="probe").update(version=2)
        assert world.begin()["states"] == {"0": {"state": "RESET"}}
        late = {"token": token, "dataType": "state", "subContentId": "0", "data": "1"}
        assert world.post("state", late).json() == {"kept": False}

    @pytest.mark.parametrize(
        ("more", "code"),
        [({"dataType": "../x"}, "state-name"), ({"subContentId": "<x>"}, "state-name"), ({"data": 5}, "state-data"), ({"data": "x" * 66_000}, "too-large")],
    )  # fmt: skip
    def test_with_faults_is_refused(self, world, more, code):
        enrol(cadre=world.wang, course=world.course)
        assert self.keep(world, **more).json()["code"] == code
        assert not State.objects.exists()


def test_report_token_holds_no_name(world):
    token = report_token(
        activity_key="probe", content=Content.objects.first(), holder={"user": 1, "lesson": 2}
    )
    assert "wang" not in token
