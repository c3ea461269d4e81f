"""Measure handing in and marking a quiz that counts, evidence of learning included. What it makes, it takes back."""

import datetime
import json
import time
import uuid

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.content.build import build_quiz
from courses.models import Edition
from learning.cadres.change import appoint
from learning.models import Cadre, Enrolment, Level, Post, QuizResult, StepCompletion
from learning.units.change import open_unit, place_on
from quizzes.attempts import paper_versions, start_attempt, submit_attempt
from quizzes.management.commands.bench_analysis import fill_attempts
from quizzes.models import Attempt, Quiz, Response
from quizzes.question_types import QUESTION_TYPES

LONG_AGO = datetime.date(2020, 1, 1)
TRANSACTION_CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


class Command(BaseCommand):
    help = "Hands in a 20-question quiz many times, with 1k, 10k and 100k attempts stored; inside a transaction that is rolled back."

    def add_arguments(self, parser):
        parser.add_argument("--sizes", default="1000,10000,100000", help="attempts stored, in rising order")
        parser.add_argument("--questions", type=int, default=20)
        parser.add_argument("--runs", type=int, default=25)
        parser.add_argument("--json", action="store_true")

    def handle(self, *, sizes, questions, runs, **options):
        sizes = [int(size) for size in sizes.split(",")]
        with transaction.atomic():
            world = World(questions)
            measured, stored = {}, 0
            for size in sizes:
                fill_attempts(size - stored, world.versions, key=world.quiz.key)
                stored = size
                _analyse_tables()
                measured[size] = world.measure(runs)
            transaction.set_rollback(True)
        first, last = measured[sizes[0]], measured[sizes[-1]]
        found = {
            "submit_queries": max(one["queries"] for one in measured.values()),
            "submit_ms": round(last["submit_ms"], 2),
            "bare_insert_ms": round(last["bare_ms"], 2),
            "ratio_to_bare_insert": round(last["submit_ms"] / last["bare_ms"], 2),
            "growth_100k_over_1k": round(last["submit_ms"] / first["submit_ms"], 2),
            "by_stored_attempts": {
                str(size): {
                    "submit_ms": round(one["submit_ms"], 2),
                    "bare_insert_ms": round(one["bare_ms"], 2),
                }
                for size, one in measured.items()
            },
            "questions": questions,
            "database": connection.vendor,
        }
        if options["json"]:
            self.stdout.write(json.dumps(found))
        else:
            self.stdout.write("\n".join(f"{name}: {value}" for name, value in found.items()))


class World:
    """A quiz that is the one step of a course, and cadres in post who take it."""

    def __init__(self, questions):
        mark = uuid.uuid4().hex[:8]
        build_quiz(
            {
                "key": f"bench-{mark}",
                "title": {"zh-hans": "测", "en": "Bench"},
                "questions": [_question(f"bench-{mark}-{n}") for n in range(questions)],
            }
        )
        self.quiz = Quiz.objects.get(key=f"bench-{mark}")
        self.versions = paper_versions([{"version": pk} for pk in self.quiz.live_versions])
        level = Level.objects.create(code=f"bench-{mark}", rank=99, name="bench")
        self.unit = open_unit(
            code=f"bench-{mark}", names={"en": "Bench"}, level=level, parent=None, on=LONG_AGO
        )
        self.post = Post.objects.create(code=f"bench-{mark}", name="bench")
        step = {
            "key": self.quiz.key,
            "kind": "quiz",
            "module": "",
            "headings": {},
            "minutes": 5,
            "revision": None,
        }
        other = {**step, "key": "another", "kind": "lesson"}
        self.edition = Edition.objects.create(
            course_key=uuid.uuid4(), number=1, headings={}, public_titles={}, minutes=5, steps=[step, other],
            digest=mark * 8,
        )  # fmt: skip

    def measure(self, runs) -> dict:
        """The best of ``runs`` hand-ins (other work on the machine only adds), each by another cadre; of bare inserts of the same rows; and the queries of one."""
        submits, bare, queries = [], [], 0
        for number in range(runs + 2):
            attempt, answers = self._begun()
            with CaptureQueriesContext(connection) as captured:
                began = time.perf_counter()
                submit_attempt(attempt=attempt, answers=answers)
                took = time.perf_counter() - began
            if number >= 2:  # the first ones warm up
                submits.append(took)
                bare.append(self._bare(attempt))
            queries = sum(
                not query["sql"].lstrip().upper().startswith(TRANSACTION_CONTROL)
                for query in captured.captured_queries
            )
        return {
            "submit_ms": 1000 * min(submits),
            "bare_ms": 1000 * min(bare),
            "queries": queries,
        }

    def _begun(self):
        cadre = Cadre.objects.create(name="bench")
        appoint(cadre=cadre, unit=self.unit, post=self.post, on=LONG_AGO)
        enrolment = Enrolment.objects.create(
            cadre=cadre,
            course_key=self.edition.course_key,
            edition=self.edition,
            place=place_on(self.unit, timezone.localdate()),
            post=self.post,
        )
        attempt = start_attempt(registration=enrolment.uuid, quiz=self.quiz, key=uuid.uuid4())
        answers = {
            str(version.pk): QUESTION_TYPES[version.content["type"]].correct_answer(version.content)
            for version in self.versions
        }
        return attempt, answers

    def _bare(self, attempt) -> float:
        """Seconds to write what handing in wrote, for another attempt, with nothing read, decided or told."""
        twin, _answers = self._begun()
        enrolment = Enrolment.objects.get(uuid=twin.registration)
        done = Attempt.objects.get(pk=attempt.pk)
        responses = [_copy(response, attempt=twin) for response in done.responses.all()]
        result = _copy(QuizResult.objects.get(attempt=attempt.uuid), enrolment=enrolment, attempt=twin.uuid)
        step = _copy(StepCompletion.objects.get(attempt=attempt.uuid), enrolment=enrolment, attempt=twin.uuid)
        began = time.perf_counter()
        with transaction.atomic():
            Response.objects.bulk_create(responses)
            Attempt.objects.filter(pk=twin.pk).update(
                state=done.state, scaled=done.scaled, passed=done.passed, submitted_at=done.submitted_at
            )
            result.save()
            step.save()
        return time.perf_counter() - began


def _question(key) -> dict:
    return {
        "key": key,
        "type": "single_choice",
        "prompt": {"zh-hans": key, "en": key},
        "options": [
            {"text": {"zh-hans": str(n), "en": str(n)}, "correct": n == 0, "feedback": {"en": "Because."}}
            for n in range(4)
        ],
    }


def _copy(row, **changes):
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    kept.pop("id")
    for name in changes:
        kept.pop(f"{name}_id", None)
    return type(row)(**{**kept, **changes})


def _analyse_tables():
    """The planner knows of the rows that were just written, as it would in a database that has grown."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
