"""Freeze a question as it stands."""

import hashlib
import json

from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, Subquery

from quizzes.models.question import Question, QuestionVersion
from quizzes.models.remarking import Remarking


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
                question=question,
                question_key=question.key,
                number=newest + 1,
                content=content,
                digest=digest,
            )
    except IntegrityError:  # another worker was first
        return version_of(question)


def pin_versions(quiz) -> list[int]:
    """What the quiz asks from now on: the present versions of its questions. Called when it is published."""
    places = quiz.quiz_questions.select_related("question").order_by("sort_order")
    quiz.live_versions = [version_of(place.question).pk for place in places]
    type(quiz).objects.filter(pk=quiz.pk).update(live_versions=quiz.live_versions)
    return quiz.live_versions


def versions_of(quiz) -> list[QuestionVersion]:
    """What the published quiz asks, in its order. One query."""
    return versions_with(quiz.live_versions)


def versions_with(ids: list[int]) -> list[QuestionVersion]:
    """The versions in the order of ``ids``, each with the key that holds: where answers are marked anew, ``content`` is
    the corrected one. One query."""
    corrections = Remarking.objects.filter(
        version=OuterRef("pk"), state__in=[Remarking.State.CONFIRMED, Remarking.State.DONE]
    ).order_by("-decided_at", "-pk")
    found = QuestionVersion.objects.annotate(
        corrected_content=Subquery(corrections.values("corrected__content")[:1])
    ).in_bulk(ids)
    for version in found.values():
        version.content = version.corrected_content or version.content
    return [found[pk] for pk in ids]
