"""Many handed-in attempts at once, as rows: for what is counted over them, not for what one attempt does."""

import datetime
import uuid
from decimal import Decimal

from django.utils import timezone

from quizzes.marks import Mark, total
from quizzes.models import Attempt, QuestionVersion, Quiz, Response


def make_attempts(quiz: Quiz, rows: list[list], *, number: int = 1, minutes: int = 10) -> list[Attempt]:
    """One attempt a row, each of another person. A row has, for each question of the quiz, ``(answer, mark)``, or None
    for a question that this attempt was not asked."""
    begun = timezone.now() - datetime.timedelta(days=1)
    versions = list(QuestionVersion.objects.filter(pk__in=quiz.live_versions).order_by("pk"))
    attempts, responses = [], []
    for place, row in enumerate(rows):
        asked = [(version, cell) for version, cell in zip(versions, row, strict=True) if cell is not None]
        attempt = Attempt(
            registration=uuid.uuid4(),
            quiz=quiz,
            quiz_key=quiz.key,
            number=number,
            paper=[{"version": version.pk} for version, cell in asked],
            pass_mark=quiz.pass_mark,
            state=Attempt.State.SUBMITTED,
            started_at=begun,
            submitted_at=begun + datetime.timedelta(minutes=minutes + place),
            scaled=total(
                [Mark(scaled=Decimal(str(mark)), correct=False) for version, (answer, mark) in asked]
            ),
            passed=False,
        )
        attempts.append(attempt)
        responses += [
            Response(
                attempt=attempt,
                version=version,
                position=position,
                answer=answer,
                scaled=Decimal(str(mark)),
                correct=mark == 1,
            )
            for position, (version, (answer, mark)) in enumerate(asked, start=1)
        ]
    Attempt.objects.bulk_create(attempts)
    Response.objects.bulk_create(responses)
    return attempts
