"""An analysis as a page shows it: bars with their places, and words."""

from dataclasses import dataclass

from quizzes.analysis.words import SERIOUS, WORDS, verdicts
from quizzes.models import Quiz, QuizAnalysis
from quizzes.question_types import QUESTION_TYPES
from quizzes.texts import in_language

PLOT_HEIGHT = 60  # units of the drawing; a bar of 1 is as high
BAR, STEP = 18, 24


@dataclass(frozen=True)
class ShownItem:
    """``options`` and ``bars`` may be empty; ``is_asked_now`` is False for versions that the quiz asked before."""

    number: int
    prompt: str
    version: int
    figures: object
    options: list
    bars: list
    words: list
    is_serious: bool
    is_asked_now: bool
    has_key: bool
    is_survey: bool

    @property
    def percent(self):
        return None if self.figures.facility is None else round(100 * self.figures.facility)


def shown_items(analysis: QuizAnalysis, quiz: Quiz, *, language: str | None) -> list[ShownItem]:
    """In the order of the quiz; versions that are asked no more come last. One query."""
    now = {pk: place for place, pk in enumerate(quiz.live_versions)}
    rows = sorted(
        analysis.items.select_related("version"),
        key=lambda item: (now.get(item.version_id, len(now)), item.version_id),
    )
    return [
        _shown(number, item, language, is_asked_now=item.version_id in now)
        for number, item in enumerate(rows, 1)
    ]


def shown_scores(analysis: QuizAnalysis) -> list[dict]:
    """Bars of how many scored from tenth to tenth."""
    scores = analysis.figures.get("scores") or []
    if not scores:
        return []
    most = max(scores) or 1
    labels = [10 * tenth for tenth in range(10)]
    return bars([n / most for n in scores], labels=labels, values=scores)


def bars(heights: list, *, labels: list, values: list) -> list[dict]:
    """Upright bars for ``quizzes/analysis/bars.html``; None is a gap."""
    return [
        {
            "x": STEP * place,
            "y": PLOT_HEIGHT - round(PLOT_HEIGHT * (height or 0), 1),
            "height": round(PLOT_HEIGHT * (height or 0), 1),
            "middle": STEP * place + BAR / 2,
            "label": label,
            "value": value,
        }
        for place, (height, label, value) in enumerate(zip(heights, labels, values, strict=True))
    ]


def _shown(number, item, language, *, is_asked_now):
    content = item.version.content
    kind = QUESTION_TYPES[content["type"]]
    texts = {option["id"]: option["text"] for option in kind.counted_options(content)}
    codes = verdicts(
        facility=item.facility,
        point_biserial=item.point_biserial,
        left_out=item.left_out / item.n,
        options=item.options,
    )
    if not kind.is_scored:
        codes = ["never-scored"]
    percents = [None if mark is None else round(100 * mark) for mark in item.fifths]
    return ShownItem(
        number=number,
        prompt=in_language(content["prompt"], language),
        version=item.version.number,
        figures=item,
        options=[
            {
                **option,
                "text": in_language(texts.get(option["id"], {}), language),
                "percent": round(100 * option["share"]),
                "rest_percent": None if option["rest"] is None else round(100 * option["rest"]),
            }
            for option in item.options
        ],
        bars=bars(item.fifths or [], labels=range(1, len(percents) + 1), values=percents),
        words=[WORDS[code] for code in codes],
        is_serious=bool(SERIOUS & set(codes)),
        is_asked_now=is_asked_now,
        has_key=kind.is_scored and not kind.needs_person,
        is_survey=not kind.is_scored,
    )
