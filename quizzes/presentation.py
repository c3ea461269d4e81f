"""A paper as a page shows it, before and after marking. What may leave the server is decided here."""

from dataclasses import dataclass, field

from quizzes.marks import Mark
from quizzes.models import QuestionVersion, Quiz
from quizzes.question_types import QUESTION_TYPES
from quizzes.question_types.shown import Shown
from quizzes.texts import in_language, language_of


@dataclass(frozen=True)
class ShownQuestion:
    """What its type shows (``Shown``), and what is the same for all of them.

    ``language`` is set when the text had to fall back to another language; ``correct`` is None before marking.
    """

    number: int
    name: str
    template: str
    prompt: str
    language: str | None
    shown: Shown
    explanation: str = ""
    correct: bool | None = None
    is_missing: bool = False
    is_scored: bool = True
    needs_person: bool = False
    percent: int | None = None  # of the points, where a mark lies between nothing and all, or people gave it
    comments: list = field(default_factory=list)
    example: str = ""

    @property
    def options(self) -> list:
        return self.shown.options


def questions_to_ask(
    versions: list[QuestionVersion],
    *,
    answers: dict,
    language: str,
    missing: frozenset = frozenset(),
    orders: dict | None = None,
) -> list[ShownQuestion]:
    """The paper without any key. ``answers`` are shown as chosen; ``missing`` are the ids left out when handing in;
    ``orders`` are the orders of options of this attempt, by version id."""
    shown = []
    for number, version in enumerate(versions, start=1):
        kind = QUESTION_TYPES[version.content["type"]]
        answer = answers.get(str(version.pk))
        public = kind.public(version.content, order=(orders or {}).get(version.pk), answer=answer)
        name = f"q{version.pk}"
        shown.append(
            ShownQuestion(
                number=number,
                name=name,
                template=kind.template,
                prompt=in_language(public["prompt"], language),
                language=_other_language(public["prompt"], language),
                shown=kind.asked(public, name=name, answer=answer, language=language),
                is_missing=str(version.pk) in missing,
                is_scored=kind.is_scored,
                needs_person=kind.needs_person,
            )
        )
    return shown


def questions_marked(
    versions: list[QuestionVersion],
    marks: list[Mark],
    *,
    answers: dict,
    language: str,
    with_key: bool,
    orders: dict | None = None,
) -> list[ShownQuestion]:
    """The paper with marks and the feedback of what was chosen; the right answers only ``with_key``."""
    shown = []
    for number, (version, mark) in enumerate(zip(versions, marks, strict=True), start=1):
        content = version.content
        kind = QUESTION_TYPES[content["type"]]
        shown.append(
            ShownQuestion(
                number=number,
                name=f"q{version.pk}",
                template=kind.template,
                prompt=in_language(content["prompt"], language),
                language=_other_language(content["prompt"], language),
                shown=kind.marked(
                    content,
                    mark,
                    answer=answers.get(str(version.pk)),
                    language=language,
                    with_key=with_key,
                    order=(orders or {}).get(version.pk),
                ),
                explanation=in_language(content.get("explanation") or {}, language) if with_key else "",
                correct=mark.correct,
                is_scored=kind.is_scored,
                needs_person=kind.needs_person,
                percent=_percent(kind, mark),
                comments=mark.feedback.get("comments", []),
                example=in_language(content.get("example") or {}, language) if with_key else "",
            )
        )
    return shown


def trial_shows_questions(quiz: Quiz) -> bool:
    """Somebody without an account sees which answers were right, except in a test that decides about certificates:
    there only whether it would be a pass, of a whole paper, or a signed-out cadre could find its key by trying."""
    return not quiz.decides_certificate


def _percent(kind, mark) -> int | None:
    if not mark.counts or (mark.scaled in (0, 1) and not kind.needs_person):
        return None
    return int(mark.scaled * 100)


def _other_language(texts, language):
    shown = language_of(texts, language)
    return shown if shown != language else None
