"""Rules: every table about people stands in the registry; what ends by time is ended by a task; the notice, her own page, the copy and
the assessment say what the registry says."""

import json
import uuid

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from learning.enrolments.enrol import enrol
from learning.models import Cadre, Participant, PrivateNote
from learning.privacy.my_data import my_data
from learning.privacy.registry import KINDS, NOT_ABOUT_PEOPLE
from tests.factories.cadres import make_cadre, make_user
from tests.factories.courses import make_course, make_index
from tests.factories.learning import complete_course

OURS = ("jobs", "quizzes", "courses", "h5p", "learning")
NAMED = {label for kind in KINDS for label in kind.models}


def tables_about_people():
    people = (get_user_model(), Cadre, Participant)
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            points = any(field.is_relation and field.related_model in people for field in model._meta.fields)
            registered = any(field.name == "registration" for field in model._meta.fields)
            if points or registered:
                yield model._meta.label


def test_every_table_that_points_at_people_stands_in_the_registry():
    assert [label for label in tables_about_people() if label not in NAMED | NOT_ABOUT_PEOPLE] == []


def test_the_registry_names_only_tables_that_there_are():
    assert [label for label in NAMED if apps.get_model(label) is None] == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.task], ids=lambda kind: kind.code)
def test_what_is_kept_for_a_time_is_ended_by_a_task(kind, settings):
    assert kind.task in settings.CELERY_BEAT_SCHEDULE


def test_codes_are_given_once():
    assert len({kind.code for kind in KINDS}) == len(KINDS)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_notice_says_every_kind_to_whoever_asks_and_sets_no_cookie(client, language):
    make_index()
    answer = client.get(f"/{language}/privacy/")
    page = answer.content.decode().replace("&#x27;", "'")
    with translation.override(language):
        for kind in KINDS:
            assert str(kind.what) in page
    assert not answer.cookies


@pytest.fixture
def learner(units):
    cadre = make_cadre("lan", unit=units["p1a1"])
    complete_course(cadre, make_course("law", lessons=1, final=True))
    PrivateNote.objects.create(
        cadre=cadre, lesson_key=enrol(cadre=cadre, course=make_course("b")).course_key, text="我的话"
    )
    return cadre


@pytest.mark.django_db
def test_she_reads_what_is_kept_and_gets_the_same_as_a_copy(learner, client_for):
    client = client_for(learner.user)
    page = client.get("/en/my-data/").content.decode()
    copy = json.loads(client.get("/en/my-data/download/").content)
    assert [kind["code"] for kind in copy["kinds"]] == [kept.kind.code for kept in my_data(learner)]
    assert {"person", "posts", "progress", "answers", "notes"} <= {kind["code"] for kind in copy["kinds"]}
    for shown in (learner.name, learner.code, "我的话", "lan@example.org"):
        assert shown in page
        assert shown in json.dumps(copy, ensure_ascii=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "post"), [("en", "Post childrens-director"), ("zh-hans", "职务 childrens-director")]
)
def test_names_of_posts_and_units_are_in_the_language_of_the_page(learner, client_for, language, post):
    assert post in client_for(learner.user).get(f"/{language}/my-data/").content.decode()


@pytest.mark.django_db
def test_nobody_else_is_in_her_copy(learner, units, client_for):
    other = make_cadre("other", unit=units["p1a1"])
    PrivateNote.objects.create(cadre=other, lesson_key=learner.uuid, text="别人的话")
    copy = client_for(learner.user).get("/en/my-data/download/").content.decode()
    assert "别人的话" not in copy
    assert other.name not in copy


@pytest.mark.django_db
def test_copy_tells_no_score_that_a_quiz_may_keep_back(learner, client_for):
    """Those stand on the pages of her results, which ask whether they may be seen."""
    copy = json.loads(client_for(learner.user).get("/en/my-data/download/").content)
    tables = {table["table"]: table["rows"] for kind in copy["kinds"] for table in kind["tables"]}
    assert tables["quizzes.Attempt"]
    assert tables["quizzes.Response"]
    told = {field for name in tables if name.startswith("quizzes.") for row in tables[name] for field in row}
    assert told.isdisjoint({"scaled", "passed", "correct", "comment"})


@pytest.mark.django_db
def test_she_corrects_her_address_and_takes_nobody_elses(learner, client_for):
    make_user("taken")
    client = client_for(learner.user)
    assert client.post("/en/my-data/", {"language": "en", "email": "TAKEN@example.org"}).status_code == 200
    client.post("/en/my-data/", {"language": "en", "email": "mine@example.org"})
    learner.user.refresh_from_db()
    learner.refresh_from_db()
    assert (learner.user.email, learner.language, learner.name) == ("mine@example.org", "en", "王lan")


@pytest.mark.django_db
def test_account_that_is_no_cadre_reads_that_nothing_is_kept(client_for, units):
    client = client_for(make_user("guest"))
    assert "no staff list" in client.get("/en/my-data/").content.decode()
    assert client.get("/en/my-data/download/").status_code == 302
    assert client.post("/en/my-data/leave/").status_code == 302


@pytest.mark.django_db
def test_own_page_takes_the_same_queries_however_much_is_kept(learner, client_for):
    client = client_for(learner.user)
    client.get("/en/my-data/")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/my-data/")
    for number in range(20):
        PrivateNote.objects.create(cadre=learner, lesson_key=uuid.uuid4(), text=f"note {number}")
    complete_course(learner, make_course("more", lessons=3, final=True))
    with CaptureQueriesContext(connection) as many:
        client.get("/en/my-data/")
    assert len(many) == len(few)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_assessment_names_every_kind_and_asks_what_only_people_know(tmp_path, language):
    out = tmp_path / "assessment.md"
    call_command("privacy_assessment", language=language, out=out)
    text = out.read_text(encoding="utf-8")
    with translation.override(language):
        for kind in KINDS:
            assert str(kind.what) in text
    assert "____" in text
