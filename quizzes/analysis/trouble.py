"""Questions that fail people: by the newest analysis of each quiz, those asked now with a serious word about them."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language

from quizzes.analysis.words import SERIOUS, verdicts
from quizzes.models import ItemFigures, Quiz, QuizAnalysis
from quizzes.texts import in_language

FAILING = SERIOUS | {"hardly-anybody"}


@dataclass(frozen=True)
class TroubledItem:
    quiz_key: str
    prompt: str
    codes: tuple


def troubled_items() -> dict[int, list[TroubledItem]]:
    """``{quiz pk: [TroubledItem]}``. Two queries."""
    latest = QuizAnalysis.objects.filter(quiz=OuterRef("pk")).order_by("-made_at", "-pk")
    quizzes = Quiz.objects.filter(live=True).annotate(latest=Subquery(latest.values("pk")[:1]))
    by_analysis = {quiz.latest: quiz for quiz in quizzes if quiz.latest}
    found = {}
    for item in ItemFigures.objects.filter(analysis__in=list(by_analysis)).select_related("version"):
        quiz = by_analysis[item.analysis_id]
        if item.version_id not in quiz.live_versions:
            continue
        codes = verdicts(
            facility=item.facility,
            point_biserial=item.point_biserial,
            left_out=item.left_out / item.n,
            options=item.options,
        )
        if FAILING & set(codes):
            prompt = in_language(item.version.content["prompt"], get_language())
            found.setdefault(quiz.pk, []).append(
                TroubledItem(quiz_key=quiz.key, prompt=prompt, codes=tuple(codes))
            )
    return found
