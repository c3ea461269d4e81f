"""The questions of a session's test, as pages show them."""

from learning.sessions.models import TrainingSession
from quizzes.models import QuestionVersion
from quizzes.question_types import QUESTION_TYPES
from quizzes.texts import in_language


def questions_of(session: TrainingSession, language: str, *, with_key: bool) -> list[dict]:
    """``[{"id", "prompt", "options": [{"id", "text", "is_right"}]}]``; ``is_right`` only for the facilitator, whose own
    certificate never hangs on a session's test. One query.
    """
    versions = QuestionVersion.objects.in_bulk(session.test_versions)
    questions = []
    for pk in session.test_versions:
        content = versions[pk].content
        right = QUESTION_TYPES[content["type"]].correct_answer(content) if with_key else None
        options = [
            {"id": option["id"], "text": in_language(option["text"], language)}
            | ({"is_right": option["id"] == right} if with_key else {})
            for option in content["options"]
        ]
        questions.append({"id": pk, "prompt": in_language(content["prompt"], language), "options": options})
    return questions
