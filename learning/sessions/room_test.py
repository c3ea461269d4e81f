"""The questions of a session's test, as pages show them."""

from learning.sessions.models import TrainingSession
from quizzes.models import QuestionVersion, Quiz
from quizzes.question_types import QUESTION_TYPES
from quizzes.texts import in_language


def questions_of(session: TrainingSession, language: str, *, with_key: bool) -> list[dict]:
    """``[{"id", "prompt", "options": [{"id", "text", "is_right"}]}]``; ``is_right`` only for the facilitator, and of no
    question that some final test asks too: her own certificate may hang on that. Three queries, one without the key.
    """
    secret = questions_of_final_tests() if with_key else set()
    versions = QuestionVersion.objects.in_bulk(session.test_versions)
    questions = []
    for pk in session.test_versions:
        content = versions[pk].content
        shows_key = with_key and versions[pk].question_key not in secret
        right = QUESTION_TYPES[content["type"]].correct_answer(content) if shows_key else None
        options = [
            {"id": option["id"], "text": in_language(option["text"], language)}
            | ({"is_right": option["id"] == right} if shows_key else {})
            for option in content["options"]
        ]
        questions.append({"id": pk, "prompt": in_language(content["prompt"], language), "options": options})
    return questions


def questions_of_final_tests() -> set[str]:
    """The keys of all questions that decide about a certificate anywhere. Two queries."""
    asked = set()
    for fixed, draws in Quiz.objects.filter(decides_certificate=True).values_list(
        "live_versions", "live_draws"
    ):
        asked.update(fixed, (item["version"] for draw in draws for item in draw["pool"]))
    return set(QuestionVersion.objects.filter(pk__in=asked).values_list("question_key", flat=True))
