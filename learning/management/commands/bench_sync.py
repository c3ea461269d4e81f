"""What an upload costs: ``manage.py bench_sync --json``. Queries and time per fact must not grow with the upload."""

import datetime
import json
import time
import uuid

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils import timezone

from learning.models import Level, TrainingSession
from learning.sessions.plan import plan_session
from learning.sessions.sync import take_in
from learning.units.change import open_unit

SIZES = (40, 400, 4000)
FAMILY, GIVEN = "王李张刘陈杨黄赵周吴徐孙", "芳秀兰梅玲英霞丽静敏"


class Command(BaseCommand):
    help = "Takes in uploads of 40, 400 and 4,000 facts of a session of its own; everything is rolled back."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--runs", type=int, default=3, help="The best of so many.")

    def handle(self, *args, runs, **options):
        measured = {str(size): min((measure(size) for _n in range(runs)), key=by_time) for size in SIZES}
        if options["json"]:
            self.stdout.write(json.dumps({"facts": measured}))
            return
        for size, cost in measured.items():
            self.stdout.write(
                f"{size:>5} facts: {cost['queries']} queries, {cost['queries_per_fact']} per fact, "
                f"{cost['ms_per_fact']} ms per fact"
            )


def by_time(cost) -> float:
    return cost["ms_per_fact"]


def measure(size: int) -> dict:
    """One upload of ``size`` facts to an empty session; checks that all of them were taken in."""
    with transaction.atomic():
        session, by = _session()
        body = json.dumps({"facts": facts_of_a_session(size)}).encode()
        queries = []

        def count(execute, sql, params, many, context):
            queries.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count):
            began = time.perf_counter()
            receipts = take_in(session=session, body=body, by=by)
            seconds = time.perf_counter() - began
        if {receipt.status for receipt in receipts} != {"accepted"} or len(receipts) != size:
            raise RuntimeError("The upload was not taken in as it should be.")
        transaction.set_rollback(True)
    return {
        "queries": len(queries),
        "queries_per_fact": round(len(queries) / size, 4),
        "ms_per_fact": round(seconds * 1000 / size, 3),
    }


def facts_of_a_session(size: int) -> list[dict]:
    """``size`` facts as a phone sends them: the notice, the heads, then people with and without a name, and their attendance."""
    now = timezone.now().isoformat()

    def fact(kind, payload, **more):
        return {"uuid": str(uuid.uuid4()), "kind": kind, "occurred_at": now, "payload": payload, **more}

    facts = [
        fact("notice-given", {"how": "read-aloud"}),
        fact("heads-counted", {"under_14": 3, "others": 1}),
    ]
    for number in range(1, size // 2):
        entry = str(uuid.uuid4())
        name = FAMILY[number % 12] + GIVEN[number % 10] + str(number) if number % 2 else ""
        details = {"ticket": number, "role": "parent", "age_band": "35-59", "children": number % 3}
        facts.append(fact("entered", {**details, "consent": "own" if name else ""}, entry=entry, name=name))
        facts.append(fact("attended", {"attendance": "present"}, entry=entry))
    return facts


def _session():
    by = get_user_model().objects.create_user(username=f"bench-{uuid.uuid4()}")
    level, _created = Level.objects.get_or_create(code="bench", defaults={"rank": 99})
    unit = open_unit(
        code=f"bench-{uuid.uuid4().hex[:8]}",
        names={"zh-hans": "测量", "en": "Measure"},
        level=level,
        parent=None,
        on=timezone.localdate() - datetime.timedelta(days=30),
    )
    begins = timezone.now() - datetime.timedelta(hours=3)
    session = TrainingSession(
        title="测量",
        unit=unit,
        venue="-",
        starts_at=begins,
        ends_at=begins + datetime.timedelta(hours=2),
        language="-",
        capacity=1000,
    )
    return plan_session(session=session, module_keys=[], by=by), by
