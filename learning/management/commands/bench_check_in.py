"""How many phones can check in within a minute: a real gunicorn, a database of its own, one session, one hotspot."""

import datetime
import json
import os
import re
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from courses.frame import build_frame
from learning.models import Level, TrainingSession
from learning.sessions.codes import scanned_code
from learning.sessions.open_door import open_door
from learning.sessions.plan import plan_session
from learning.units.change import open_unit

MINUTE = 60


class Command(BaseCommand):
    help = "Check in phones at one session through gunicorn, as fast as they come. Makes and drops a database of its own."

    def add_arguments(self, parser):
        parser.add_argument("--people", type=int, default=200)
        parser.add_argument("--at-once", type=int, default=40, help="phones that ask at the same time")
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--port", type=int, default=8109)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, people, at_once, workers, port, **options):
        name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        server = None
        try:
            session = _session()
            server = _start(name, workers, port)
            result = _measure(session, people, at_once, port)
        finally:
            if server:
                server.terminate()
                server.wait(timeout=20)
            connection.creation.destroy_test_db(_real_name(), verbosity=0)
        if options["json"]:
            self.stdout.write(json.dumps(result))
        else:
            for what, value in result.items():
                self.stdout.write(f"{what}: {value}")
        if result["lines"] != people or result["seconds"] > MINUTE:
            raise CommandError(
                f"{result['lines']} of {people} stand in the register after {result['seconds']} s"
            )


def _session() -> TrainingSession:
    build_frame()
    level = Level.objects.create(code="village", rank=0, name="village")
    unit = open_unit(
        code="bench",
        names={"zh-hans": "村", "en": "Village"},
        level=level,
        parent=None,
        on=datetime.date(2020, 1, 1),
    )
    begins = timezone.now() - datetime.timedelta(minutes=5)
    session = TrainingSession(
        title="bench",
        unit=unit,
        venue="bench",
        starts_at=begins,
        ends_at=begins + datetime.timedelta(hours=1),
        language="bench",
        capacity=1000,
    )
    plan_session(session=session, module_keys=[], by=get_user_model().objects.create_user("bench"))
    open_door(session=session)
    return session


def _start(name, workers, port) -> subprocess.Popen:
    database = connection.settings_dict
    address = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{name}"
    )
    if connection.vendor == "sqlite":
        raise CommandError("This needs PostgreSQL: set DATABASE_URL.")
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "config.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        str(workers),
        "--threads",
        "4",
    ]
    server = subprocess.Popen(
        command,
        env={**os.environ, "DATABASE_URL": address},
        stdout=subprocess.DEVNULL,
    )
    for _try in range(120):
        try:
            build_opener().open(f"http://127.0.0.1:{port}/en/join/", timeout=5).read()
            return server
        except OSError:
            time.sleep(0.5)
    server.terminate()
    raise CommandError("gunicorn does not answer")


def _measure(session, people, at_once, port) -> dict:
    began = time.monotonic()
    with ThreadPoolExecutor(at_once) as pool:
        times = sorted(pool.map(lambda number: _phone(session, port), range(people)))
    seconds = time.monotonic() - began
    register = session.register.filter(attendance="present")
    return {
        "people": people,
        "seconds": round(seconds, 1),
        "lines": register.count(),
        "tickets": register.values("ticket").distinct().count(),
        "median_s": round(statistics.median(times), 2),
        "p95_s": round(times[int(len(times) * 0.95) - 1], 2),
    }


def _phone(session, port) -> float:
    """Scan, read, check in. Seconds that the person waited, all pages together; infinite when she was not let in."""
    opener = build_opener(HTTPCookieProcessor(CookieJar()))
    door = session.door
    code = scanned_code(door.secret, turn=door.turn, at=timezone.now())
    began = time.monotonic()
    try:
        page = opener.open(f"http://127.0.0.1:{port}/en/join/{door.number}/{code}/", timeout=MINUTE)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())[1]
        body = urlencode({"csrfmiddlewaretoken": token, "role": "parent", "children": "1"}).encode()
        opener.open(Request(page.geturl(), data=body), timeout=MINUTE).read()
    except (OSError, TypeError):
        return float("inf")
    return time.monotonic() - began


def _real_name() -> str:
    return os.environ.get("DATABASE_URL", "").rsplit("/", 1)[-1] or connection.settings_dict["NAME"]
