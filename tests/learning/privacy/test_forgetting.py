"""Rules: who asks to be forgotten stands in no row and no file any more; every figure stays; nothing is done by mistake."""

import datetime
import io
import uuid
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import Workbook
from wagtail.log_actions import log

from config.jobs.models import Job
from courses.content.build import build_quiz
from courses.h5p.models import Content, State, Statement
from courses.models import LessonPage
from learning.cadres.bulk.models import BulkImport
from learning.cadres.bulk.run import _keep_report, bring
from learning.cadres.change import end_posting
from learning.cadres.forget import forget_cadre
from learning.cadres.invite import NotOpen, invite, open_invitation
from learning.certificates.issue import issue_certificate, store_file
from learning.certificates.verify import shown_to_anyone
from learning.enrolments.enrol import enrol
from learning.letters.write import write_letter
from learning.models import (
    Cadre,
    Certificate,
    Completion,
    Exemption,
    Posting,
    QuizResult,
    RegisterEntry,
    SessionResult,
    StepCompletion,
)
from learning.privacy.find import files_with, tables_with
from learning.privacy.leave import ask_to_be_forgotten, carry_out, take_back
from learning.privacy.models import Departure
from learning.reports.export import KIND as EXPORT
from learning.sessions.close import close_session
from learning.sessions.devices import take_pack
from quizzes.append_only import AppendOnlyError
from quizzes.attempts import AttemptConflict, start_attempt, submit_attempt
from quizzes.marking.queue import give_mark, take
from quizzes.models import Attempt, HumanMark, Quiz, Response
from tests.factories import h5p as make
from tests.factories.cadres import make_user
from tests.factories.courses import make_course, open_answer, quiz_data
from tests.factories.learning import complete_course
from tests.learning.privacy.conftest import NAME
from tests.learning.sessions.test_consent import tables_with as tables_of_the_dump

pytestmark = pytest.mark.django_db
FIGURES = (StepCompletion, QuizResult, Completion, RegisterEntry, SessionResult)


@pytest.fixture
def admin():
    return make_user("keeper", is_superuser=True, is_staff=True)


@pytest.fixture
def everywhere(cadre, admin, session, record, notice, enter):
    """Her name, in every way in which it can come in."""
    _writes_an_answer(cadre)
    _plays(cadre)
    store_file(certificate=_certified(cadre))
    lesson = LessonPage.objects.first()
    write_letter(
        uuid=uuid.uuid4(), kind="question", text="问一个问题", lesson=lesson, language="zh-hans", cadre=cadre
    )
    Exemption.objects.create(
        cadre=cadre, course_key=uuid.uuid4(), reason=f"{NAME} learned it elsewhere", granted_by=admin
    )
    take_pack(session=session, device_uuid=uuid.uuid4(), name=f"{NAME}的手机", by=cadre.user)
    for _n in range(5):
        enter()
    close_session(session=session, by=cadre.user, name=NAME, strokes="M 0 0 L 20 20 L 40 0 L 60 20 L 80 0")
    for logged in (cadre, Exemption.objects.get(), Posting.objects.get()):
        log(instance=logged, action="wagtail.edit", user=admin)
    bring(
        kind=BulkImport.Kind.ROSTER,
        content=_roster(),
        file_name="花名册.xlsx",
        on=timezone.localdate(),
        by=admin,
    )
    job = Job.objects.create(
        kind=EXPORT,
        key="1",
        state=Job.State.DONE,
        finished_at=timezone.now(),
        result={"file": "reports/1.xlsx"},
    )
    storages["private"].save(job.result["file"], ContentFile(_roster()))
    return cadre


def _writes_an_answer(cadre):
    build_quiz({**quiz_data("told-1", pass_mark=60), "questions": [open_answer("told")]})
    enrolment = enrol(cadre=cadre, course=make_course("told", lessons=1))
    attempt = start_attempt(
        registration=enrolment.uuid, quiz=Quiz.objects.get(key="told-1"), key=uuid.uuid4()
    )
    version = str(attempt.paper[0]["version"])
    submit_attempt(attempt=attempt, answers={version: f"我是{NAME}"})
    with pytest.raises(AttemptConflict):  # does not count, and is kept
        submit_attempt(attempt=attempt, answers={version: f"还是{NAME}"})
    task = take(marker=make_user("marker"))
    rubric = task.response.version.content["rubric"]
    points = {criterion["id"]: criterion["points"] for criterion in rubric}
    give_mark(task=task, marker=task.claimed_by, points=points, comment=f"{NAME}写得好")


