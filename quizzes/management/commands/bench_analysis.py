"""Measure the analysis of a quiz over many attempts. What it makes, it takes back."""

import json
import time
import uuid

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from quizzes.analysis.analyse import analyse
from quizzes.analysis.population import attempts_of
from quizzes.models import Attempt, QuestionVersion, Response
from quizzes.versions import digest_of

KEY = "bench-analysis"
OPTIONS = ("a", "b", "c", "d")
_NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)"
_RANDOM_UUID = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}
_JSON = {"postgresql": "CAST({} AS jsonb)", "sqlite": "{}"}


class Command(BaseCommand):
    help = "Analyse ATTEMPTS made-up attempts at a quiz of QUESTIONS questions, inside a transaction that is rolled back."

    def add_arguments(self, parser):
        parser.add_argument("--attempts", type=int, default=100_000)
        parser.add_argument("--questions", type=int, default=20)
        parser.add_argument("--json", action="store_true")

    def handle(self, *, attempts, questions, **options):
        with transaction.atomic():
            _make_attempts(attempts)
            _make_responses(_make_versions(questions))
            begun = time.perf_counter()
            made = analyse(quiz_key=KEY)
            seconds = time.perf_counter() - begun
            found = {
                "attempts": made.attempts,
                "responses": Response.objects.filter(attempt__in=attempts_of(KEY)).count(),
                "analysis_s": round(seconds, 2),
                "alpha": made.figures.get("alpha"),
            }
            transaction.set_rollback(True)
        self.stdout.write(
            json.dumps(found)
            if options["json"]
            else "\n".join(f"{name}: {value}" for name, value in found.items())
        )


def _make_versions(questions) -> list[QuestionVersion]:
    versions = []
    for number in range(questions):
        content = {
            "type": "single_choice",
            "prompt": {"en": f"Question {number}"},
            "options": [{"id": o, "text": {"en": o}, "correct": o == "a", "feedback": {}} for o in OPTIONS],
        }
        versions.append(
            QuestionVersion(
                question_key=f"{KEY}-{uuid.uuid4()}", number=1, content=content, digest=digest_of(content)
            )
        )
    return QuestionVersion.objects.bulk_create(versions)


def fill_attempts(count, versions, *, key) -> None:
    """``count`` more attempts at the quiz ``key`` with a response to each of ``versions``."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {Attempt._meta.db_table}")
        last = cursor.fetchone()[0]
    _make_attempts(count, key)
    _make_responses(versions, key, after=last)


def _make_attempts(count, key=KEY):
    """Rows by the database itself. The whole per mill of ``scaled`` is how able this person is."""
    unique, empty = _RANDOM_UUID[connection.vendor], _JSON[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_NUMBERS} INSERT INTO {Attempt._meta.db_table} (uuid, registration, quiz_key, quiz_title, number, paper,"
            " pass_mark, state, draft_answers, started_at, submitted_at, answers_digest, scaled, passed, mode, occasion,"
            " counts, grace_seconds, ended, checked, draft_seconds)"
            f" SELECT {unique}, {unique}, %s, {empty.format('%s')}, 1, {empty.format('%s')}, 60, 'submitted',"
            f" {empty.format('%s')}, %s, %s, '', (n * 7919 %% 1000) / 1000.0, %s, 'alone', '',"
            f" 'best', 0, 'by_hand', {empty.format('%s')}, {empty.format('%s')} FROM numbers",
            [
                count,
                key,
                "{}",
                "[]",
                "{}",
                "2026-01-01 08:00:00+00:00",
                "2026-01-01 08:12:00+00:00",
                False,
                "[]",
                "{}",
            ],
        )


def _make_responses(versions, key=KEY, after=0):
    """Whether somebody gets a question right depends on how able she is, and on luck."""
    json_of = _JSON[connection.vendor]
    with connection.cursor() as cursor:
        for position, version in enumerate(versions, start=1):
            right = f"(a.id * {7 + 2 * position} %% 997) / 997.0 < 0.2 + 0.7 * a.scaled"
            cursor.execute(
                f"INSERT INTO {Response._meta.db_table} (attempt_id, version_id, position, answer, scaled, correct, seconds)"
                f" SELECT a.id, %s, %s, CASE WHEN {right} THEN {json_of.format('%s')} ELSE {json_of.format('%s')} END,"
                f" CASE WHEN {right} THEN 1 ELSE 0 END, {right}, 10 + a.id %% 50"
                f" FROM {Attempt._meta.db_table} a WHERE a.quiz_key = %s AND a.id > %s",
                [version.pk, position, '"a"', '"b"', key, after],
            )
