"""Freeze a question as it stands."""

import hashlib
import json

from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, Subquery

from quizzes.drawing import Candidate, Draw, Plan
from quizzes.models.question import Question, QuestionVersion
from quizzes.models.remarking import Remarking
from quizzes.question_types import QUESTION_TYPES


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
    """What the quiz asks from now on: the present versions of its questions, and of those it draws from. Called when it
    is published."""
    places = quiz.quiz_questions.select_related("question").order_by("sort_order")
    quiz.live_versions = [version_of(place.question).pk for place in places]
    quiz.live_draws = [
        {
            "count": draw.count,
            "pool": [
                {"version": version_of(question).pk, "weight": question.weight} for question in pool_of(draw)
            ],
        }
        for draw in quiz.draws.order_by("sort_order")
    ]
    type(quiz).objects.filter(pk=quiz.pk).update(live_versions=quiz.live_versions, live_draws=quiz.live_draws)
    return quiz.live_versions


def pool_of(draw) -> list[Question]:
    """The questions of the bank that a draw may take, in a fixed order."""
    questions = Question.objects.exclude(content=[]).order_by("pk")
    if draw.category:
        questions = questions.filter(category=draw.category)
    if draw.tag:
        questions = questions.filter(tagged__tag__name=draw.tag)
    found = questions.distinct()
    # A list of keys in JSON: not every database can look into it.
    return [q for q in found if len(q.content) and (not draw.source_key or draw.source_key in q.source_keys)]


def plan_of(quiz) -> Plan:
    """What the published quiz asks and draws, for ``drawing.choose``."""
    return Plan(
        fixed=tuple(quiz.live_versions),
        draws=tuple(
            Draw(
                count=draw["count"],
                pool=tuple(Candidate(item["version"], item["weight"]) for item in draw["pool"]),
            )
            for draw in quiz.live_draws
        ),
        shuffle_questions=quiz.shuffle_questions,
    )


def shuffler_of(ids: list[int]):
    """``shuffle(version id, chance)`` for ``drawing.paper``: an order of the options, empty where nothing is to be shuffled.
    One query."""
    contents = {pk: version.content for pk, version in QuestionVersion.objects.in_bulk(ids).items()}

    def shuffle(pk, chance):
        content = contents[pk]
        kind = QUESTION_TYPES[content["type"]]
        return kind.shuffled(content, chance) if len(kind.option_ids(content)) > 1 else []

    return shuffle


def versions_of(quiz) -> list[QuestionVersion]:
    """What the published quiz always asks, in its order; what it draws is apart. One query."""
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
