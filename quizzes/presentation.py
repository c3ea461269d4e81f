"""A paper as a page shows it, before and after marking. What may leave the server is decided here."""

from dataclasses import dataclass, field

from quizzes.marks import Mark
from quizzes.models import Attempt, QuestionVersion, Quiz
from quizzes.question_types import QUESTION_TYPES
from quizzes.rules import answers_may_be_seen
from quizzes.texts import in_language, language_of


@dataclass(frozen=True)
class ShownOption:
    """``is_right`` is None unless the right answers may be seen."""

    id: str
    text: str
    is_chosen: bool = False
    feedback: str = ""
    is_right: bool | None = None


@dataclass(frozen=True)
class ShownQuestion:
    """``language`` is set when the text had to fall back to another language; ``correct`` is None before marking."""

    number: int
    name: str
    template: str
    prompt: str
    language: str | None
    options: list = field(default_factory=list)
    explanation: str = ""
    correct: bool | None = None
    is_missing: bool = False
    answer_text: str = ""
    percent: int | None = None  # of an open answer, given by people
    comments: list = field(default_factory=list)
    example: str = ""


def questions_to_ask(
    versions: list[QuestionVersion], *, answers: dict, language: str, missing: frozenset = frozenset()
) -> list[ShownQuestion]:
    """The paper without any key. ``answers`` are shown as chosen; ``missing`` are the ids left out when handing in."""
    shown = []
    for number, version in enumerate(versions, start=1):
        kind = QUESTION_TYPES[version.content["type"]]
        public = kind.public(version.content)
        chosen = _chosen(answers.get(str(version.pk)))
        shown.append(
            ShownQuestion(
                number=number,
                name=f"q{version.pk}",
                template=kind.template,
                prompt=in_language(public["prompt"], language),
                language=_other_language(public["prompt"], language),
                options=[
                    ShownOption(
                        id=o["id"], text=in_language(o["text"], language), is_chosen=o["id"] in chosen
                    )
                    for o in public["options"]
                ],
                is_missing=str(version.pk) in missing,
                answer_text=_words(version, answers),
            )
        )
    return shown


def questions_marked(
    versions: list[QuestionVersion], marks: list[Mark], *, answers: dict, language: str, with_key: bool
) -> list[ShownQuestion]:
    """The paper with marks and the feedback of the options chosen; the right answers only ``with_key``."""
    shown = []
    for number, (version, mark) in enumerate(zip(versions, marks, strict=True), start=1):
        content = version.content
        kind = QUESTION_TYPES[content["type"]]
        chosen = _chosen(answers.get(str(version.pk)))
        right = _chosen(kind.correct_answer(content)) if with_key else None
        shown.append(
            ShownQuestion(
                number=number,
                name=f"q{version.pk}",
                template=kind.template,
                prompt=in_language(content["prompt"], language),
                language=_other_language(content["prompt"], language),
                options=[
                    ShownOption(
                        id=option["id"],
                        text=in_language(option["text"], language),
                        is_chosen=option["id"] in chosen,
                        feedback=in_language(mark.feedback.get(option["id"], {}), language),
                        is_right=None if right is None else option["id"] in right,
                    )
                    for option in kind.public(content)["options"]
                ],
                explanation=in_language(content.get("explanation") or {}, language) if with_key else "",
                correct=mark.correct,
                answer_text=_words(version, answers),
                percent=int(mark.scaled * 100) if content.get("rubric") and not mark.pending else None,
                comments=mark.feedback.get("comments", []),
                example=in_language(content.get("example") or {}, language) if with_key else "",
            )
        )
    return shown


def may_show_key(attempt: Attempt, *, attempts_left: bool) -> bool:
    """May this handed-in attempt be shown with the right answers? A quiz that has gone shows none."""
    if attempt.quiz is None:
        return False
    return answers_may_be_seen(
        rule=attempt.quiz.answers_shown, passed=attempt.passed, attempts_left=attempts_left
    )


def trial_shows_questions(quiz: Quiz) -> bool:
    """Somebody without an account sees which answers were right, except in a test that decides about certificates:
    there only whether it would be a pass, of a whole paper, or a signed-out cadre could find its key by trying."""
    return not quiz.decides_certificate


def _words(version, answers) -> str:
    """An answer in one's own words; '' for every other type."""
    answer = answers.get(str(version.pk))
    return answer if "rubric" in version.content and isinstance(answer, str) else ""


def _chosen(answer) -> set:
    if isinstance(answer, str):
        return {answer}
    return {item for item in answer if isinstance(item, str)} if isinstance(answer, list) else set()


def _other_language(texts, language):
    shown = language_of(texts, language)
    return shown if shown != language else None