def _plays(cadre):
    make.make_activity("probe")
    registration = enrol(cadre=cadre, course=make_course("plays", lessons=1)).uuid
    content = Content.objects.get()
    State.objects.create(
        registration=registration, content=content, content_version=1, data_type="state", data=f'"{NAME}"'
    )
    Statement.objects.create(
        uuid=uuid.uuid4(),
        registration=registration,
        activity_key="probe",
        content=uuid.uuid4(),
        content_version=1,
        attempt=uuid.uuid4(),
        verb="answered",
        is_top=True,
        body={"result": {"response": NAME}},
        digest="d",
    )


def _certified(cadre) -> Certificate:
    enrolment = complete_course(cadre, make_course("law", lessons=1, final=True))
    Certificate.objects.all().delete()
    return issue_certificate(completion=enrolment.completion)


def _roster() -> bytes:
    book = Workbook()
    book.active.append(["1", NAME])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def leaves(cadre):
    for posting in Posting.objects.filter(cadre=cadre, until=None):
        end_posting(posting=posting, on=timezone.localdate())
    return Cadre.objects.get(pk=cadre.pk)


def figures() -> list:
    return [list(model.objects.order_by("pk").values()) for model in FIGURES]


def test_the_name_stands_where_it_was_written_and_is_found_there(everywhere):
    tables = {place.split(".")[0] for place in tables_with(NAME)}
    assert tables == tables_of_the_dump(NAME)
    assert {
        "auth_user",
        "learning_cadre",
        "learning_certificate",
        "learning_closingsignature",
        "learning_device",
        "learning_exemption",
        "learning_facilitator",
        "learning_sessionfact",
        "h5p_state",
        "h5p_statement",
        "quizzes_response",
        "quizzes_humanmark",
        "quizzes_unacceptedsubmission",
        "wagtailcore_modellogentry",
    } <= tables
    kinds = {place.partition("/")[0] for place in files_with(NAME)}
    assert kinds == {"private: certificates", "private: imports", "private: reports"}


def test_forgotten_she_stands_in_no_row_and_no_file(everywhere, admin, on_commit):
    with on_commit():
        forget_cadre(cadre=leaves(everywhere), by=admin)
    assert tables_with(NAME) == []
    assert tables_of_the_dump(NAME) == set()
    assert files_with(NAME) == []
    assert tables_with("yunshang") == []  # nor her user name


def test_every_figure_and_every_row_of_evidence_stays(everywhere, admin):
    before, attempts = (
        figures(),
        list(Attempt.objects.order_by("pk").values("pk", "scaled", "passed", "paper")),
    )
    marks = list(Response.objects.order_by("pk").values("pk", "scaled", "correct"))
    forget_cadre(cadre=leaves(everywhere), by=admin)
    assert figures() == before
    assert list(Attempt.objects.order_by("pk").values("pk", "scaled", "passed", "paper")) == attempts
    assert list(Response.objects.order_by("pk").values("pk", "scaled", "correct")) == marks


def test_verifying_her_certificate_tells_its_status_only(everywhere, admin):
    certificate = Certificate.objects.get()
    forget_cadre(cadre=leaves(everywhere), by=admin)
    certificate.refresh_from_db()
    assert certificate.facts == {}
    assert NAME not in str(shown_to_anyone(certificate))


def test_twice_is_once(everywhere, admin):
    first = forget_cadre(cadre=leaves(everywhere), by=admin)
    again = forget_cadre(cadre=Cadre.objects.get(pk=everywhere.pk), by=admin)
    assert again.forgotten_at == first.forgotten_at


def test_who_holds_a_post_is_not_forgotten(everywhere, admin):
    with pytest.raises(ValidationError, match="她"):
        forget_cadre(cadre=everywhere, by=admin)
    assert Cadre.objects.get(pk=everywhere.pk).name == NAME


def test_a_posting_that_ends_in_the_future_still_holds(everywhere, admin):
    end_posting(
        posting=Posting.objects.get(cadre=everywhere), on=timezone.localdate() + datetime.timedelta(days=9)
    )
    with pytest.raises(ValidationError):
        forget_cadre(cadre=Cadre.objects.get(pk=everywhere.pk), by=admin)


def test_who_still_leads_an_open_session_is_not_forgotten_and_nothing_is_half_done(
    everywhere, admin, make_session
):
    make_session(hours_ago=1)
    before = tables_with(NAME)
    with pytest.raises(ValidationError, match="她"):
        forget_cadre(cadre=leaves(everywhere), by=admin)
    assert tables_with(NAME) == before


