"""A server that is killed between storing an upload and answering it, on PostgreSQL: the retry finds everything as it was."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from learning.models import FactBatch, FactBatchAnswer, Participant, RegisterEntry, SessionFact
from learning.sessions.devices import take_pack
from tests.learning.sessions.test_sync import a_session

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("committed_db")]
ROOT = Path(__file__).resolve().parents[3]

# The real application; ``DIE`` names the moment at which its process kills itself, as a power cut would.
SERVER = """
import os, signal, sys
from wsgiref.simple_server import make_server, WSGIRequestHandler
from config.wsgi import application
import learning.sessions.sync as sync
import learning.sessions.record as record

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

moment = os.environ.get("DIE", "")
if moment == "stored, not judged":
    sync._record = die
elif moment == "judged, not committed":
    record._Desk.write = (lambda write: lambda self: (write(self), die()))(record._Desk.write)
elif moment == "committed, not answered":
    sync._answered = die
elif moment == "answer kept, not sent":
    sync_answered = sync._answered
    sync._answered = lambda batch, receipts: (sync_answered(batch, receipts), die())

class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass

make_server("127.0.0.1", int(sys.argv[1]), application, handler_class=Quiet).serve_forever()
"""


@pytest.fixture
def serve():
    """``serve(moment)``: the address of a server process on this test's database that dies at that moment; '' never."""
    database = connection.settings_dict
    url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    running = []

    def start(moment="") -> str:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": url,
            "DIE": moment,
        }
        command = [sys.executable, "-c", SERVER, str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        running.append(process)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return f"http://127.0.0.1:{port}", process
            except OSError:
                time.sleep(0.2)
        raise AssertionError("the server did not start")

    yield start
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def phone(session, facilitator):
    """``phone(address)``: the receipts of the session's upload, sent by the facilitator's phone; None when nobody answers."""
    cookies = SessionStore()
    cookies[SESSION_KEY] = str(facilitator.pk)
    cookies[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    cookies[HASH_SESSION_KEY] = facilitator.get_session_auth_hash()
    cookies.save()
    token = "a" * 32
    device = uuid.uuid4()
    take_pack(session=session, device_uuid=device, name="", by=facilitator)
    facts = a_session(people=5)

    def send(address):
        request = urllib.request.Request(
            f"{address}/en/sessions/{session.uuid}/facts/",
            data=json.dumps({"device": str(device), "facts": facts}).encode(),
            headers={
                "Content-Type": "application/json",
                "Cookie": f"sessionid={cookies.session_key}; csrftoken={token}",
                "X-CSRFToken": token,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["receipts"]
        except urllib.error.HTTPError:
            raise
        except (http.client.RemoteDisconnected, ConnectionError, urllib.error.URLError):
            return None

    send.facts = facts
    return send


def statuses(receipts) -> list[str]:
    return [receipt["status"] for receipt in receipts]


@pytest.mark.parametrize(
    ("moment", "facts_stood", "answers_kept", "second_answer"),
    [
        ("stored, not judged", 0, 0, "accepted"),
        ("judged, not committed", 0, 0, "accepted"),
        ("committed, not answered", 12, 0, "already-received"),
        ("answer kept, not sent", 12, 1, "already-received"),
    ],
)
def test_upload_sent_again_after_the_server_was_killed_stands_once(
    serve, phone, moment, facts_stood, answers_kept, second_answer
):
    address, process = serve(moment)
    assert phone(address) is None
    assert process.wait(timeout=30) == -signal.SIGKILL
    assert FactBatch.objects.count() == 1
    assert SessionFact.objects.count() == facts_stood
    assert FactBatchAnswer.objects.count() == answers_kept

    address, _process = serve()
    assert statuses(phone(address)) == [second_answer] * len(phone.facts)
    assert statuses(phone(address)) == ["already-received"] * len(phone.facts)
    assert SessionFact.objects.count() == len(phone.facts)
    assert SessionFact.objects.values("uuid").distinct().count() == len(phone.facts)
    assert (RegisterEntry.objects.count(), Participant.objects.count()) == (5, 5)
    assert FactBatch.objects.count() == 3
