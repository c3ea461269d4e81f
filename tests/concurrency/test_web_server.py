"""The real web server with its pool of connections, on PostgreSQL: two hundred at once, repeats, and kill -9."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import uuid
from pathlib import Path

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from courses.models import LessonPage
from learning.enrolments.enrol import enrol
from learning.models import QuizResult, StepCompletion
from quizzes.attempts import start_attempt
from quizzes.models import Attempt, Quiz, Response, UnacceptedSubmission
from tests.factories.cadres import make_cadre
from tests.factories.courses import make_course
from tests.factories.learning import right_answers
from tests.factories.units import make_tree

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("committed_db")]
ROOT = Path(__file__).resolve().parents[2]
LEARNERS = 200
TOKEN = "a" * 32


class Server:
    """Gunicorn with two processes of eight threads, and six connections for each process."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        database = connection.settings_dict
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}",
            "DATABASE_POOL": "6",
        }
        self.folder = folder
        self.process = None

    def start(self):
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "config.wsgi",
            f"--bind=127.0.0.1:{self.port}",
            "--workers=2",
            "--threads=8",
            "--timeout=120",
            "--backlog=512",
        ]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "gunicorn.log").open("a"),
        )
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            try:
                self.post("/en/", {}, session="")
                return self
            except OSError:
                time.sleep(0.2)
        pytest.fail((self.folder / "gunicorn.log").read_text()[-2000:])

    def kill(self):
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def post(self, address, fields, *, session) -> tuple[int, str]:
        """Status and body of one request on a connection of its own."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            asked.request(
                "POST",
                address,
                urllib.parse.urlencode({"csrfmiddlewaretoken": TOKEN, **fields}, doseq=True),
                {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
                },
            )
            answer = asked.getresponse()
            return answer.status, answer.read().decode()
        finally:
            asked.close()


@pytest.fixture
def server(tmp_path):
    running = Server(tmp_path)
    yield running
    running.kill()


def signed_in(user) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def school(learners):
    """``[(session, address of the open attempt, right answers as form fields)]``."""
    course = make_course("law", modules=1, lessons=1)
    unit, quiz = make_tree()["p1a1"], Quiz.objects.get(key="law-1")
    lesson = LessonPage.objects.get(slug="lesson-1")
    people = []
    for number in range(learners):
        cadre = make_cadre(f"lan{number}", unit=unit)
        enrolment = enrol(cadre=cadre, course=course)
        attempt = start_attempt(registration=enrolment.uuid, quiz=quiz, key=uuid.uuid4())
        fields = {f"q{version}": answer for version, answer in right_answers(attempt).items()}
        people.append((signed_in(cadre.user), f"/en/lessons/{lesson.pk}/attempts/{attempt.uuid}/", fields))
    return people


def at_once(work, items) -> list:
    barrier, results = threading.Barrier(len(items)), [None] * len(items)

    def run(place, item):
        barrier.wait()
        try:
            results[place] = work(*item)
        except Exception as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(items)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_hundred_learners_hand_in_at_once_and_each_is_marked_exactly_once(server):
    people = school(LEARNERS)
    server.start()
    answers = at_once(
        lambda session, address, fields: server.post(
            address, {**fields, "action": "submit"}, session=session
        ),
        people,
    )
    assert [one[0] if isinstance(one, tuple) else one for one in answers] == [302] * LEARNERS
    assert Attempt.objects.filter(state="submitted", scaled=1).count() == LEARNERS
    assert Response.objects.count() == LEARNERS * 2
    assert QuizResult.objects.values("attempt").distinct().count() == QuizResult.objects.count() == LEARNERS
    assert StepCompletion.objects.count() == LEARNERS
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        assert cursor.fetchone() == (0,)
    session, address, fields = people[0]
    again = at_once(lambda: server.post(address, {**fields, "action": "submit"}, session=session), [()] * 10)
    assert [status for status, _body in again] == [302] * 10
    assert Response.objects.count() == LEARNERS * 2
    assert QuizResult.objects.count() == LEARNERS
    assert UnacceptedSubmission.objects.count() == 0


def test_killed_web_server_loses_no_answer_that_it_said_was_saved(server):
    people = school(20)
    server.start()
    acknowledged = {}

    def save(session, address, fields):
        for name, answer in fields.items():
            status, body = server.post(f"{address}save/", {"field": name, name: answer}, session=session)
            if status == 200 and json.loads(body)["saved"]:
                acknowledged.setdefault(address, {})[name[1:]] = answer
            if sum(map(len, acknowledged.values())) >= 10:
                server.kill()

    at_once(save, people)
    assert len(acknowledged) >= 5
    for address, answers in acknowledged.items():
        kept = Attempt.objects.get(uuid=address.rstrip("/").rpartition("/")[2])
        assert (kept.state, kept.draft_answers | answers) == ("open", kept.draft_answers)
    server.start()
    session, address, fields = people[0]
    assert server.post(address, {**fields, "action": "submit"}, session=session)[0] == 302
    assert Attempt.objects.filter(state="submitted").count() == 1