def test_a_roster_that_is_carried_out_meanwhile_writes_no_name_down_again(everywhere, admin, on_commit):
    brought = BulkImport.objects.get()
    with on_commit():
        forget_cadre(cadre=leaves(everywhere), by=admin)
        storages["private"].save(
            brought.problems_stored_as, ContentFile(_roster())
        )  # a worker had read the file before
        _keep_report(
            brought, "done", SimpleNamespace(report=lambda: {"counts": {"new": 1}, "changes": [NAME]})
        )
    assert BulkImport.objects.get().done == {"counts": {"new": 1}}
    assert tables_with(NAME) == []
    assert files_with(NAME) == []


def test_her_invitation_opens_nothing_any_more(units, admin):
    cadre = Cadre.objects.create(name=NAME)
    _invitation, code = invite(cadre=cadre, by=admin)
    forget_cadre(cadre=cadre, by=admin)
    with pytest.raises(NotOpen):
        open_invitation(code)


def test_her_account_opens_nothing_any_more(everywhere, admin, client):
    forget_cadre(cadre=leaves(everywhere), by=admin)
    assert not client.login(username="yunshang", password="a-long-test-password")
    user = type(everywhere.user).objects.get(pk=everywhere.user_id)
    assert (user.is_active, user.email, user.has_usable_password()) == (False, "", False)


def test_words_in_evidence_are_only_ever_emptied():
    with pytest.raises(AppendOnlyError):
        HumanMark.objects.all().forget(comment="something else")


def test_command_names_the_places_and_fails_while_she_stands_somewhere(everywhere, admin, on_commit):
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("find_name", NAME, stdout=out)
    assert "learning_cadre.name" in out.getvalue()
    with on_commit():
        forget_cadre(cadre=leaves(everywhere), by=admin)
    out = io.StringIO()
    call_command("find_name", NAME, stdout=out)
    assert "nowhere" in out.getvalue()


def test_signs_of_a_search_pattern_are_taken_literally(everywhere):
    assert tables_with("%马云%") == []
    assert tables_with("司_云裳") == []


# The wish


def test_a_wish_is_one_however_often_it_is_said_and_can_be_taken_back(cadre):
    first = ask_to_be_forgotten(cadre=cadre)
    assert ask_to_be_forgotten(cadre=cadre) == first
    assert take_back(cadre=cadre)
    assert not take_back(cadre=cadre)
    assert ask_to_be_forgotten(cadre=cadre) != first


def test_a_wish_that_was_taken_back_is_not_carried_out(everywhere, admin):
    wish = ask_to_be_forgotten(cadre=everywhere)
    take_back(cadre=everywhere)
    leaves(everywhere)
    carry_out(departure=wish, by=admin)
    assert Cadre.objects.get(pk=everywhere.pk).name == NAME


def test_she_asks_on_her_own_page_and_the_keeper_carries_it_out(everywhere, admin, client_for, on_commit):
    hers, office = client_for(everywhere.user), client_for(admin)
    hers.post("/en/my-data/leave/")
    assert "asked to be forgotten" in hers.get("/en/my-data/").content.decode()
    wish = Departure.objects.get()
    address = f"/cms/organisation/forget/{everywhere.pk}/"
    office.post(address)
    assert Cadre.objects.get(pk=everywhere.pk).name == NAME  # she still holds a post
    assert address not in office.get("/cms/departures/").content.decode()
    leaves(everywhere)
    assert address in office.get("/cms/departures/").content.decode()
    with on_commit():
        office.post(address)
    wish.refresh_from_db()
    assert wish.carried_out_by == admin
    assert tables_with(NAME) == []


def test_whom_the_keeper_forgets_unasked_on_paper_leaves_the_same_proof(everywhere, admin, client_for):
    leaves(everywhere)
    for _twice in range(2):
        client_for(admin).post(f"/cms/organisation/forget/{everywhere.pk}/")
    assert Departure.objects.get().carried_out_by == admin


def test_a_wish_on_paper_is_noted_by_the_keeper(cadre, admin, client_for):
    client_for(admin).post("/cms/departures/", {"cadre": cadre.pk})
    assert Departure.objects.get().cadre == cadre


def test_nobody_without_the_right_sees_who_wants_to_leave(cadre, client_for):
    ask_to_be_forgotten(cadre=cadre)
    trainer = make_user("trainer")
    for client in (client_for(trainer), client_for(cadre.user), client_for(None)):
        for address in ("/cms/departures/", f"/cms/organisation/forget/{cadre.pk}/"):
            answer = client.get(address)
            assert answer.status_code in (302, 403)
            assert NAME not in answer.content.decode()
