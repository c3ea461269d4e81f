"""Freeze a question as it stands."""

import hashlib
import json

from django.db import IntegrityError, transaction
from django.db.models import Max

from quizzes.models.question import Question, QuestionVersion


def digest_of(value) -> str:
    """SHA-256 of a JSON-able value, the same for the same content whatever the order of its keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def version_of(question: Question) -> QuestionVersion:
    """The version that holds the question's present content, made when there is none. Asking twice gives the same row."""
    block = question.content[0]
    content = block.block.question_type.content(block.value)
    digest = digest_of(content)
    found = QuestionVersion.objects.filter(question_key=question.key, digest=digest).first()
    if found:
        return found
    newest = QuestionVersion.objects.filter(question_key=question.key).aggregate(n=Max("number"))["n"] or 0
    try:
        with transaction.atomic():
            return QuestionVersion.objects.create(
                question=question, question_key=question.key, number=newest + 1, content=content, digest=digest
            )
    except IntegrityError:  # another worker was first
        return version_of(question)


def versions_of(quiz) -> list[QuestionVersion]:
    """Present versions of the quiz's questions, in its order. Two queries when nothing has changed."""
    questions = [place.question for place in quiz.quiz_questions.select_related("question").order_by("sort_order")]
    wanted = {}
    for question in questions:
        block = question.content[0]
        wanted[question.key] = digest_of(block.block.question_type.content(block.value))
    known = {
        (version.question_key, version.digest): version
        for version in QuestionVersion.objects.filter(question_key__in=wanted, digest__in=wanted.values())
    }
    return [known.get((question.key, wanted[question.key])) or version_of(question) for question in questions]
